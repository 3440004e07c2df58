# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: afterlife/afterlife.ko tracers/kdefer_probes.ko
# Expect: BUG: kernel NULL pointer dereference, address:|Unable to handle kernel NULL pointer dereference at virtual address
# Allow: Internal error: Oops: 
# A task that dies deep in functions with deferred calls unmaps its memory and closes its files afterwards: a soft panic there is
# recovered as ever.
. ./guest.sh

file=/sys/kernel/debug/afterlife
tracing=/sys/kernel/tracing
all_probes=/sys/kernel/debug/kprobes/enabled
probes='those of a tracer'
ktap_plan 13
ktap_run 'the modules load' eval 'load kdefer && load afterlife'
log_mark
: > $file
ktap_run 'a soft panic on close is recovered' log_has 'closed: 128 of 128'

# An oops switches tracing off: it is the first that a tracer keeps return addresses of.
before=$(cat $tracing/current_tracer)
# Of this module alone: an emulated machine may not survive that all of the kernel is rewritten under its feet.
[ "$before" != nop ] || echo ':mod:afterlife' > $tracing/set_ftrace_filter
echo function_graph > $tracing/current_tracer
for death in 'under a tracer' 'with probes on who forgets' 'while kprobes are off'; do
	[ "$death" != 'while kprobes are off' ] || echo 0 > $all_probes
	log_mark
	(echo x 1<> $file) 2> /dev/null && status=$? || status=$?
	ktap_run "a writer dies $death" [ "$status" -ge 128 ]
	ktap_run 'soft panics while memory is unmapped are recovered' log_has 'unmapped: 128 of 128'
	ktap_run 'and while files are closed' log_has 'closed: 128 of 128'
	echo "$before" > $tracing/current_tracer
	[ "$before" != nop ] || echo > $tracing/set_ftrace_filter
	if [ ! -d /sys/module/kdefer_probes ]; then
		insmod ./kdefer_probes.ko kernel=kdefer:dying_exit_task,kdefer:dying_forget_frames,kdefer:tracers_forget
		probes=ours
	fi
done
echo 1 > $all_probes
if [ "$probes" = ours ]; then
	ktap_is 'there were probes' "$(grep -cE 'tracers_forget|dying_' /sys/kernel/debug/kprobes/list)" 3
else
	ktap_skip 'there were probes' 'the tracer has those that it wants'
fi
ktap_run 'no frame of the dead was met' eval '! log_has "passed by"'
ktap_exit
