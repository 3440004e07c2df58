# SPDX-License-Identifier: GPL-2.0
# Kernels: 6.1 7.3 arm64-6.12 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect: kdefer: trapped a (page|general protection) fault
# Allow: kdefer: (raised|  *[[:alnum:]_.]+\+)
# Allow: fault_report: [0-9]+ callbacks suppressed
# A recovered fault is somebody's bug: the log says so once, wherever the panic ended, and no more.
. ./cases.sh

reports() { log_since | grep -c "kdefer: trapped .*$1"; }
# reported_once CASE SITE
reported_once() {
	log_mark
	ktap_run "$1" faults_case "$1"
	ktap_is "$1 is reported" "$(reports "$2")" 1
}

load kdefer
load faults
ktap_plan 23

log_mark
ktap_run 'a fault' faults_case report/plain
log_since | sed 's|site_plain+0x[0-9a-f]*/0x[0-9a-f]* \[faults\]|SITE|' > said
# Of a general protection fault, which KASAN makes of it, there is no address.
ktap_run 'what, where, address' grep -qE 'kdefer: trapped a (page fault at SITE, address (0x)?0+|general protection fault at SITE); it is' said
ktap_run 'and who called' sh -c "sed -n '/raised at/,\$p' said | grep -q 'trap+0x'"
log_mark
ktap_run 'the same again' faults_case report/plain
ktap_is 'is not reported again' "$(log_since | grep -c 'kdefer:')" 0

parameter kdefer report_faults 0
log_mark
ktap_run 'report_faults=0' faults_case report/silent
ktap_is 'says nothing' "$(log_since | grep -c 'kdefer:')" 0
parameter kdefer report_faults 1
ktap_run 'report_faults=1' faults_case report/silent
ktap_is 'has not forgotten it' "$(reports site_silent)" 1

# What is loaded next is other code, although it may lie where the last was.
where() { sed -n 's/^\([0-9a-f]*\) . site_plain\t.*/\1/p' /proc/kallsyms; }
before=$(where)
unload faults
load faults
echo "# site_plain() was at $before, and is at $(where)"
reported_once report/plain site_plain

reported_once report/replaced site_replaced
reported_once report/exit_ends site_exit_ends
reported_once report/in_exit site_in_exit
reported_once report/repanicked site_repanicked

sleep 6
log_mark
ktap_run 'sixteen sites at once' faults_case report/many
ktap_is 'ten are reported' "$(reports victim_site)" 10
sleep 6
ktap_run 'and when they come again' faults_case report/many
ktap_is 'the others' "$(reports victim_site)" 16
ktap_exit
