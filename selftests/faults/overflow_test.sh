# SPDX-License-Identifier: GPL-2.0
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Kernels: 6.1 7.3 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt
# Expect: stack guard page was hit
# Below trap_faults() a stack overflows: there is nothing to unwind on, and it is the end as ever.
. ./cases.sh

load kdefer
load faults
faults_case die/overflow
