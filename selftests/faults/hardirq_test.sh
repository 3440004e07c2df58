# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt
# Expect: (BUG: k|Unable to handle k)ernel NULL pointer dereference
# Allow: Internal error: Oops
# A softirq traps, and the hardirq above it, on the same stack, faults: that is another context, and the end.
. ./cases.sh

load kdefer
load faults
faults_case die/hardirq
