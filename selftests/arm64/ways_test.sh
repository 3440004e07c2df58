# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: arm64/arm64_ways.ko
# Kernels: arm64-6.1 arm64-6.12 arm64-7.3 (these are arm64's frame records and instructions)
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# Allow: kdefer: a soft panic at visit\+.* went past bus_for_each_dev, which gives back nothing
# What an earlier interrupt has left on the stack, and probes on the instructions that are looked at, mislead no walk on
# arm64; stack is given back to the last byte.
. ./guest.sh

is() { ktap_is "$1" "$(cat "/sys/kernel/debug/arm64_ways/$1")" "$2"; }

ktap_plan 11
ktap_run 'the modules load' eval 'load kdefer && load arm64_ways'
is often '7 100 0'
is leaf '-14 1'
is leaf_kretprobe '-14 1'
is leaf_kprobe '-14 1'
is bus_kprobe '-18 1'
if grep -q ' register_ftrace_direct$' /proc/kallsyms; then
	is detached '-18 1'
else
	ktap_skip detached 'ftrace has no direct users on this kernel'
fi
is either '-32 -131 2'
is stale '-14 1'
is late '4 -18 2'
ktap_run 'nothing is in use any more' eval 'unload arm64_ways && unload kdefer'
ktap_exit
