# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (it has no live patches)
# Files: trap_lib.sh
# Modules: trap/trap.ko trap/trap_patch.ko
# Kernels: 6.1 6.12 7.3 (the others have no live patches)
# Expect: kdefer: no hook at page_fault_oops: a live patch or another tracer redirects it, or kernel.ftrace_enabled is 0 \(-EBUSY\): trap_faults\(\) is not supported
# Allow: kdefer:
# A function that is patched live has no hook, and one that has a hook is not patched.
. ./trap_lib.sh

fault() { said handled ACCESS_NULL; }

ktap_plan 7
load kdefer report_faults=0
ktap_run 'the function can be patched live' load trap_patch
load trap
ktap_is 'then trap_faults() says so' "$(fault)" 'Operation not supported'
unload trap
echo 0 > /sys/kernel/livepatch/trap_patch/enabled
while [ -e /sys/kernel/livepatch/trap_patch ]; do sleep 0.2; done
ktap_run 'the patch goes' unload trap_patch
load trap
ktap_is 'a client that traps does' "$(fault)" 'Bad address'
ktap_run 'then there is no live patch' eval '! load trap_patch 2> /dev/null'
ktap_is 'it still does' "$(fault)" 'Bad address'
ktap_run 'nothing is in use any more' eval 'unload trap && unload kdefer'
ktap_exit
