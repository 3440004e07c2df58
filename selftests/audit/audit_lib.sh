# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share.
. ./guest.sh

# What a section of the FPU takes along, until 6.14 also where interrupts are off, and since, but with PREEMPT_RT; and
# whether there is a count of interrupts.
case $(uname -r) in
[1-5].* | 6.? | 6.?.* | 6.1[0-4].*) fpu_takes='preemption disabled +1' fpu_takes_always=y ;;
*) fpu_takes='bottom halves disabled +1' fpu_takes_always='' ;;
esac
if is_rt; then fpu_takes='preemption disabled +1'; fi
# On arm64 nothing: it is the task's; until 6.7 bottom halves, which its end gives back. Until 6.18 it cannot begin with
# interrupts off. Interrupts are given back before it.
starts_fpu_with_irqs_off=y fpu_1st='kernel FPU section +1' fpu_2nd='interrupts disabled +1'
if is_arm64; then
	fpu_takes='' fpu_takes_always=y fpu_1st='interrupts disabled +1' fpu_2nd='kernel FPU section +1'
	case $(uname -r) in [1-5].* | 6.[0-7] | 6.[0-7].*) fpu_takes='bottom halves disabled +1' ;; esac
	case $(uname -r) in [1-5].* | 6.? | 6.?.* | 6.1[0-8].*) starts_fpu_with_irqs_off='' ;; esac
fi
counts_irqs() { grep -q ' _local_interrupt_enable$' /proc/kallsyms; }

result() { cat "/sys/kernel/debug/audit/$1"; }
stat() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# findings: what was said since the mark, without prefix and offsets
findings() {
	log_since | sed -n 's/^kdefer: audit: //p' | sed -E 's/\+0x[0-9a-f]+\/0x[0-9a-f]+//g; s/ \[audit\]//g'
}

# What the kernel does not count nobody finds: without PREEMPT_COUNT and PREEMPT_RCU, as Debian's 6.12 of arm64.
counts() { case " $(result counts) " in *" $1 "*) ;; *) return 1 ;; esac }

# countable: of the findings on standard input those that this kernel can have
countable() {
	uncountable='^$'
	counts preemption || uncountable="$uncountable|^preemption disabled"
	counts RCU || uncountable="$uncountable|^RCU read-side section"
	grep -vE "$uncountable" || :
}

# case_is CASE RESULT FINDINGS: they are added to $found
found=0
case_is() {
	log_mark
	ktap_is "$1" "$(result "$1")" "$2"
	wanted=$(printf '%s\n' "$3" | countable)
	ktap_is "$1: findings" "$(findings)" "$wanted"
	[ -z "$wanted" ] || found=$((found + $(printf '%s\n' "$wanted" | wc -l)))
}

# case_skip CASE REASON: both of its results
case_skip() {
	ktap_skip "$1" "$2"
	ktap_skip "$1: findings" "$2"
}

# only_counts WHAT TEST CASE...: by TEST, or skipped where the kernel does not count WHAT, of which the case is
only_counts() {
	only_what=$1
	shift
	if counts "$only_what"; then
		"$@"
	else
		case_skip "$2" "this kernel does not count ${only_what}"
	fi
}

# leak_is CASE RESULT [WHAT...]: it is found in leak_CASE() and recover_CASE()
leak_is() {
	leak=$1 leak_result=$2 leak_wanted=
	shift 2
	for what; do
		leak_wanted="$leak_wanted${leak_wanted:+
}$what; gave up at leak_$leak, ended in recover_$leak"
	done
	case_is "$leak" "$leak_result" "$leak_wanted"
}
