# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Allow: kdefer: (soft panic: in a handler|contained: |raised at:| )
# Not-under: function_graph kprobe kretprobe (they have probes of their own on the function)
# The handler of a probe that gives up or exits ends in its own outermost RECOVER_FN: the function that the probe
# is on, and those around it, go on.
. ./guest.sh

# result CASE WHAT: the sum of 0 to 3, the errno, and a deferred call of each
result() { ktap_is "$2: $1" "$(cat "/sys/kernel/debug/probed/$1")" '6 -18 2'; }

ktap_plan 10
ktap_run 'the modules load' eval 'load kdefer uncaught=contain && load probed'
for exits in N Y; do
	echo $exits > /sys/kernel/debug/probed/exits
	for way in entry breakpoint late on_return; do result $way "exits=$exits"; done
done
ktap_run 'nothing is in use any more' eval 'unload probed && unload kdefer'
ktap_exit
