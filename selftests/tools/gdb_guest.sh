# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For check-gdb: a panic that is over, a task that sleeps in a deferred call, and where a debugger finds them. The debugger
# lets the task go.
. ./guest.sh

client=/sys/kernel/debug/blackbox_client
load kdefer && load blackbox_client || exit
cat "$client/plain" > said
cat "$client/sleeps" > slept &
until [ "$(cat $client/sleeper)" != 0000000000000000 ]; do sleep 1; done
for module in kdefer blackbox_client; do
	for section in .text .data .bss; do
		if [ -e /sys/module/$module/sections/$section ]; then
			echo "section $module $section $(cat /sys/module/$module/sections/$section)"
		fi
	done
done
echo "stack $(cat $client/sleeper)"
echo ready
wait
[ "$(cat slept)" = -16 ] && unload blackbox_client && unload kdefer
