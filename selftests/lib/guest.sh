# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What guest scripts share. run-vm puts it, ktap.sh and the files into the directory where the script runs.
# shellcheck source=ktap.sh
. ./ktap.sh

# load MODULE [PARAMETER=VALUE...], unload MODULE: without .ko, from this directory
load() {
	guest_module=$1
	shift
	insmod "./$guest_module.ko" "$@" || return
	if [ -e tracer.sh ]; then tracer_loaded "$guest_module"; fi
}
# shellcheck source=tracer.sh
if [ -e tracer.sh ]; then . ./tracer.sh; fi
unload() { rmmod "$1"; }

# is_rt: is this a kernel with PREEMPT_RT?
is_rt() { uname -v | grep -q PREEMPT_RT; }

# is_arm64: is this one of arm64?
is_arm64() { [ "$(uname -m)" = aarch64 ]; }

# parameter MODULE NAME [VALUE]: read or set
parameter() {
	if [ $# -eq 3 ]; then
		echo "$3" > "/sys/module/$1/parameters/$2"
	else
		cat "/sys/module/$1/parameters/$2"
	fi
}

# log_mark, then log_since: the kernel log's lines after the mark, without time stamps
log_mark() { guest_mark=$(dmesg | wc -l); }
log_since() { dmesg | tail -n +"$((guest_mark + 1))" | sed 's/^\[[^]]*\] //'; }
# log_has REGEX: some line since the mark matches
log_has() { log_since | grep -qE -e "$1"; }
