# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Expect: WARNING: .*module/panic\.c
# Expect: WARNING: .*module/recover\.c
# Expect: WARNING: .*module/defer\.c
# Expect: kdefer: .*, at .* \[misuse\]
# What the interface forbids is reported, once, with the place, and ends as <linux/kdefer.h> says.
. ./guest.sh

reports() { log_since | grep '^kdefer: ' | sed 's/+0x[0-9a-f]*\/0x[0-9a-f]* \[misuse\]$//'; }

# case CASE RESULT REPORT: the result is the same the second time, and nothing is reported again
case_is() {
	log_mark
	ktap_is "$1" "$(cat "/sys/kernel/debug/misuse/$1")" "$2"
	ktap_is "$1 is reported" "$(reports)" "$3"
	log_mark
	ktap_is "$1 again" "$(cat "/sys/kernel/debug/misuse/$1"), $(reports)" "$2, "
}

body=__kdefer_body_
ktap_plan 26
ktap_run 'the modules load' eval 'load kdefer && load misuse'
case_is no_errno '-22 -22 -22' "kdefer: soft_panic() without a negative errno, at ${body}give_up"
case_is recover_twice -1 'kdefer: recover() twice, at recover_again'
case_is recover_outside nothing 'kdefer: recover() of a panic that was not handed here, at recover_late'
case_is recover_other -61 ''
case_is cancel_late '-2 1' "kdefer: defer_cancel() of a call that is not pending, at ${body}cancel_late"
case_is now_twice '-2 1' "kdefer: defer_now() of a call that is not pending, at ${body}now_twice"
case_is dead_frame '-22 1' "kdefer: defer into a function that has returned, at ${body}defer_into_the_dead"
case_is repanic_nothing '-22' "kdefer: soft_repanic() of no panic, at ${body}repanic_nothing"
ktap_run 'nothing is in use any more' eval 'unload misuse && unload kdefer'
ktap_exit
