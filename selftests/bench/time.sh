# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest, under KVM: rounds of samples that are times.
. ./guest.sh
load kdefer report_faults=0 && load kdefer_bench || exit
round=0
while [ "$round" -lt 25 ]; do
	cat /sys/kernel/debug/kdefer_bench/round
	round=$((round + 1))
done
