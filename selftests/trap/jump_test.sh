# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# Expect: kernel NULL pointer dereference(, address:| at virtual address) 0000000000000000
# Allow: Internal error: Oops
# A jump through a bad pointer is no call: what lies on the stack, or is in x30, is not believed to be a return address,
# and a function that never ran is not named.
. ./trap_lib.sh

# is_no_call NAME CRASH
is_no_call() {
	log_mark
	ktap_is "$1" "$(said handled "$2")" oops
	ktap_is "$1: nothing of that function" "$(log_since | grep -c 'kdefer:.*never_ran')" 0
	ktap_is "$1: nor of anything" "$(log_since | grep -c 'kdefer:')" 0
}

ktap_plan 7
load kdefer trap=client
load trap
ktap_is 'a call' "$(said handled EXEC_NULL)" 'Bad address'
is_no_call 'a jump, with a function where the caller would be' JUMP
if is_arm64; then
	is_no_call 'with one that is behind a call' JUMP_BEHIND_CALL
else
	for skipped in 1 2 3; do ktap_skip "with one that is behind a call, $skipped" "that is arm64's"; done
fi
ktap_exit
