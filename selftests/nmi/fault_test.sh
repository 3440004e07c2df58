# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (there are none, unless the kernel is asked for them when it boots)
# Expect: (BUG: kernel NULL pointer dereference, address:|KASAN: null-ptr-deref in range)
# Allow: general protection fault, probably for non-canonical address 0xdffffc0000000000
# Expect-death: Kernel panic - not syncing: Fatal exception in interrupt
# A fault in NMI is not trapped, as trap_faults() says: it is the end, as ever.
. ./guest.sh

load kdefer
load nmi
cat /sys/kernel/debug/nmi/fault
