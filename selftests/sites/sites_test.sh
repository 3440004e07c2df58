# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Allow: kdefer: 
# Counters by site: the busiest first, how many were recovered, when the last one was; of more places than there is room
# for the busy ones stay.
. ./guest.sh

sites=/sys/kernel/debug/kdefer/sites
client=/sys/kernel/debug/sites_client

# of FUNCTION: panics and recovered ones
of() { awk -v name="$1" '$4 ~ "^(__kdefer_body_)?" name "[+.]" { print $1, $2 }' "$sites"; }
run() { for case; do cat "$client/$case" > said || return; done; }

# The seconds since the machine was booted, more or less.
is_recent() {
	awk -v now="$(cut -d . -f 1 /proc/uptime)" '$4 ~ "rare" { if ($3 + 5 >= now && $3 <= now + 5) good = 1; else print $3, now }
		END { exit !good }' "$sites"
}

forgets() {
	grep '^# sites forgotten' "$sites" | grep -q ': 0$' || return
	run many || return
	[ "$(cat said)" = 0 ] || return
	grep '^# sites forgotten' "$sites"
	! grep '^# sites forgotten' "$sites" | grep -q ': 0$'
}

ktap_plan 11
ktap_run 'the modules load' eval 'load kdefer uncaught=contain && load sites_client'
ktap_is 'nothing has happened' "$(grep -vc '^#' $sites)" 0
ktap_run 'panics' run rare busy unrecovered busy
ktap_is 'of a busy place' "$(of busy)" '2000 2000'
ktap_is 'of a rare one' "$(of rare)" '1 1'
ktap_is 'of one where nobody recovers' "$(of unrecovered)" '1 0'
ktap_is 'the busiest first' "$(grep -v '^#' $sites | head -n 1 | awk '{ print $1 }')" 2000
ktap_run 'when' is_recent
ktap_run 'of many places some are forgotten' forgets
ktap_is 'a busy one stays' "$(of busy)" '2000 2000'
ktap_run 'nothing is in use any more' eval 'unload sites_client && unload kdefer'
ktap_exit
