# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: ../tools/inject-each
# Allow: kdefer: inject/
# Failures that are asked for: of a thread's n-th, and of one in so many; where, with which errno, and for whom; what is no
# such wish is refused.
. ./guest.sh

inject=/sys/kernel/debug/kdefer/inject
client=/sys/kernel/debug/inject_client

# nth N CASE: in a process of its own, which says how many are left
nth() { sh -c "echo $1 > $inject/fail-nth; read -r said < $client/$2; read -r left < $inject/fail-nth; echo \"\$said left \$left\""; }
set_to() { echo "$2" > "$inject/$1"; }
case_says() { cat "$client/$1"; }
injected() { sed -n 's/^injected //p' /sys/kernel/debug/kdefer/stats; }

# refused FILE VALUE: it is not taken, the log says why, and it stays as it was
refused() {
	before=$(cat "$inject/$1")
	log_mark
	if echo "$2" 2> /dev/null > "$inject/$1"; then
		echo 'it was taken'
		return 1
	fi
	log_has "^kdefer: inject/$1: \"$2\": must be " && [ "$(cat "$inject/$1")" = "$before" ]
}

by_chance() {
	set_to times "$1"
	set_to probability 100
	case_says work > said
	case_says work >> said
	case_says work >> said
	set_to probability 0
	tr '\n' ' ' < said
}

other_thread() {
	sh -c "sleep 2; read -r said < $client/work; echo \"\$said\"" > said &
	echo "1 $!" > "$inject/fail-nth"
	wait
	cat said
}

alone() {
	echo 1 > "$inject/fail-nth"
	sh -c "cat $client/work"
	echo 0 > "$inject/fail-nth"
}

tells_last() {
	cat "$inject/last"
	grep -q '^[0-9]* sh -ENOMEM .*work+' "$inject/last"
}

each() {
	./inject-each --held "cat $client/work" cat "$client/work" > said || { cat said; return 1; }
	cat said
	grep -q '^# without a failure: status 0; 5 places were made to fail' said && [ "$(grep -c -e '-ENOMEM' said)" = 4 ] &&
		[ "$(grep -c -e '-EFAULT .*check' said)" = 1 ]
}

each_finds() {
	./inject-each --held "cat $client/work" cat "$client/leaky" > said && { cat said; return 1; }
	cat said
	grep -q ' held:0,' said
}

ktap_plan 41
ktap_run 'the modules load' eval 'load kdefer && load inject_client'
ktap_is 'nothing fails' "$(case_says work) $(injected)" '0 0 0'
ktap_is 'the first: soft_try() of a pointer' "$(nth 1 work)" '-12 0 left 0'
ktap_is 'the second: of a number' "$(nth 2 work)" '-12 0 left 0'
ktap_is 'the third: soft_panic_on()' "$(nth 3 work)" '-14 0 left 0'
ktap_is 'the fourth: memory for a deferred call' "$(nth 4 work)" '-12 0 left 0'
ktap_is 'the fifth: of another one' "$(nth 5 work)" '-12 0 left 0'
ktap_is 'there is no sixth' "$(nth 6 work)" '0 0 left 1'
ktap_is 'counted' "$(injected)" 5
ktap_run 'the newest' tells_last
ktap_is 'that of a process, not of its children' "$(alone)" '0 0'
ktap_is 'of another thread' "$(other_thread)" '-12 0'
ktap_is 'an interrupt does not count for it' "$(nth 1 softirq)" '1 left 1'
set_to errno -5
ktap_is 'errno' "$(nth 1 work)" '-5 0 left 0'
set_to errno 0
set_to site check
ktap_is 'site: a function' "$(nth 1 work)" '-14 0 left 0'
set_to site work
ktap_is 'site: a DEFER_FN' "$(nth 3 work)" '-12 0 left 0'
set_to site '[inject_client]'
ktap_is 'site: a module' "$(nth 3 work)" '-14 0 left 0'
set_to site '[other]'
ktap_is 'site: of none' "$(nth 1 work)" '0 0 left 1'
set_to site ''
set_to caller beneath
ktap_is 'caller: is not there' "$(nth 1 work)" '0 0 left 1'
ktap_is 'caller: is there' "$(nth 1 beneath)" '-12 0 left 0'
set_to stacktrace-depth 0
ktap_is 'caller: too far out' "$(nth 1 beneath)" '0 0 left 1'
set_to stacktrace-depth 32
set_to caller ''
ktap_is 'probability: once' "$(by_chance 1)" '-12 0 0 0 0 0 '
ktap_is 'probability: twice' "$(by_chance 2)" '-12 0 -12 0 0 0 '
ktap_is 'probability: always' "$(by_chance -1)" '-12 0 -12 0 -12 0 '
set_to times -1
set_to probability 100
ktap_is 'probability: in an interrupt' "$(case_says softirq)" -12
set_to probability 0
ktap_is 'and nothing fails any more' "$(case_says work)" '0 0'
for value in -1 x 1x 4294967295 4294967297 '1 2 3' '1 4294967297'; do ktap_run "fail-nth: $value" refused fail-nth "$value"; done
for file in probability times errno stacktrace-depth; do ktap_run "$file: -5000" refused $file -5000; done
ktap_run 'site: a b' refused site 'a b'
ktap_run 'each place of a command' each
ktap_run 'each, and one that loses something' each_finds
ktap_run 'nothing is in use any more' eval 'unload inject_client && unload kdefer'
ktap_exit
