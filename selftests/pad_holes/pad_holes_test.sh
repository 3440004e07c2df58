# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: pad_holes/pad_holes.ko
# Allow: kdefer: a soft panic at .* went past [a-z_]+\+.* \[pad_holes\], which may hold
# Allow: kdefer: trap=all: 
# Where the compiler thinks that nothing is left it has no landing pads, or such as find there what is not held any more. What
# stays held is said, of each function that may hold something; and nothing is given back twice.
. ./guest.sh

# lost CASE WANTED HOW-MANY REGEX...: what was taken and given back, the result, and is the lock left? So many functions are said to
# hold something still, these among them
lost() {
	lost_case=$1
	lost_before=$(stat_of pads_lost)
	log_mark
	ktap_is "$1" "$(cat "/sys/kernel/debug/pad_holes/$1")" "$2"
	ktap_is "$1: functions that are said to hold something" "$(($(stat_of pads_lost) - lost_before))" "$3"
	shift 3
	for lost_regex; do
		ktap_run "$lost_case: $lost_regex" log_has "went past $lost_regex"
	done
}
stat_of() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

ktap_plan 51
# Functions of the kernel that fault, memcpy() among them, are not trapped otherwise there.
if is_arm64; then policy=all; else policy=client; fi
ktap_run 'kdefer loads' load kdefer trap=$policy report_faults=0
ktap_run 'pad_holes loads' load pad_holes

lost begins '+12 +20 +28 4 -28 -20 -12 = -61' 0
# what faults is a function of the kernel that gcc knows by its name: it takes its callers for such functions as well
lost copies_here '= -14 LOCK' 1 'copies_here\+.*something has faulted there'
lost copies_below '= -14 LOCK' 2 'copy\+.*something has faulted there' 'copies_below\+.*take what it has called'
lost copies_two_below '= -14 LOCK' 3 'copy_more\+.*take what it has called' 'copies_two_below\+.*take what it has called'
# held before and behind; and not, where the compiler forgets it later than the program does
lost copies_between '+8 8 -8 = -14' 1 'copies_between\+.*something has faulted there'
lost finds '+8 8 -8 = -14' 1 'finds\+.*something has faulted there'
lost changes '+8 8 -8 = -14' 1 'changes\+.*something has faulted there'
lost reads_between '+8 8 -8 = -14' 1 'reads_between\+.*something has faulted there'
# ten such lines in five seconds are the limit
sleep 6
# inline assembly that calls: with pads of what may fault it is a place to be left at, for the callers
lost by_assembly '8 = -61 LOCK' 1 'by_assembly\+.*takes what is done there'
lost by_assembly_below '8 = -61' 1 'below\+.*takes what is done there'
lost calls_by_assembly '8 = -61 LOCK' 1 'calls_by_assembly\+.*takes what is done there'
lost calls_by_assembly_below '8 = -61 LOCK' 2 'calls_by_assembly_below\+.*take what it has called'
# a function of the client's that has the name of one of which gcc knows that it returns
lost frees '8 = -61' 0
# a call through a bad pointer is a call
lost calls_null '+8 8 -8 = -14' 0
# destructors that are left in turn
lost exits '+9 +10 +11 8 -11 -10! -9 = 10' 0
# an exit leaves by the outermost RECOVER_FN, past the one in the destructor
lost retries '+9 +800 8 +801 +802 +803 800 -803 -802! -801 -9 = 802' 0
lost faults_twice '+9 +10 +11 +19 +20 +21 18 -21 -20? -19 -11 -10? -9 = -14' 2
ktap_run 'pad_holes unloads' unload pad_holes
ktap_run 'kdefer unloads' unload kdefer
ktap_exit
