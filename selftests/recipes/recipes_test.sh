# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: sites/sites_client.ko
# Files: ../../README.md
# Programs: trace-cmd perf bpftrace
# Memory: 2G
# Timeout: 900
# Kernels: 6.1 (Debian 12's tools are made for this one)
# Not-on: arm64 (the tools are for this machine's processor)
# Not-under: function function_graph kprobe kretprobe events (the recipes trace by themselves)
# The recipes for tracers in README, each as it stands there: while they run a client gives up again and again.
. ./guest.sh

client=/sys/kernel/debug/sites_client
tracing=/sys/kernel/tracing
event=$tracing/events/kdefer/kdefer_recover

# recipe WHAT: the command beside that in README's table
recipe() { awk -F ' \\| ' -v what="| $1" '$1 == what { sub(/^`/, "", $2); sub(/` \|$/, "", $2); print $2 }' README.md; }

# Each second five panics: four of one errno and one of another.
give_up() {
	while :; do
		cat "$client/few" "$client/few" "$client/few" "$client/few" "$client/rare" > /dev/null
		sleep 1
	done
}

# says WHAT REGEX...: what the recipe prints has each of these
says() {
	what=$1
	shift
	command=$(recipe "$what")
	[ -n "$command" ] || { echo "README has no recipe '$what'"; return 1; }
	echo "$command"
	(cd "$tracing" && eval "$command") > got 2>&1
	for regex; do
		grep -qE -e "$regex" got || { echo "without $regex:"; head -n 40 got; return 1; }
	done
}
lacks() { ! grep -E -e "$1" got; }

nothing_is_left() {
	[ "$(cat "$event/enable" "$event/filter" "$tracing/tracing_on" | tr '\n' ' ')" = '0 none 1 ' ] &&
		[ "$(grep -vc '^#' "$event/trigger")" = 0 ]
}

site='(__kdefer_body_)?rare'
ktap_plan 15
ktap_run 'the modules load' eval 'load kdefer && load sites_client'
give_up &
worker=$!
ktap_run 'panics by place' says 'panics by place' "site: \\[[0-9a-f]*\\] $site .*hitcount: *[1-9]" 'site: .*few'
ktap_run '… and off again' says '… and off again'
ktap_run 'by errno and text' says '… by errno and text' 'error: -1 .*text: rare .*hitcount: *[1-9]' 'error: -5 .*text: few'
ktap_run '… and off again' says '… and those off again'
ktap_run 'those of one errno' says 'those of one errno' "kdefer_recover: err=-5 cause=raised site=.*few.* text='few'"
ktap_run '… and no other' lacks 'rare'
ktap_run '… and off again' says '… and that off again'
ktap_run 'nothing is left' nothing_is_left
ktap_run 'trace-cmd' says 'with trace-cmd' "kdefer_recover: *err=-1 .*site=$site.* text='rare'" 'kdefer_panic: .*err=-5'
ktap_run 'perf record' says 'with perf, afterwards' "kdefer:kdefer_recover: err=-1 .*site=$site.* text='rare'" 'kdefer:kdefer_panic: err=-5'
ktap_run 'perf trace' says 'with perf, at once' 'kdefer:kdefer_recover\(.*error: "-1", text: "rare"' 'kdefer:kdefer_panic\('
ktap_run '… which parses each format' lacks 'Error:'
ktap_run 'bpftrace' says 'with bpftrace' "@\\[$site.*, -1\\]: [1-9]" '@\[.*few.*, -5\]: [1-9]'
kill "$worker"
wait
ktap_run 'nothing is in use any more' eval 'unload sites_client && unload kdefer'
ktap_exit
