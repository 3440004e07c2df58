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
counts_irqs() { grep -q ' _local_interrupt_enable$' /proc/kallsyms; }

result() { cat "/sys/kernel/debug/audit/$1"; }
stat() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# findings: what was said since the mark, without prefix and offsets
findings() {
	log_since | sed -n 's/^kdefer: audit: //p' | sed -E 's/\+0x[0-9a-f]+\/0x[0-9a-f]+//g; s/ \[audit\]//g'
}

# case_is CASE RESULT FINDINGS
case_is() {
	log_mark
	ktap_is "$1" "$(result "$1")" "$2"
	ktap_is "$1: findings" "$(findings)" "$3"
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
