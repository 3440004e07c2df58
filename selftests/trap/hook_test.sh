# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko faults/faults_hog.ko threads/threads.ko
# Kernels: 6.1 6.12 7.3 (the same code runs on all)
# Not-under: function function_graph (it has the function tracer on by itself, and off again)
# Expect: kdefer: no hook at (page_fault_oops|die_kernel_fault): a live patch or another tracer redirects it, or kernel.ftrace_enabled is 0 \(-EBUSY\): trap_faults\(\) is not supported
# Allow: kdefer:
# The hook is there while a client is that says trap_faults(), and cannot be switched off by others; otherwise the
# function is free for them.
. ./trap_lib.sh

fault() { said handled ACCESS_NULL; }
tracing=/sys/kernel/tracing
probes=/sys/kernel/debug/kprobes/enabled
ftrace=/proc/sys/kernel/ftrace_enabled

ktap_plan 23
load kdefer report_faults=0
ktap_run 'no client: no hook' eval '! is_hooked'
ktap_run 'nor at the ends of threads' eval "! grep -q '^kthread_complete_and_exit' $tracing/enabled_functions"
load threads
ktap_run 'a client that does not trap' eval '! is_hooked'
ktap_run 'has the ends of threads' grep -q '^kthread_complete_and_exit' $tracing/enabled_functions
unload threads
ktap_run 'and they go with it' eval "! grep -q '^kthread_complete_and_exit' $tracing/enabled_functions"
load trap
ktap_run 'a client that traps' is_hooked
ktap_is 'does' "$(fault)" 'Bad address'
ktap_run 'then there is nobody else' eval "! load faults_hog function=$fault_hook 2> /dev/null"
ktap_is 'it still does' "$(fault)" 'Bad address'
echo 0 > $probes
ktap_is 'kprobes are off' "$(fault)" 'Bad address'
echo 1 > $probes
ktap_run 'ftrace cannot be switched off' eval "! echo 0 2> /dev/null > $ftrace"
ktap_is 'and is not' "$(fault)" 'Bad address'
echo "$fault_hook" > $tracing/set_ftrace_filter
echo function > $tracing/current_tracer
ktap_is 'beside the function tracer' "$(fault)" 'Bad address'
echo nop > $tracing/current_tracer
echo function_graph > $tracing/current_tracer
ktap_is 'beside the graph tracer' "$(fault)" 'Bad address'
echo nop > $tracing/current_tracer
# The call is written in steps then.
rounds=1000000
# A probe on each function makes that minutes, in which the kernel finds itself stuck.
if [ -e tracer.sh ]; then rounds=20000; fi
parameter trap rounds $rounds
{ said asked ACCESS_NULL > later; : > settled; } &
while [ ! -e settled ]; do
	echo function > $tracing/current_tracer
	echo nop > $tracing/current_tracer
done
wait
ktap_is 'while tracers come and go it is not refused' "$(cat later)" nothing
parameter trap rounds 1
echo > $tracing/set_ftrace_filter
echo "p:ours $fault_hook" > $tracing/kprobe_events
echo "r:back $fault_hook" >> $tracing/kprobe_events
echo 1 > $tracing/events/kprobes/enable
ktap_is 'beside probes' "$(fault)" 'Bad address'
ktap_run 'which see it' grep -q "ours: ($fault_hook" $tracing/trace
echo 0 > $tracing/events/kprobes/enable
echo > $tracing/kprobe_events
unload trap
ktap_run 'the client goes, and the hook' eval '! is_hooked'
load faults_hog "function=$fault_hook"
load trap
ktap_is 'somebody else was first' "$(fault)" 'Operation not supported'
unload faults_hog
parameter kdefer trap client
ktap_is 'and gives it back' "$(fault)" 'Bad address'
unload trap
if { echo 0 > $ftrace; } 2> /dev/null; then
	load trap
	ktap_is 'ftrace was off' "$(fault)" 'Operation not supported'
	echo 1 > $ftrace
else
	load trap
	ktap_skip 'ftrace was off' 'it cannot be switched off on this kernel'
fi
parameter kdefer trap client
ktap_is 'and is on' "$(fault)" 'Bad address'
ktap_run 'nothing is in use any more' eval 'unload trap && unload kdefer'
ktap_exit
