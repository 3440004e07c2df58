# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (Debian's kernel has no pseudo-NMIs, and where a kernel has them kdefer does not load)
# Expect: (BUG: kernel NULL pointer dereference, address:|KASAN: null-ptr-deref in range)
# Allow: general protection fault, probably for non-canonical address 0xdffffc0000000000
# Expect-death: Kernel panic - not syncing: Fatal exception in interrupt
# A fault in NMI is not trapped, as trap_faults() says: it is the end, as ever.
. ./guest.sh

load kdefer
load nmi
cat /sys/kernel/debug/nmi/fault
