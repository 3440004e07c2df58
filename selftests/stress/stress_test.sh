# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Two threads and two timers that give up all the time: every deferred call was made once, and every soft
# panic recovered once or replaced by another.
. ./ktap.sh
. ./guest.sh

# number NAME: out of what the run says
number() { printf '%s\n' "$said" | sed "s/.*$1: \([0-9]*\).*/\1/"; }

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load stress'
said=$(cat /sys/kernel/debug/stress/run)
ktap_note "$said"
ktap_is 'nothing is lost' "${said%%panics in*}" ''
ktap_run 'there were soft panics enough in the threads' [ "$(number 'in threads')" -ge 50000 ]
ktap_run 'and in the timers' [ "$(number 'in timers')" -ge 500 ]
ktap_run 'some moved to the other processor on the way' [ "$(number moves)" -ge 500 ]
ktap_run 'nothing is in use any more' eval 'unload stress && unload kdefer'
ktap_exit
