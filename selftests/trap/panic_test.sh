# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Expect-death: Kernel panic - not syncing: Fatal exception
# Expect: BUG: kernel NULL pointer dereference, address: 0000000000000008
# Expect: kdefer: a page fault at .* is not trapped: kernel.panic_on_oops is set
# Somebody has asked for faults to be trapped, and then the administrator says that an oops is a panic: it is.
. ./trap_lib.sh

load kdefer
load trap delay_ms=1000
{ said handled ACCESS_NULL > later; } &
sleep 0.4
machine panic_on_oops 1
wait
