# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Timeout: 300
# 10,000 soft panics and exits through functions with kretprobes of 8 instances each: none is lost, and what the
# task keeps of them is the same after each. Then the same while function_graph replaces return addresses, too: after
# the kretprobes, and, as it is where there was a kprobe when it was turned on, before them.
. ./guest.sh

tracing=/sys/kernel/tracing
result() { cat "/sys/kernel/debug/tracers/$1"; }

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load tracers'
ktap_is '10,000 rounds' "$(result kretprobes)" '10000 right, 10000 kept'
ktap_is 'and without' "$(result rounds)" '10000 right, 10000 kept'
parameter tracers rounds 1000
# Of all functions it would take minutes.
echo ':mod:tracers' > $tracing/set_ftrace_filter
echo function_graph > $tracing/current_tracer
ktap_is 'with function_graph on top' "$(result kretprobes)" '1000 right, 1000 kept'
echo nop > $tracing/current_tracer
echo 'p:any vfs_read' > $tracing/kprobe_events
echo 1 > $tracing/events/kprobes/any/enable
echo function_graph > $tracing/current_tracer
ktap_is 'with function_graph beneath' "$(result kretprobes)" '1000 right, 1000 kept'
echo nop > $tracing/current_tracer
echo 0 > $tracing/events/kprobes/any/enable
echo > $tracing/kprobe_events
ktap_run 'nothing is in use any more' eval 'unload tracers && unload kdefer'
ktap_exit
