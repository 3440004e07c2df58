# SPDX-License-Identifier: GPL-2.0
# Kernels: 6.1 6.12-rt 7.3 arm64-6.12 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt
# Expect: (BUG: k|Unable to handle k)ernel NULL pointer dereference
# Allow: Internal error: Oops
# A task traps, and the softirq above it faults: that is another context, and the end.
. ./cases.sh

load kdefer
load faults
faults_case die/softirq
