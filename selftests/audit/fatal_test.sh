# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Expect: kdefer: audit: preemption disabled \+1, given back
# Expect: kdefer: nobody may recover it; every deferred call has run
# Expect: kernel BUG at .*/module/uncaught\.h
# Expect: kernel BUG at .*/audit/ends\.c
# Allow: kdefer: 
# audit=fatal: what is found counts as an uncaught panic, which no handler stops. Every call outwards is made.
. ./audit_lib.sh

# fate CASE: killed, or what it said; then what the module and kdefer said
fate() {
	log_mark
	(result "$1") > said 2>&1 && cat said || echo killed
	log_since | grep -E '^(audit|kdefer): ' |
		sed -E '/^kdefer:  /d; s/\+0x[0-9a-f]+\/0x[0-9a-f]+//g; s/ at audit_[a-z_]+//; s/ \[[a-z]+\]//g'
}

# fate_is CASE: compares with the lines on standard input
fate_is() {
	cat > wanted
	fate "$1" > got
	ktap_run "$1" diff -U 99 wanted got
}

ktap_plan 10
ktap_run 'the modules load' eval 'load kdefer audit=fatal && load audit'
fate_is outer_calls << 'EOT'
killed
audit: ran: middle
kdefer: audit: preemption disabled +1, given back; gave up at disable_and_give_up, ended in with_leak
audit: ran: inner
audit: ran: outermost, newer
audit: ran: outermost
kdefer: soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]
kdefer: raised at:
kdefer: nobody may recover it; every deferred call has run
EOT
fate_is fatal_later << 'EOT'
killed
audit: ran: between
audit: seen: 0
kdefer: audit: preemption disabled +1, given back; gave up at disable_and_give_up, ended in with_later_handler
audit: ran: around
kdefer: soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]
kdefer: raised at:
kdefer: nobody may recover it; every deferred call has run
EOT
fate_is fatal_takeover << 'EOT'
killed
kdefer: audit: preemption disabled +1, given back; gave up at disable_and_give_up, ended in with_cancelled_handler
audit: ran: newer
audit: ran: around
kdefer: soft panic: with nothing [-EIO] at just_give_up
kdefer: 	soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]
kdefer: raised at:
kdefer: nobody may recover it; every deferred call has run
EOT
fate_is plug_own << 'EOT'
killed
kdefer: audit: block I/O plug +1, given back; gave up at just_give_up, ended in with_own_plug
kdefer: soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]
kdefer: raised at:
kdefer: nobody may recover it; every deferred call has run
EOT
fate_is plug_own_call << 'EOT'
killed
audit: plug: pending
kdefer: audit: block I/O plug +1, given back; gave up at just_give_up, ended in with_own_plug_and_call
kdefer: soft panic: more is held after a recovery than before [-ENOTRECOVERABLE]
kdefer: raised at:
kdefer: nobody may recover it; every deferred call has run
EOT
ktap_is 'a clean recovery is none of its business' "$(result guards)" -61
ktap_is 'uncaught' "$(stat uncaught)" 5
parameter kdefer uncaught contain
ktap_is 'contained' "$(result not_mine)" '-131, 0 levels'
ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
