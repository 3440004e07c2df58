# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# Expect: BUG: kernel NULL pointer dereference, address: 0000000000000000
# A jump through a bad pointer is no call: what lies on the stack is not believed to be a return address, and a
# function that never ran is not named.
. ./trap_lib.sh

ktap_plan 4
load kdefer trap=client
load trap
ktap_is 'a call' "$(said handled EXEC_NULL)" 'Bad address'
log_mark
ktap_is 'a jump, with a function on the stack' "$(said handled JUMP)" oops
ktap_is 'nothing of that function' "$(log_since | grep -c 'kdefer:.*never_ran')" 0
ktap_is 'nor of anything' "$(log_since | grep -c 'kdefer:')" 0
ktap_exit
