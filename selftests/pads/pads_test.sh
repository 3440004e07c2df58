# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: pads/pads.ko
# Allow: kdefer: a soft panic at .* went past (plain_(bugs|loads|reads_first|divides|sort|list_sort|reported|registers)|held_below|__kdefer_body_body_loads)\+.*, which may hold
# Allow: kernel BUG at (.*/)?pads/plain\.c
# Plain functions that hold something when what they call gives up: what is given back, in which order, is what the normal
# path gives back, at each place; and where it cannot be, that is said.
. ./guest.sh

# result CASE WANTED: what was taken and given back, the result, and locks that are left
result() { ktap_is "$1" "$(cat "/sys/kernel/debug/pads/$1")" "$2"; }
stat_of() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# lost CASE WANTED HOW-MANY REGEX: as result; so many functions are said to hold something still, the first one so
lost() {
	lost_before=$(stat_of pads_lost)
	log_mark
	result "$1" "$2"
	ktap_is "$1: functions that are said to hold something" "$(($(stat_of pads_lost) - lost_before))" "$3"
	[ -z "${4-}" ] || ktap_run "$1: and which, and why" log_has "went past $4"
}

if is_arm64; then ktap_plan 71; else ktap_plan 72; fi
ktap_run 'kdefer loads' load kdefer trap=client report_faults=0
ktap_run 'pads loads' load pads

result returns '+b 8 +9 9 10 -9 11 -b = 55'
result nested_0 '+b 8 -b = -61'
result nested_1 '+b 8 +9 9 -9 -b = -61'
result nested_2 '+b 8 +9 9 10 -9 -b = -61'
result nested_3 '+b 8 +9 9 10 -9 11 -b = -61'
result loop_1 '+20 +21 21 -21 -20 = -61'
result loop_3 '+20 +21 21 -21 +22 -22 +23 23 -23 -20 = -61'
result early_odd '+1 1 -1 = -61'
result early_in '+0 +1 1 -1 -0 = -61'
result early_on '+0 +1 1 1 -1 0 -0 = -61'
result early_out '+2 +3 3 -3 4 -2 = -61'
result handed_on_not '+b 1 -b = -61'
# what was handed on is the other's
result handed_on '+b 1 2 = -61'
result many '+6 +22 8 -22 -6 = -61'
# more values than registers that calls keep, in one frame and over another one
result registers '+3 +5 +7 +11 +13 +17 1 -17 -13 -11 -7 -5 -3 = -61'
result two_deep '+41 +123 +205 +287 +451 +533 +697 41 42 -697 -533 -451 -287 -205 -123 -41 = -61'
lost over_realigned '+3 +5 +7 +11 +13 +17 123456 1 -17 -13 -11 -7 -5 -3 = -61' 0
result gate_between '+6 6 -6 d1 = -61'
# a body: in the order of the normal path, blocks first
result mixed_returns '+30 +31 +32 30 -32 -31 -30 d3 d2 = 123'
result mixed '+30 +31 +32 30 -32 -31 -30 d3 d2 = -61'
# what a pad calls gives up: the rest of it is run
result angry_returns '+11 +12 +13 +14 10 -14! -13 -12! -11 = -18'
result angry '+11 +12 +13 +14 10 -14! -13 -12! -11 = -18'
result calm '+11 +12 +13 10 -13 -12( +120 +121 -121 -120 -33) -11 = -61'
result deferred '+6 +6 6 -6 d4! +24 -24 -6 = -33'
result late '+6 +10 +14 +22 +26 +34 +2 2 -2 d5! +25 -25 -34 -26 -22 -14 -10 -6 = -33'
# what remains after a recovery: the body is not cleaned up twice
result afterwards '+70 +71 71 -71 -70 +6 +7 -7 -6 d6=-33 = -61'
result late_again '+70 +71 71 -71 -70 d7! +27 -27 = -33'
result exits '+b -b = 9'
result thread '+9 +15 +21 +33 +39 +51 -51 -39 -33 -21 -15 -9 = 3'
# what faults is cleaned up as far as gcc knows, which is never quite certain, and said so
lost loads '+10 +b -b -10 = -14' 1 'plain_loads\+.*something has faulted there'
lost body_loads '+9 -9 = -14' 1 '__kdefer_body_body_loads\+.*something has faulted there'
lost reads_first '+3 +5 +7 +11 +13 +17 -17 -13 -11 -7 -5 -3 = -14' 1 'plain_reads_first\+.*something has faulted there'
if is_arm64; then
	# a division by zero is 0 there
	lost divides '+10 +11 =11 -11 -10 = 10' 0
else
	lost divides '+10 +11 -11 -10 = -33' 1 'plain_divides\+.*something has faulted there'
fi
# inline assembly: gcc has no pad for what it does
lost bugs '+10 = -131' 1 'plain_bugs\+.*something has faulted there'
# functions of the kernel save registers where nobody knows; a pad that reads none does not mind
lost sort '+2 +3 5 = -61' 1 'plain_sort\+.*its cleanup reads registers'
lost sort_fixed '+2 +3 5 -3 -2 = -61' 0 ''
# what inline assembly changes of those is put back for the caller
result put_fixed '= 0'
lost list_sort '+1 5 = -61' 1 'plain_list_sort\+.*its cleanup reads registers'
# a function that saved them itself makes them known again; of ten the one that sorts saves some
if is_arm64; then
	lost_there=2 twice='+3 +5 +7 +11 +13 +17 +1 5'
else
	lost_there=1 twice='+3 +5 +7 +11 +13 +17 +1 5 -17 -13 -11 -7 -5 -3'
fi
lost list_sort_around "$twice = -61" $lost_there
lost list_sort_around_twice "+3 +5 +7 +11 +13 +17 $twice -17 -13 -11 -7 -5 -3 = -61" $lost_there
# a file that is built to have it said: the pads of plain functions are not run, those of a body are
lost reported '+1 2 = -61' 1 'plain_reported\+.*kdefer-pads := report'
lost reported_not '+1 2 -1 = 4' 0
lost reported_body '+1 +2 3 -2 -1 = -61' 0
lost reported_below '+1 2 = -61' 1 'held_below\+.*kdefer-pads := report'
ktap_run 'pads unloads' unload pads
ktap_run 'kdefer unloads' unload kdefer
ktap_exit
