# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Expect: kdefer: audit: page faults disabled \+1, given back
# Expect: kdefer: nobody may recover it; every deferred call has run
# Expect: kernel BUG at (.*/)?module/uncaught\.h
# Expect: kernel BUG at (.*/)?audit/ends\.c
# Allow: kdefer: 
# audit=fatal: what is found counts as an uncaught panic, which no handler stops. Every call outwards is made.
. ./audit_lib.sh

# fate CASE: killed, or what it said; then what the module and kdefer said
fate() {
	log_mark
	(result "$1") > said 2>&1 && cat said || echo killed
	log_since | grep -E '^(audit|kdefer): ' |
		sed -E '/^kdefer:  /d; s/\+0x[0-9a-f]+\/0x[0-9a-f]+//g; s/ at [a-z_]+ \[kdefer\]//; s/ \[[a-z]+\]//g'
}

# is_fatal CASE: the reader is killed, and the log has the lines on standard input before the end
is_fatal() {
	{
		echo killed
		cat
		echo 'kdefer: raised at:'
		echo 'kdefer: nobody may recover it; every deferred call has run'
	} > wanted
	fate "$1" > got
	ktap_run "$1" diff -U 99 wanted got
}

ktap_plan 10
ktap_run 'the modules load' eval 'load kdefer audit=fatal && load audit'
held='kdefer: audit: page faults disabled +1, given back; gave up at disable_and_give_up, ended in'
plug='kdefer: audit: block I/O plug +1, given back; gave up at just_give_up, ended in'
panic='soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]'
is_fatal outer_calls << EOT
audit: ran: middle
$held with_leak
audit: ran: inner
audit: ran: outermost, newer
audit: ran: outermost
kdefer: $panic
EOT
is_fatal fatal_later << EOT
audit: ran: between
audit: seen: 0
$held with_later_handler
audit: ran: around
kdefer: $panic
EOT
is_fatal fatal_takeover << EOT
$held with_cancelled_handler
audit: ran: newer
audit: ran: around
kdefer: soft panic: with nothing [-EIO] at just_give_up
kdefer: 	$panic
EOT
is_fatal plug_own << EOT
$plug with_own_plug
kdefer: $panic
EOT
is_fatal plug_own_call << EOT
audit: plug: pending
$plug with_own_plug_and_call
kdefer: $panic
EOT
ktap_is 'a clean recovery is none of its business' "$(result guards)" -61
ktap_is 'uncaught' "$(stat uncaught)" 5
parameter kdefer uncaught contain
ktap_is 'contained' "$(result not_mine)" '-131, 0 levels'
ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
