# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest: rounds of samples that are instructions, where QEMU was told to count them.
. ./guest.sh
# Where an oops is a panic, as here, no fault is trapped.
echo 0 > /proc/sys/kernel/panic_on_oops
load kdefer report_faults=0 && load kdefer_bench count=10 || exit
for _ in 1 2 3 4 5; do cat /sys/kernel/debug/kdefer_bench/round; done
# What the black box costs: the same without.
parameter kdefer blackbox 0
for _ in 1 2 3; do cat /sys/kernel/debug/kdefer_bench/round; done | sed -n 's/^sample panic 1 kdefer /sample unkept 1 kdefer /p'
# There are none on arm64.
[ -e kdefer_bench_pads.ko ] || exit 0
# Landing pads come last: with them loaded, a panic in any client looks for them.
parameter kdefer blackbox 1
load kdefer_bench_pads && parameter kdefer_bench peer pads || exit
for _ in 1 2 3 4 5; do cat /sys/kernel/debug/kdefer_bench/round; done
