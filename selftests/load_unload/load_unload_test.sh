# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: two_modules/twin_a.ko
# Allow: kdefer: uncaught=.*: must be oops, contain or panic
# Allow: kdefer: audit=Xx: must be repair, warn or fatal
# Allow: kdefer: `nonsense. invalid for parameter
# The module itself: it comes and goes, stays while it is used, and says what its parameter may be.
. ./guest.sh

# Under a tracer each takes seconds: then ten.
times=100
[ -z "${tracer:-}" ] || times=10
rounds() {
	round=0
	while [ "$round" -lt "$times" ]; do
		load kdefer && unload kdefer || return
		round=$((round + 1))
	done
}

# refused VALUE: the parameter does not take it, says why, and stays as it was
refused() {
	log_mark
	if parameter kdefer uncaught "$1" 2> /dev/null; then
		echo 'it was taken'
		return 1
	fi
	log_has "^kdefer: uncaught=$1.*: must be oops, contain or panic" && [ "$(parameter kdefer uncaught)" = panic ]
}

stays() {
	load twin_a
	if said=$(rmmod kdefer 2>&1); then
		echo 'it was removed'
		return 1
	fi
	case $said in *'temporarily unavailable'*) ;; *) echo "$said"; return 1 ;; esac
	unload twin_a
}

ktap_plan 16
ktap_run "$times rounds of insmod and rmmod" rounds
log_mark
ktap_run 'loads' load kdefer
ktap_is 'and has nothing to say' "$(log_since | grep -E 'kdefer|debugfs')" ''
ktap_is 'version' "$(cat /sys/module/kdefer/version)" 0.1.0
ktap_is 'nobody uses it' "$(cat /sys/module/kdefer/refcnt)" 0
ktap_run 'cannot be removed while a client is there' stays
ktap_is 'the default of uncaught' "$(parameter kdefer uncaught)" oops
for policy in contain panic; do
	parameter kdefer uncaught $policy
	ktap_is "uncaught=$policy" "$(parameter kdefer uncaught)" $policy
done
ktap_run 'uncaught=nonsense is refused' refused nonsense
ktap_run 'uncaught= is refused' refused ''
log_mark
echo Xx > /sys/module/kdefer/parameters/audit 2> /dev/null
ktap_is 'audit=Xx is refused, in one line' "$(log_since)" 'kdefer: audit=Xx: must be repair, warn or fatal'
ktap_run 'unloads' unload kdefer
ktap_run 'loads with uncaught=contain' load kdefer uncaught=contain
ktap_is 'uncaught=contain from the start' "$(parameter kdefer uncaught)" contain
unload kdefer
ktap_run 'does not load with uncaught=nonsense' eval '! load kdefer uncaught=nonsense 2> /dev/null'
ktap_exit
