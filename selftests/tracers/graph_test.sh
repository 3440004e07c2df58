# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Timeout: 300
# Append: maxcpus=1
# The function-graph tracer on every function of the kernel: soft panics and exits are right, leave no entry on
# the task's return stack, and the tracer still tells calls from returns. On one processor: while the kernel
# rewrites its functions, an emulated second one may run into a breakpoint that is not there any more.
. ./guest.sh

tracing=/sys/kernel/tracing
result() { cat "/sys/kernel/debug/tracers/$1"; }

# What the marker looks like in the trace: nothing is open, and nothing is closed twice.
marker() {
	echo > $tracing/trace
	result marker > said
	grep -E 'marker|}' $tracing/trace | grep -A 2 ' marker()\| marker \[' | sed 's/.*| *//; s/ \[tracers\]//'
	echo 1 > $tracing/tracing_on
}

ktap_plan 7
ktap_run 'the modules load' eval 'load kdefer && load tracers rounds=300'
echo function_graph > $tracing/current_tracer
ktap_is 'it is on' "$(cat $tracing/current_tracer)" function_graph
ktap_is '300 rounds' "$(result rounds)" '300 right, 300 kept'
ktap_is 'the tracer works on' "$(marker | tr '\n' ' ')" 'marker() { marker_within(); } '
echo nop > $tracing/current_tracer
ktap_is 'as well without' "$(result rounds)" '300 right, 300 kept'
echo function > $tracing/current_tracer
ktap_is 'the function tracer' "$(result rounds)" '300 right, 300 kept'
echo nop > $tracing/current_tracer
ktap_run 'nothing is in use any more' eval 'unload tracers && unload kdefer'
ktap_exit
