# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Expect: kdefer: more than 3 recoveries in a second from just_give_up.* \[audit\]: refused
# Expect: kernel BUG at (.*/)?audit/ends\.c
# Allow: kdefer: 
# max_recoveries: from one place a soft panic is recovered so often in a second, then it counts as uncaught.
. ./audit_lib.sh

refusals() { log_since | grep -c ': refused$'; }

ktap_plan 21
ktap_run 'the modules load' eval 'load kdefer uncaught=contain && load audit'
ktap_is 'there is no limit' "$(parameter kdefer max_recoveries)" 0
ktap_is 'a thousand recoveries' "$(result budget_many)" 1000
parameter kdefer max_recoveries 3
log_mark
ktap_is 'three of five' "$(result budget)" '7 7 7 -61 -61 '
ktap_is 'it is said once' "$(refusals)" 1
sleep 1
ktap_is 'another second' "$(result budget)" '7 7 7 -61 -61 '
ktap_is 'it is said again' "$(refusals)" 2
ktap_is 'in the same second, another place' "$(result budget_elsewhere)" 7
parameter kdefer max_recoveries 65535
ktap_is 'as many as can be counted' "$(result budget_many)" 1000
ktap_run 'more cannot be asked for' eval '! parameter kdefer max_recoveries 65536 2> /dev/null'

# What the counters say; the five are contained, too.
ktap_is 'panics_raised' "$(stat panics_raised)" $((1000 + 5 + 5 + 1 + 1000))
refused=$(stat refused)
ktap_is 'recovered' "$(stat recovered)" $(($(stat panics_raised) - refused))
ktap_is 'contained' "$(stat contained)" "$refused"
ktap_is 'uncaught' "$(stat uncaught)" 0
ktap_is 'exits' "$(result exit; stat exits)" '5, 0 levels
1'
ktap_is 'takeovers' "$(result takeover; stat takeovers)" '-5, 0 levels
1'

# The largest limit is one; a busy machine may need several tries to reach it, each in a second of its own.
parameter kdefer max_recoveries 65535
for _ in 1 2 3 4 5 6; do
	said=$(result budget_most)
	[ "$said" = 'too slow' ] || break
	sleep 2
done
if [ "$said" = 'too slow' ] && [ -e tracer.sh ]; then
	ktap_skip 'more than can be counted' 'not so many panics in a second under a tracer'
else
	ktap_is 'more than can be counted' "$said" refused
fi

# Without contain: the calls outwards are made, no handler stops it, the process dies.
parameter kdefer uncaught oops
parameter kdefer max_recoveries 1
sleep 1
log_mark
(result budget) > /dev/null 2>&1
ktap_run 'it dies' log_has 'kernel BUG'
ktap_run 'nobody stops it' log_has 'nobody may recover it; every deferred call has run'
ktap_run 'uncaught is counted' [ "$(stat uncaught)" -eq 1 ]
ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
