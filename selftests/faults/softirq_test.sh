# SPDX-License-Identifier: GPL-2.0
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Kernels: 6.1 6.12-rt 7.3 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt
# Expect: BUG: kernel NULL pointer dereference
# A task traps, and the softirq above it faults: that is another context, and the end.
. ./cases.sh

load kdefer
load faults
faults_case die/softirq
