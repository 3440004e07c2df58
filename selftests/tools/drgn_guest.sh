# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For check-drgn: a panic that is over, a task that sleeps in a deferred call while a chain of panics is in flight, and its
# number. An NMI says that the dump is made.
. ./guest.sh

client=/sys/kernel/debug/blackbox_client
nmis() { awk '$1 == "NMI:" { n = $2 + $3 } END { print n + 0 }' /proc/interrupts; }

insmod ./qemu_fw_cfg.ko && load kdefer && load blackbox_client || exit
cat "$client/plain" > said
before=$(nmis)
cat "$client/chained" > slept &
pid=$!
until [ "$(cat $client/sleeper)" != 0000000000000000 ]; do sleep 1; done
echo "pid $pid"
echo ready
until [ "$(nmis)" -gt "$before" ]; do sleep 1; done
parameter blackbox_client released Y
wait
[ "$(cat slept)" = -5 ] && unload blackbox_client && unload kdefer
