# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# A tracer for a whole test: kdefer_tracer=NAME on the guest's command line, see run-kselftests.
#
#  function, function_graph	that tracer, on every function
#  events		every event of kdefer
#  kprobe		a probe on every function of kdefer
#  kretprobe		one on every function of every client, gates and bodies, and on kernel functions that call back
tracer=$(sed -n 's/.*kdefer_tracer=\([a-z_]*\).*/\1/p' /proc/cmdline)
tracing=/sys/kernel/tracing

# other_cpus 0|1: off or on
other_cpus() {
	for online in /sys/devices/system/cpu/cpu[1-9]/online; do
		[ ! -e "$online" ] || echo "$1" > "$online"
	done
}

# While the kernel rewrites its functions, an emulated processor may run into a breakpoint that is not there any more:
# there is only one then. On a busy machine that takes longer than the kernel lets one processor be busy.
tracer_begin() {
	case $tracer in
	function | function_graph)
		other_cpus 0
		echo 0 > /proc/sys/kernel/watchdog
		echo "$tracer" > "$tracing/current_tracer"
		echo 1 > /proc/sys/kernel/watchdog
		other_cpus 1
		;;
	kprobe) insmod ./kdefer_probes.ko core=Y ;;
	kretprobe)
		callers=list_sort,sort_r,idr_for_each,bus_for_each_dev,device_for_each_child,seq_read,vfs_read,vfs_write
		callers=$callers,notifier_call_chain,call_timer_fn,process_one_work,irq_work_single
		insmod ./kdefer_probes.ko clients=Y "kernel=$callers"
		;;
	esac
}

# tracer_loaded MODULE: after that
tracer_loaded() {
	case $tracer:$1 in events:kdefer) echo 1 > "$tracing/events/kdefer/enable" ;; esac
}

# tracer_has_seen: something, of the modules that were there
tracer_has_seen() {
	case $tracer in kprobe | kretprobe) ! grep ', 0 seen' /sys/kernel/debug/kdefer_probes ;; esac
}

# tracer_end: what it has to say, and whether it was there and missed nothing
tracer_end() {
	case $tracer in
	function | function_graph)
		echo "tracer: $(cat "$tracing/current_tracer")"
		[ "$(cat "$tracing/current_tracer")" = "$tracer" ]
		;;
	kprobe | kretprobe)
		sed 's/^/tracer: /' /sys/kernel/debug/kdefer_probes &&
			! grep -q -e '^0 probes' -e ' [1-9][0-9]* missed' /sys/kernel/debug/kdefer_probes
		;;
	esac
}
