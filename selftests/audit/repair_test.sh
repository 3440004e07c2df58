# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Expect: kdefer: audit: .* given back; gave up at .*\[audit\], ended in .*\[audit\]
# Allow: kdefer: 
# Allow: WARNING: .*kernel/softirq\.c:[0-9]+ .*__local_bh_disable_ip
# Two cases disable bottom halves with preemption disabled: with PREEMPT_RT the kernel warns of that, if another task of
# the same processor was preempted with bottom halves disabled just then, whether kdefer is loaded or not.
# audit=repair, the default: what a skipped function left held is found, named, and given back.
. ./audit_lib.sh

# given CASE WHAT...
given() {
	given_case=$1
	shift
	case $# in
	1) leak_is "$given_case" '-61 given back' "$1, given back" ;;
	2) leak_is "$given_case" '-61 given back' "$1, given back" "$2, given back" ;;
	3) leak_is "$given_case" '-61 given back' "$1, given back" "$2, given back" "$3, given back" ;;
	4) leak_is "$given_case" '-61 given back' "$1, given back" "$2, given back" "$3, given back" "$4, given back" ;;
	esac
}

# clean CASE RESULT
clean() { case_is "$1" "$2" ''; }

ktap_plan 117
ktap_run 'the modules load' eval 'load kdefer && load audit'
ktap_is 'the policy' "$(parameter kdefer audit)" repair

only_counts preemption given preempt 'preemption disabled +1'
only_counts preemption given preempt_twice 'preemption disabled +2'
given bh 'bottom halves disabled +1'
# With PREEMPT_RT the first is a lock, the second is none, but the processor's, which may not be left before: softirqs
# run again after both.
if is_rt; then set -- 'bottom halves disabled +1' 'preemption disabled +1'; else set -- 'preemption disabled +1' 'bottom halves disabled +1'; fi
given bh_and_preempt "$@"
given preempt_and_bh "$@"
given irqs 'interrupts disabled +1'
only_counts RCU given rcu 'RCU read-side section +1'
given pagefault 'page faults disabled +1'
given migrate 'migration disabled +1'
# It gives back preemption, and of what else it took nothing.
case $fpu_takes_always in
y) given fpu 'kernel FPU section +1' ;;
*) given fpu 'kernel FPU section +1' "$fpu_takes" ;;
esac
if [ -z "$starts_fpu_with_irqs_off" ]; then
	case_skip irqs_and_fpu 'such a section cannot begin with interrupts off'
else
	given irqs_and_fpu "$fpu_1st" "$fpu_2nd"
fi
case $fpu_takes_always in
y) given fpu_and_irqs "$fpu_1st" "$fpu_2nd" ;;
*) given fpu_and_irqs "$fpu_1st" "$fpu_2nd" "$fpu_takes" ;;
esac
# They are as they were before the count, when nothing is left of that.
if counts_irqs; then
	given irq_count 'levels of interrupts disabled +2'
else
	given irq_count 'interrupts disabled +1'
fi
given memalloc 'memalloc scope +1'
given task_state 'sleeping task state +1'
if is_arm64; then
	case_skip user_access 'there is nothing to open'
else
	given user_access 'user access +1'
fi
leak_is transaction '-61 held' 'journal_info +1, left so'
leak_is other_transaction '-61 other' 'journal_info +1, left so'
leak_is no_transaction '-61 none' 'journal_info -1, left so'
clean same_transaction '-61 outer'
given creds 'credentials overridden +1'
leak_is other_creds '-61 other' 'credentials overridden +1, left so'
leak_is no_creds '-61 none' 'credentials overridden -1, left so'
clean same_creds '-61 outer'
if [ -e /proc/lockdep ]; then
	books="locks in lockdep's books +1, left so"
	given_preempt='preemption disabled +1, given back'
	leak_is all '-61 given back' 'preemption disabled +2, given back' 'bottom halves disabled +1, given back' "$books"
	leak_is spinlock_bh '-61 given back' "$given_preempt" 'bottom halves disabled +1, given back' "$books"
	leak_is spinlock_irq '-61 given back' 'interrupts disabled +1, given back' "$given_preempt" "$books"
