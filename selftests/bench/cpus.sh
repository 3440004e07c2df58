# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest: panics on one CPU and on all at once.
. ./guest.sh
load kdefer && load kdefer_bench || exit
for _ in 1 2 3 4 5; do cat /sys/kernel/debug/kdefer_bench/cpus; done
