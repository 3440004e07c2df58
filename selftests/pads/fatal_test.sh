# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: pads/pads.ko
# Expect: kdefer: soft panic: more is held after a recovery than before \[-ENOTRECOVERABLE\]
# Expect: kdefer: nobody may recover it; every deferred call has run
# Expect: kernel BUG at (.*/)?module/uncaught\.h
# Allow: kdefer: 
# A landing pad that could not be run is a finding of the audit: its policy says what follows.
. ./guest.sh

stat_of() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# found CASE WANTED HOW-MANY: what was taken and given back; so much the audit has found
found() {
	before=$(stat_of audit_findings)
	got=$( (cat "/sys/kernel/debug/pads/$1") 2>&1) || got=killed
	ktap_is "$1" "$got" "$2"
	ktap_is "$1: findings of the audit" "$(($(stat_of audit_findings) - before))" "$3"
}

ktap_plan 23
ktap_run 'kdefer loads' load kdefer audit=warn report_faults=0
ktap_run 'pads loads' load pads
found sort '+2 +3 5 = -61' 1
found list_sort '+1 5 = -61' 1
found reported '+1 2 = -61' 1
found thread_reported '+3 = 4' 1
# behind it all pads are run: these are none of its business
found sort_fixed '+2 +3 5 -3 -2 = -61' 0
found registers '+3 +5 +7 +11 +13 +17 1 -17 -13 -11 -7 -5 -3 = -61' 0
parameter kdefer audit fatal
found sort killed 1
found sort_fixed '+2 +3 5 -3 -2 = -61' 0
# what may be held behind a fault, and what is not, is told by what the audit sees
found loads '+10 +b -b -10 = -14' 0
parameter kdefer audit repair
found sort '+2 +3 5 = -61' 1
ktap_run 'nothing is in use any more' eval 'unload pads && unload kdefer'
ktap_exit
