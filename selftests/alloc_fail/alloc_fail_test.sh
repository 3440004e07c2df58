# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Timeout: 240
# Every n-th allocation for a deferred call fails: the cleanup runs at once, the function soft panics with
# -ENOMEM, and nothing leaks, be it in a loop or while another soft panic is on its way. What was reserved is there with
# interrupts disabled, too.
. ./guest.sh

dir=/sys/kernel/debug/alloc_fail

# result CASE EVERY WANTED
result() {
	echo "$2" > $dir/every
	ktap_is "$1, every=$2" "$(cat "$dir/$1")" "$3"
}

# A record takes 32 bytes; a whole run allocates some hundred thousands of them.
records() { awk '$1 == "kmalloc-32" { print $2 }' /proc/slabinfo; }

ktap_plan 16
ktap_run 'the modules load' eval 'load kdefer && load alloc_fail'
before=$(records)
for case in loop panicking undoing; do
	result $case 0 right
	result $case 7 'right, with failures'
	result $case 38 'right, with failures'
	result $case 1 'right, with failures'
done
result reserved 0 right
grown=$(($(records) - before))
ktap_run "no record leaks: $grown more in use than before" [ $grown -lt 2000 ]
ktap_run 'nothing is in use any more' eval 'unload alloc_fail && unload kdefer'
ktap_exit
