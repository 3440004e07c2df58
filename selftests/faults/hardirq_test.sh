# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt
# Expect: BUG: kernel NULL pointer dereference
# A softirq traps, and the hardirq above it, on the same stack, faults: that is another context, and the end.
. ./cases.sh

load kdefer
load faults
faults_case die/hardirq
