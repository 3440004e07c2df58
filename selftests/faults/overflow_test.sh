# SPDX-License-Identifier: GPL-2.0
# Kernels: 6.1 7.3 arm64-6.12 (the same code runs on all)
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Expect-death: Fatal exception in interrupt|kernel stack overflow
# Expect: stack guard page was hit|Insufficient stack space to handle exception
# Below trap_faults() a stack overflows: there is nothing to unwind on, and it is the end as ever.
. ./cases.sh

load kdefer
load faults
faults_case die/overflow