elif is_rt; then
	# Such a lock sleeps, and keeps no interrupts away.
	if [ "$(result bh_rcu)" -gt 1 ]; then
		given all 'bottom halves disabled +1' 'preemption disabled +1' 'RCU read-side section +1' \
			'migration disabled +1'
	else
		# Bottom halves are no lock of their own any more: what they take along, where they can wait, is just what
		# the spinlock has taken, and goes with them.
		given all 'bottom halves disabled +1' 'preemption disabled +1'
	fi
	given spinlock_bh 'bottom halves disabled +1' 'RCU read-side section +1' 'migration disabled +1'
	given spinlock_irq 'RCU read-side section +1' 'migration disabled +1'
else
	given all 'preemption disabled +2' 'bottom halves disabled +1'
	given spinlock_bh 'preemption disabled +1' 'bottom halves disabled +1'
	given spinlock_irq 'interrupts disabled +1' 'preemption disabled +1'
fi
ktap_is 'findings are counted' "$(stat audit_findings)" "$found"

clean guards -61
clean held_before -61
clean note_cancelled -61
clean block_ended -61
clean older_cancelled -61
clean in_softirq -61

# The log takes 40 findings in five seconds, and all of these together are more.
sleep 6
given preempt_rival "$@"
if is_rt; then
	given irqs_rival 'bottom halves disabled +1' 'interrupts disabled +1'
	if [ "$(result bh_rcu)" -gt 1 ]; then
		given locks_rival "$@"
	else
		given locks_rival "$@" 'RCU read-side section +1' 'migration disabled +1'
	fi
	leak_is bh_for_lock '-61 given back' 'bottom halves disabled +1, given back' \
		'RCU read-side section -1, left so' 'migration disabled -1, left so'
else
	given irqs_rival 'interrupts disabled +1' 'bottom halves disabled +1'
	if [ -e /proc/lockdep ]; then set -- "locks in lockdep's books +2, left so"; else set --; fi
	leak_is locks_rival '-61 given back' 'preemption disabled +3, given back' 'bottom halves disabled +1, given back' "$@"
	if [ -e /proc/lockdep ]; then set -- "locks in lockdep's books -1, left so"; else set --; fi
	leak_is bh_for_lock '-61 given back' 'preemption disabled -1, left so' 'bottom halves disabled +1, given back' "$@"
fi
at='gave up at disable_and_give_up, ended in'
case_is later_handler '-61, 0 levels' "page faults disabled +1, given back; $at with_later_handler"
case_is cancelled_handler '-61, 0 levels' "page faults disabled +1, given back; $at with_cancelled_handler"
case_is deficit '-61, 0 levels' \
	'page faults disabled -1, left so; gave up at enable_and_give_up, ended in with_deficit'
case_is exit '5, 0 levels' 'page faults disabled +1, given back; gave up at disable_and_exit, ended in with_exit'
case_is exit_with_panic '6, 0 levels' \
	'page faults disabled +1, given back; gave up at just_give_up, ended in with_exit_and_panic'
case_is not_mine '-5, 0 levels' "page faults disabled +1, given back; $at around_observer"
case_is takeover '-5, 0 levels' 'page faults disabled +1, given back; gave up at just_give_up, ended in with_takeover'

parameter kdefer uncaught contain
case_is contained '-5, 0 levels' "page faults disabled +1, given back; $at with_observer"

case_is plug '-61 submitted no plug' 'block I/O plug +1, given back; gave up at plug_and_leave, ended in with_plug'
case_is plug_exit '5 submitted no plug' 'block I/O plug +1, given back; gave up at plug_and_leave, ended in with_plug'
case_is plug_outside '-61 pending plugged' ''
case_is plug_own '-61 submitted no plug' \
	'block I/O plug +1, given back; gave up at just_give_up, ended in with_own_plug'
case_is plug_own_exit '5 submitted no plug' \
	'block I/O plug +1, given back; gave up at __kdefer_body_with_own_plug, ended in with_own_plug'
case_is plug_own_call '-61 submitted no plug' \
	'block I/O plug +1, given back; gave up at just_give_up, ended in with_own_plug_and_call'
ktap_is 'plug_own_call: the plug is there until the last call' \
	"$(log_since | sed -n 's/^audit: plug: //p')" pending
case_is plug_own_given_back '-61 submitted no plug' ''
case_is plug_takeover '-61 submitted no plug' \
	'block I/O plug +1, given back; gave up at plug_and_leave, ended in kdefer_call_gate [kdefer]'
for pointer in bio_list journal_info reclaim_state; do
	case_is "$pointer" '-61 reset' \
		"$pointer on a dead stack +1, reset; gave up at leave_dangling, ended in recover_dangling"
done

ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
