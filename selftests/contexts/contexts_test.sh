# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Timeout: 300
# Every context has soft panics and exits of its own: a function that returns, panics, exits, replaces a panic,
# or has more to defer than its frame holds, in each of them; then on top of a task that is panicking.
. ./guest.sh

result() { cat "/sys/kernel/debug/contexts/$1"; }

# way NAME CONTEXT [HEAP CALLS]
way() {
	all="$2: 1 -61 7 -5 ${3:--61}, ${4:-30} calls"
	ktap_is "$1" "$(result "$1")" "$all; $all; -16"
}

# number NAME: out of what the storm says
number() { printf '%s\n' "$said" | sed -n "s/.*$1: \([0-9]*\).*/\1/p"; }

ktap_plan 16
if [ -e /proc/net/dev ]; then ifconfig lo 127.0.0.1 up; fi
times=500
# Under a tracer, and on a debug kernel, little time is left between two interrupts.
if [ -e tracer.sh ] || [ -e /sys/kernel/debug/kmemleak ]; then times=20; fi
ktap_run 'the modules load' eval "load kdefer && load contexts times=$times"
# In the task that panics, an exit ends that panic: the outermost function returns its code.
ktap_is task "$(result task)" 'task: 1 -61 7 -5 -61, 30 calls; task: 1 -61 0 0 0, 12 calls, 3 in flight; 7'
way work task
way tasklet softirq
way timer softirq
if [ -e /sys/kernel/debug/contexts/netfilter ]; then way netfilter softirq; else ktap_skip netfilter 'this kernel has none'; fi
# In an NMI nothing is allocated, nor in a hard interrupt with PREEMPT_RT: the first call beyond the two that the frame has room for is made at once.
if is_rt; then set -- hardirq -12 24; else set -- hardirq; fi
way hrtimer "$@"
way irq_work "$@"
way ipi "$@"
if is_arm64; then
	ktap_skip nmi 'arm64 has none, unless it is asked for when it boots'
	set -- 'no nmi'
else
	way nmi nmi -12 24
	set -- 'nmi sees 0, nmi ends -5'
fi
ktap_is tower "$(result tower)" "$(echo "task before -1, softirq sees 0, softirq before -2, hardirq sees 0,
hardirq before -3, $1, hardirq after -3, hardirq ends -3, softirq after -2, softirq ends -2,
task after -1, task ends -1" | tr '\n' ' ' | sed 's/ $//')"
said=$(result storm)
ktap_note "$said"
ktap_is 'a storm of interrupts upon an unwinding task' "${said%%rounds: *}" ''
for moment in raising calling 'going on' landing; do
	ktap_run "$times and more came while it was $moment" [ "$(number "$moment")" -ge $times ]
done
unload contexts && unload kdefer
ktap_exit
