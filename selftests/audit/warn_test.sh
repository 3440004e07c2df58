# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Expect: kdefer: audit: .* left so; gave up at .*\[audit\], ended in .*\[audit\]
# Allow: kdefer: 
# audit=warn: what a skipped function left held is found and left so. Things on a dead stack are put right.
. ./audit_lib.sh

left() { leak_is "$1" '-61 held' "$2, left so"; }

ktap_plan 37
ktap_run 'the modules load' eval 'load kdefer audit=warn && load audit'
only_counts preemption left preempt 'preemption disabled +1'
only_counts preemption left preempt_twice 'preemption disabled +2'
# With PREEMPT_RT that is a lock, which sleeps itself until 6.17.
if is_rt; then
	case $(uname -r) in
	6.? | 6.?.* | 6.1[0-7].*) with_bh=+2 ;;
	*) with_bh=+1 ;;
	esac
	leak_is bh '-61 held' 'bottom halves disabled +1, left so' "RCU read-side section $with_bh, left so" \
		"migration disabled $with_bh, left so"
else
	left bh 'bottom halves disabled +1'
fi
left irqs 'interrupts disabled +1'
# Lockdep has a book about that as well.
if [ -e /proc/lockdep ]; then
	leak_is rcu '-61 held' 'RCU read-side section +1, left so' "locks in lockdep's books +1, left so"
else
	only_counts RCU left rcu 'RCU read-side section +1'
fi
left pagefault 'page faults disabled +1'
left migrate 'migration disabled +1'
# Where it is given back, preemption is with it.
leak_is fpu '-61 held' 'kernel FPU section +1, left so' ${fpu_takes:+"$fpu_takes, left so"}
if [ -z "$starts_fpu_with_irqs_off" ]; then
	case_skip irqs_and_fpu 'such a section cannot begin with interrupts off'
else
	case $fpu_takes_always in
	y) leak_is irqs_and_fpu '-61 held' "$fpu_1st, left so" "$fpu_2nd, left so" ${fpu_takes:+"$fpu_takes, left so"} ;;
	*) leak_is irqs_and_fpu '-61 held' "$fpu_1st, left so" "$fpu_2nd, left so" ;;
	esac
fi
if counts_irqs; then
	leak_is irq_count '-61 held' 'levels of interrupts disabled +2, left so' 'interrupts disabled +1, left so'
else
	left irq_count 'interrupts disabled +1'
fi
if is_arm64; then
	case_skip user_access 'there is nothing to open'
else
	left user_access 'user access +1'
fi
left memalloc 'memalloc scope +1'
left task_state 'sleeping task state +1'
left transaction 'journal_info +1'
left creds 'credentials overridden +1'
case_is plug '-61 submitted no plug' 'block I/O plug +1, given back; gave up at plug_and_leave, ended in with_plug'
ktap_run 'a policy that is none is refused' eval '! parameter kdefer audit forgive 2> /dev/null'
ktap_is 'the policy stays' "$(parameter kdefer audit)" warn
parameter kdefer audit repair
ktap_is 'the policy is changed' "$(result pagefault)" '-61 given back'
ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
