# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Expect-death: Kernel panic - not syncing: (Oops: )?Fatal exception
# Expect: kernel NULL pointer dereference(, address:| at virtual address) 0000000000000008
# Allow: Internal error: Oops
# Expect: kdefer: a page fault at .* is not trapped: kernel.panic_on_oops is set
# Somebody has asked for faults to be trapped, and then the administrator says that an oops is a panic: it is.
. ./trap_lib.sh

load kdefer
load trap delay_ms=1000
{ said handled ACCESS_NULL > later; } &
sleep 0.4
machine panic_on_oops 1
wait
