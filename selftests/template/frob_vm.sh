# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Runs in the virtual machine: the module's suites, where it has any there, and its device.
. ./ktap.sh
. ./guest.sh

suites() {
	load frob_kunit || return
	cat /sys/kernel/debug/kunit/frob/results
	grep -qE '^ok [0-9]+ (- )?frob' /sys/kernel/debug/kunit/frob/results && unload frob_kunit
}

# wrote TEXT: write it to the device, and say what came of that
wrote() {
	printf '%b' "$1" > text
	if said=$(cat text 2>&1 > /dev/frob); then echo 'written'; else echo "${said##*: }"; fi
}

ktap_plan 8
load kdefer
if [ -e frob_kunit.ko ]; then
	ktap_run 'KUnit' suites
else
	ktap_skip 'KUnit' 'this kernel has none'
fi
ktap_run 'it loads' load frob
# User Mode Linux makes no devices.
[ -e /dev/frob ] || mknod /dev/frob c 10 "$(sed 's/.*://' /sys/class/misc/frob/dev)"
ktap_is 'a table' "$(wrote 'a=1\nb=22\n')" written
ktap_is '… is there' "$(cat /dev/frob)" "$(printf 'a=1\nb=22')"
ktap_is 'one that lies' "$(wrote 'a=3\nb\n')" 'Invalid argument'
ktap_is '… is refused for a reason' "$(parameter frob complaint)" "'b' has no value"
ktap_is '… and has changed nothing' "$(cat /dev/frob)" "$(printf 'a=1\nb=22')"
ktap_run 'it unloads' unload frob
ktap_exit
