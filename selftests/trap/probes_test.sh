# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Not-under: kprobe kretprobe (it has probes of its own)
# In the handlers of probes faults are trapped, or trap_faults() says that they are not; a timer that faults while
# somebody's handler takes its time is as any.
. ./trap_lib.sh

breakpoint='Operation not supported'
# There it is an exception like others.
if is_arm64; then breakpoint='Bad address'; fi

ktap_plan 6
# A test that expects no oops would end at one; then nothing is trapped.
machine panic_on_oops 0
load kdefer report_faults=0
load trap
ktap_is 'a probe at a traced entry' "$(said probe entry)" 'Bad address'
ktap_is 'one that is a breakpoint counts as NMI' "$(said probe breakpoint)" "$breakpoint"
ktap_is 'a return' "$(said probe return)" 'Bad address'
ktap_is 'timers beside a slow probe' "$(said probe timer)" nothing
ktap_is 'no oops' "$(cat /sys/kernel/oops_count)" 0
ktap_run 'nothing is in use any more' eval 'unload trap && unload kdefer'
ktap_exit
