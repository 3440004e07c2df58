# SPDX-License-Identifier: GPL-2.0
# Not-on: arm64 (without PAN, which is its SMAP, such an access succeeds: arm64/unsigned runs there)
# Kernels: 6.1 7.3 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Append: clearcpuid=smap
# Allow: kernel BUG at (.*/)?faults/classes\.c
# Allow: kdefer: trap=all: 
# On a processor without SMAP an access to user space takes another way to page_fault_oops(), through the
# task's mappings and with interrupts on.
. ./cases.sh

load kdefer report_faults=0 trap=all
load faults
all=$(faults_names '^class')
# shellcheck disable=SC2086 # a list of words
ktap_plan $(($(echo $all | wc -w) + 2))
ktap_run 'there is no SMAP' eval '! grep -qw smap /proc/cpuinfo'
for name in $all; do ktap_run "$name" faults_case "$name"; done
ktap_run 'nothing is in use any more' eval 'unload faults && unload kdefer'
ktap_exit
