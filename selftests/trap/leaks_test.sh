# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Expect: kdefer: audit: page faults disabled \+1
# Expect: kernel BUG at
# Allow: kdefer:
# Allow: BUG: kernel NULL pointer|Unable to handle kernel NULL pointer|Internal error: Oops
# Allow: exited with
# What a fault leaves held ends it also where no note can be compared.
. ./trap_lib.sh

load kdefer uncaught=contain report_faults=0
load trap
ktap_plan 5
ktap_is 'the note is void' "$(said untrapped VOID_NOTE)" oops
ktap_is 'contained without a handler' "$(said untrapped NO_HANDLER)" oops
ktap_is 'an exit goes on' "$(said untrapped PAST_EXIT)" oops
ktap_is 'the thread ends' "$(said untrapped THREAD_END)" 'Timer expired'
ktap_is 'each was one' "$(cat /sys/kernel/oops_count)" 4
ktap_exit
