# SPDX-License-Identifier: GPL-2.0
# Kernels: 6.1 7.3 arm64-6.12 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Timeout: 300
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# A hundred thousand faults on two processors cost no memory, and one report.
. ./cases.sh

# kilobytes KEY...: their sum in /proc/meminfo
kilobytes() {
	sum=0
	for key; do sum=$((sum + $(sed -n "s/^$key: *\([0-9]*\) kB/\1/p" /proc/meminfo))); done
	echo "$sum"
}
settle() { sleep 0.2; sync; echo 3 > /proc/sys/vm/drop_caches; }
# KASAN keeps what was freed for a while, up to a thirty-second of the memory; there kmemleak looks for leaks.
noise=2048
if [ -e /sys/kernel/debug/kmemleak ]; then noise=40960; fi
# not_used_up BEFORE AFTER: no more is missing of what was free than noise. That more is free is no loss: others give back
# meanwhile, too.
not_used_up() {
	echo "free: $1 kB before, $2 kB after"
	[ $(($1 - $2)) -lt "$noise" ]
}
# not_grown BEFORE AFTER: likewise, of what is in use
not_grown() {
	echo "in use: $1 kB before, $2 kB after"
	[ $(($2 - $1)) -lt "$noise" ]
}

load kdefer trap_limit=0
load faults rounds=100
ktap_plan 5
log_mark
ktap_run 'a few rounds' faults_case rounds/two_cpus
settle
free=$(kilobytes MemFree)
slab=$(kilobytes SUnreclaim)
parameter faults rounds 50000
ktap_run '100,000 rounds on two processors' faults_case rounds/two_cpus
settle
ktap_run 'no memory is used up' not_used_up "$free" "$(kilobytes MemFree)"
ktap_run 'the slab has not grown' not_grown "$slab" "$(kilobytes SUnreclaim)"
ktap_is 'one report' "$(log_since | grep -c 'kdefer: trapped')" 1
ktap_exit
