# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Expect: kdefer: trap=sometimes: must be off, client or all
# Expect: kdefer: trap=all: faults and BUG\(\)s of all kernel code below trap_faults\(\) are recovered, whatever it holds; for test kernels only
# Expect: kdefer: a page fault at .*read_at.* is not trapped: as many were as the parameter trap_limit allows
# Allow: kdefer:
# Allow: BUG: kernel NULL pointer|Unable to handle kernel NULL pointer|Internal error: Oops
# The administrator says what is trapped, at any time, and the machine's own policy comes first.
. ./trap_lib.sh

ktap_plan 31
load kdefer
load trap
ktap_is 'the default' "$(parameter kdefer trap), $(parameter kdefer trap_limit), $(parameter kdefer trap_count)" 'client, 10000, 0'
ktap_is 'no taint yet' "$(tainted_by_faults)" 0
ktap_is 'a fault is trapped' "$(said handled ACCESS_NULL)" 'Bad address'
ktap_is 'its calls were made' "$(parameter trap cleaned)" 1
ktap_is 'that taints' "$(tainted_by_faults)" 128
ktap_is 'and counts' "$(parameter kdefer trap_count)" 1
ktap_is 'it is no oops' "$(cat /sys/kernel/oops_count)" 0
ktap_run 'no other value' eval '! parameter kdefer trap sometimes 2> /dev/null'
ktap_is 'is taken' "$(parameter kdefer trap)" client
parameter kdefer trap off
ktap_is 'off' "$(said handled ACCESS_NULL)" 'Operation not supported'
ktap_run 'the hook stays as long as its client: a fault may be on its way' is_hooked
unload trap
load trap
ktap_run 'a client that comes then brings none' eval '! is_hooked'
parameter kdefer trap all
ktap_is 'all' "$(said handled ACCESS_NULL)" 'Bad address'
ktap_run 'then there is one' is_hooked
machine panic_on_oops 1
ktap_is 'panic_on_oops, and all' "$(said handled ACCESS_NULL)" 'Operation not supported'
parameter kdefer trap client
ktap_is 'panic_on_oops' "$(said handled ACCESS_NULL)" 'Operation not supported'
ktap_is 'for the other, too' "$(said unsafe ACCESS_NULL)" 'Operation not supported'
machine panic_on_oops 0
ktap_is 'no more' "$(said handled ACCESS_NULL)" 'Bad address'
ktap_is 'three were trapped' "$(parameter kdefer trap_count)" 3
parameter kdefer trap_limit 4
ktap_is 'one more may be' "$(said handled ACCESS_NULL)" 'Bad address'
ktap_is 'then none' "$(said handled ACCESS_NULL)" 'Operation not supported'
parameter kdefer trap_limit 5

ktap_is 'the second of two' "$(said twice ACCESS_NULL)" oops
parameter trap rounds 1
ktap_is 'counted are those that were trapped' "$(parameter kdefer trap_count)" 5
parameter kdefer trap_limit 0
parameter trap rounds 20000
ktap_is 'no limit' "$(said handled ACCESS_NULL)" 'Bad address'
ktap_is 'twenty thousand' "$(parameter kdefer trap_count)" 20005
parameter trap rounds 1
parameter trap rounds 20000
{ said handled ACCESS_NULL; : > settled; } > later &
while [ ! -e settled ]; do
	parameter kdefer trap all
	parameter kdefer trap client
done
wait
parameter trap rounds 1
ktap_is 'while the policy changes' "$(cat later)" 'Bad address'
log_mark
parameter trap rounds 1000
ktap_is 'they are silent' "$(said handled ACCESS_NULL) $(log_since | grep -c .)" 'Bad address 0'
parameter trap rounds 1
parameter trap delay_ms 1000
{ said handled ACCESS_NULL > later; } &
sleep 0.4
parameter kdefer trap off
wait
ktap_is 'off while somebody is trapping' "$(cat later)" oops
ktap_is 'that was an oops' "$(cat /sys/kernel/oops_count)" 2
parameter kdefer trap client
parameter trap delay_ms 0
parameter trap clean_ms 1000
# What is more than the log has room for would push the mark out.
dmesg -c > /dev/null
log_mark
{ said unhandled ACCESS_NULL > later; } &
sleep 0.4
parameter kdefer trap off
wait
ktap_is 'off while a fault is on its way' "$(cat later)" oops
ktap_run 'it is the oops that it was' log_has 'NULL pointer dereference(, address:| at virtual address) 0000000000000008'
ktap_exit
