# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share.
. ./guest.sh

result() { cat "/sys/kernel/debug/threads/$1"; }
stat() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# reports: what was said of threads since the mark, without their numbers
reports() { log_since | sed -n 's/^kdefer: thread quitter\[[0-9]*\] //p'; }

# is_exported NAME CASE RESULT: of one of the functions that not every kernel exports
is_exported() {
	got=$(result "$2")
	if [ "$got" = 'not exported' ]; then
		ktap_skip "$1" 'this kernel does not export kthread_exit()'
	else
		ktap_is "$1" "$got" "$3"
	fi
}
