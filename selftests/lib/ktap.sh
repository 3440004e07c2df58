# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# KTAP for shell tests, in the guest and on the host: source it, ktap_plan N, one result per test, ktap_exit.
ktap_n=0 ktap_bad=0 ktap_want=0

ktap_plan() { ktap_want=$1; printf 'KTAP version 1\n1..%d\n' "$1"; }
ktap_note() { printf '%s\n' "$*" | sed 's/^/# /'; }
ktap_ok() { ktap_n=$((ktap_n + 1)); printf 'ok %d %s\n' "$ktap_n" "$1"; }
ktap_not_ok() { ktap_n=$((ktap_n + 1)); ktap_bad=$((ktap_bad + 1)); printf 'not ok %d %s\n' "$ktap_n" "$1"; }
# ktap_skip NAME REASON
ktap_skip() { ktap_n=$((ktap_n + 1)); printf 'ok %d %s # SKIP %s\n' "$ktap_n" "$1" "$2"; }

# ktap_run NAME COMMAND...: passes when the command exits 0; exit 4 skips, the last line said is the reason
ktap_run() {
	ktap_name=$1
	shift
	if ktap_out=$("$@" 2>&1); then ktap_rc=0; else ktap_rc=$?; fi
	if [ "$ktap_rc" -eq 4 ] && [ -n "$ktap_out" ]; then
		ktap_skip "$ktap_name" "$(printf '%s\n' "$ktap_out" | tail -n 1)"
		return
	fi
	[ -z "$ktap_out" ] || ktap_note "$ktap_out"
	if [ "$ktap_rc" -eq 0 ]; then
		ktap_ok "$ktap_name"
	else
		ktap_note "exit status $ktap_rc"
		ktap_not_ok "$ktap_name"
	fi
}

# ktap_is NAME GOT WANTED: two texts are the same
ktap_is() {
	if [ "$2" = "$3" ]; then
		ktap_ok "$1"
	else
		ktap_note "got:    $2"
		ktap_note "wanted: $3"
		ktap_not_ok "$1"
	fi
}

# the status of the test: no failure, and as many results as were planned
ktap_exit() {
	[ "$ktap_n" -eq "$ktap_want" ] || ktap_note "planned $ktap_want results, gave $ktap_n"
	[ "$ktap_bad" -eq 0 ] && [ "$ktap_n" -eq "$ktap_want" ]
	exit
}
