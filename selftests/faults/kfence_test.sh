# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko
# Kernels: 6.12 7.3 (the 6.1 cloud kernel is built without KFENCE)
# Expect: BUG: KFENCE: out-of-bounds read in victim_read
# Allow: kfence: initialized
# A fault on a page of KFENCE is KFENCE's: it reports it, and the code goes on.
. ./cases.sh

load kdefer
load faults
# From now on, not from boot: what the kernel keeps for good would have filled KFENCE's pool.
parameter kfence sample_interval 1
ktap_plan 2
log_mark
ktap_run 'KFENCE reports it' faults_case kfence/out_of_bounds
ktap_is 'and kdefer does not' "$(log_since | grep -c 'kdefer:')" 0
ktap_exit
