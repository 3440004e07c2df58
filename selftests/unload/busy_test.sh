# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Threads: multi
# Expect: kdefer: unload is unloaded while runner\[[0-9]+\] is inside runner \[unload\]
# Allow: kdefer: unload is unloaded while
# Not-under: kretprobe (no probe goes while a processor is kept)
# A client that is unloaded while one of its threads runs, and another waits for the processor. Its memory is not
# freed before the guest ends: the kernel waits for the processor, too.
. ./guest.sh

said() { log_since | sed -n 's/^kdefer: //p' | sed 's/\[[0-9]*\]//' | sort; }
wanted='unload is unloaded while runner is inside runner [unload]
unload is unloaded while waiter is inside beneath [unload]
unload is unloaded while waiter is inside sleeper [unload]'

ktap_plan 2
ktap_run 'the modules load' eval 'load kdefer && load unload busy=1'
log_mark
unload unload &
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ "$(said)" != "$wanted" ] || break
	sleep 0.5
done
ktap_is 'they are named' "$(said)" "$wanted"
# With a processor that never sleeps RCU frees nothing: all that would look lost.
[ ! -e /sys/kernel/debug/kmemleak ] || echo off > /sys/kernel/debug/kmemleak
ktap_exit
