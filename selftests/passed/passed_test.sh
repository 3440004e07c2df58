# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Allow: kdefer: (a soft panic|soft_exit\(\)) at .* went past (list_sort|sort|bsearch|call_through)
# Expect: kdefer: a soft panic at .* went past list_sort,
# Expect: kdefer: defer_passes\(.*\): no function begins there
# Functions of the kernel that a panic went past are counted, named in the black box and in the event, and reported once
# each; one that a client says holds nothing is passed in silence, as long as that client is there.
. ./guest.sh

client=/sys/kernel/debug/passed_client
box=/sys/kernel/debug/kdefer/blackbox
# A buffer of its own: a tracer that is on as well fills the other.
instance=/sys/kernel/tracing/instances/passed
event=$instance/events/kdefer/kdefer_recover
trace=$instance/trace

passed() { sed -n 's/^passed //p' /sys/kernel/debug/kdefer/stats; }
# run CASE: what it gives, how many were passed, and how many messages that made
run() {
	log_mark
	before=$(passed)
	said=$(cat "$client/$1")
	echo "$said $(($(passed) - before)) $(log_since | grep -c 'went past')"
}
# in_box: the functions in the newest record
in_box() { awk 'BEGIN { RS = "" } { last = $0 } END { print last }' "$box" | sed -n 's/^ passed \([a-z_]*\).*/\1/p' | tr '\n' ' '; }
# box_has PATTERN
box_has() {
	in_box
	# shellcheck disable=SC2254 # it is a pattern
	case $(in_box) in $1) ;; *) return 1 ;; esac
}
# in_event CASE
in_event() {
	mkdir "$instance"
	echo 1 > "$event/enable"
	cat "$client/$1" > said
	echo 0 > "$event/enable"
	sed -n 's/.*kdefer_recover: .* passed=\([^ ]*\) .*/\1/p' "$trace"
	rmdir "$instance"
}

ktap_plan 20
ktap_run 'the modules load' eval 'load kdefer && load passed_client'
ktap_is 'nothing is passed' "$(run none)" '-61 0 0'
ktap_is '... says the black box' "$(in_box)" ''
ktap_is '... says the event' "$(in_event none)" 0x0
ktap_is 'list_sort() is passed' "$(run list_sort)" '-61 1 1'
ktap_run '... says the black box' box_has '*list_sort *'
ktap_is '... says the event' "$(in_event list_sort)" list_sort
ktap_is 'once more: no message' "$(run list_sort)" '-61 1 0'
ktap_is 'two are passed' "$(run both)" '-61 2 2'
ktap_run '... says the black box' box_has '*sort*bsearch*'
ktap_is 'an exit passes them as well' "$(run exit)" '7 1 0'
ktap_is 'what is no function is refused' "$(cat $client/refused)" '-22 -22'
ktap_run 'a client that says list_sort() holds nothing' eval 'unload passed_client && load passed_client declares=1'
ktap_is '... passes it in silence' "$(run list_sort)" '-61 0 0'
ktap_is '... but no other' "$(run both)" '-61 2 0'
unload passed_client
load passed_client
ktap_is 'what it said is forgotten with it' "$(run list_sort)" '-61 1 0'
load passed_through
ktap_is 'a function of another module is passed' "$(run module)" '-61 1 1'
ktap_is '... and once more: no message' "$(run module)" '-61 1 0'
unload passed_through
load passed_through
ktap_is '... and told of again when that module is another' "$(run module)" '-61 1 1'
ktap_run 'nothing is in use any more' eval 'unload passed_client && unload passed_through && unload kdefer'
ktap_exit
