# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko faults/faults_bare.ko
# Not-under: function function_graph (it has function_graph on by itself, and off again)
# Allow: kernel BUG at (.*/)?faults/classes\.c
# Allow: kernel BUG at fs/inode\.c
# Allow: list_del corruption
# Allow: kernel BUG at lib/list_debug\.c
# Allow: kdefer: trap=all: 
# Every fault that can be trapped, in every place and context: see the cases' sources. Then again with the
# function-graph tracer on, which puts addresses of its own on the stack.
. ./cases.sh

load kdefer report_faults=0 trap=all trap_limit=0
load faults rounds=10
load faults_bare
all=$(faults_names '^(class|bare|nesting|null_call|context|kernel|tracer|client|support/yes|rounds)')
again=$(faults_names '^(class|nesting|null_call|kernel|client|context)')
tracing=/sys/kernel/tracing
# shellcheck disable=SC2086 # lists of words
ktap_plan $(($(echo $all $again | wc -w) + 6))

log_mark
for name in $all; do ktap_run "$name" faults_case "$name"; done
ktap_is 'report_faults=0 says nothing' "$(log_since | grep -v ' went past ' | grep 'kdefer:')" ''

echo ':mod:faults' > $tracing/set_ftrace_filter
echo "$fault_hook" >> $tracing/set_ftrace_filter
ktap_run 'graph tracing begins' sh -c "echo function_graph > $tracing/current_tracer"
for name in $again; do ktap_run "$name, traced" faults_case "$name"; done
ktap_run 'it traced' grep -q 'sort_victim' "$tracing/trace"
echo nop > "$tracing/current_tracer"
# D, 128: of faults that were trapped.
ktap_is 'no oops' "$(cat /sys/kernel/oops_count)" 0
ktap_is 'no warning' $(($(cat /proc/sys/kernel/tainted) & ~(12288 | 128))) 0
ktap_run 'nothing is in use any more' eval 'unload faults_bare && unload faults && unload kdefer'
ktap_exit
