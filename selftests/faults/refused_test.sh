# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko faults/faults_hog.ko
# Expect: kdefer: no hook at (page_fault_oops|die): a live patch or another tracer redirects it
# Allow: kdefer: (no hook at|trap=all:)
# Not-under: function function_graph (it has the function tracer on by itself, and off again)
# Where page faults cannot be heard of, trap_faults() says so. Where they can, nobody else takes that away.
. ./cases.sh

# ask CASE: load it all, and run that one
ask() {
	load kdefer report_faults=0 trap=all && load faults || return
	faults_case "$1"
	asked=$?
	unload faults && unload kdefer && return "$asked"
}

all_probes=/sys/kernel/debug/kprobes/enabled
tracing=/sys/kernel/tracing
# shellcheck disable=SC2086 # a list of words
ktap_plan $(($(echo $fault_hooks | wc -w) * 2 + 10))
ktap_run 'as it should be' ask support/yes
for hook in $fault_hooks; do
	load faults_hog "function=$hook"
	ktap_run "somebody else has $hook()" ask support/no
	unload faults_hog
	ktap_run 'and gives it back' ask support/yes
done
echo 0 > $all_probes
ktap_run 'all kprobes are off' ask support/yes
echo 1 > $all_probes
load kdefer report_faults=0 trap=all
load faults
ktap_run 'they are on' faults_case class/read
echo 0 > $all_probes
ktap_run 'they are switched off meanwhile' faults_case class/read
echo 1 > $all_probes
ktap_run 'and on again' faults_case class/read
echo "$fault_hook" > $tracing/set_ftrace_filter
echo function > $tracing/current_tracer
ktap_run 'the function is traced' faults_case class/read
echo 0 > $all_probes
ktap_run 'they are off while it is traced' faults_case class/read
echo 1 > $all_probes
ktap_run 'and on again while it is' faults_case class/read
echo nop > $tracing/current_tracer
echo > $tracing/set_ftrace_filter
ktap_run 'ftrace cannot be switched off' eval '! echo 0 2> /dev/null > /proc/sys/kernel/ftrace_enabled'
ktap_run 'nothing is in use any more' eval 'unload faults && unload kdefer'
ktap_exit
