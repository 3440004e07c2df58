# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (it knows the instructions of x86-64's gates)
# Not-under: function_graph kprobe kretprobe (they have return addresses and probes of their own there)
# Expect: kernel BUG at (.*/)?sample/main\.c
# Allow: kdefer:
# A sample or a preemption at any instruction of kdefer's assembly sees the true trace: the kernel's unwinder is asked
# at each, while functions return, give up, exit and fault past it.
. ./guest.sh

# result CASE WANTED: what the function at the top returned, and how many deferred calls were made
result() { ktap_is "$1" "$(cat "/sys/kernel/debug/sample/$1")" "$2"; }

# found PLACE
found() {
	said=$(cat "/sys/kernel/debug/sample/$1")
	ktap_note "$(printf '%s\n' "$said" | tail -n +2)"
	said=$(printf '%s\n' "$said" | head -n 1)
	case $said in
	not\ with*) ktap_skip "$1: each instruction" "$said: no other knows the first instructions of a function" ;;
	*) ktap_is "$1: each instruction" "$said" 'all sampled, 0 wrong' ;;
	esac
}

ktap_plan 24
# With a breakpoint the registers are those of the instruction itself.
echo 0 > /proc/sys/debug/kprobes-optimization
ktap_run 'the modules load' eval 'load kdefer report_faults=0 && load sample'
result returns '1 0'
result returns_late '1 2'
result panics '-61 0'
result panics_late '-61 2'
result panics_holding '-61 2'
result holds_twice '-61 3'
result exits '7 2'
result takes_over '-61 2'
result recovers_in_call '-61 4'
result recovers_below '-61 5'
result spoils_rest '-61 4'
result faults '-14 1'
result calls_nothing '-14 1'
# the last: the task dies where it gave up, with the file in use, so that the module stays
cat /sys/kernel/debug/sample/nobody_recovers > said 2>&1 || status=$?
ktap_is 'nobody_recovers: the task dies' "$([ "${status:-0}" -ge 128 ] && echo killed)" killed
for place in beneath shelter kdefer_call_gate jump_rax kdefer_leap kdefer_pad_gate __kdefer_resume kdefer_fault_landing kdefer_call_fault_landing; do
	found $place
done
ktap_exit
