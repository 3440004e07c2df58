# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest: rounds of samples that are times. The kernel's command line may say how many, as bench_rounds, and
# bench_only=SHAPE, which measures that alone, for a profiler.
. ./guest.sh
word() { sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
only=$(word bench_only) rounds=$(word bench_rounds)
load kdefer report_faults=0 && load kdefer_bench ${only:+only="$only"} || exit
measure() {
	round=0
	while [ "$round" -lt "${rounds:-25}" ]; do
		cat /sys/kernel/debug/kdefer_bench/round
		round=$((round + 1))
	done
}
measure
# Landing pads come last: with them loaded, a panic in any client looks for them.
load kdefer_bench_pads && parameter kdefer_bench peer pads && measure
