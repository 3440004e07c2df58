# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: pad_tables/damaged_flags.ko pad_tables/damaged_length.ko pad_tables/damaged_not.ko pad_tables/damaged_order.ko
# Modules: pad_tables/damaged_pad.ko pad_tables/damaged_place.ko pad_tables/damaged_ranges.ko pad_tables/damaged_twice.ko
# Modules: pads/pads.ko
# Expect: kdefer: .* is not loaded: its table of landing pads has
# Expect: kdefer: kdefer_pads is a table, and no parameter
# A module whose table of landing pads is not as it should be is not loaded, and that is said with the reason; so is one
# that gets the table for a parameter.
. ./guest.sh

# refused NAME REASON
refused() {
	log_mark
	if load "damaged_$1" 2> /dev/null; then
		echo 'it was loaded'
		return 1
	fi
	log_has "kdefer: damaged_$1 is not loaded: its table of landing pads has $2$" || {
		log_since
		return 1
	}
}

parameter_is_refused() {
	log_mark
	! load pads kdefer_pads=1 2> /dev/null && log_has 'kdefer_pads is a table, and no parameter'
}

ktap_plan 13
ktap_run 'kdefer loads' load kdefer
ktap_run 'a table that is as it should be' load damaged_not
ktap_run '... and its module goes' unload damaged_not
ktap_run 'flags that are not known' refused flags 'flags of a function that are not known'
ktap_run 'a function of no length' refused length 'a function that ends before its frame is set up'
ktap_run 'a function that is not in its text' refused place 'a function that is not in its text'
ktap_run 'more ranges than there is room for' refused ranges 'more ranges than there is room for'
ktap_run 'a pad that is not in its function' refused pad 'a pad that is not in its function'
ktap_run 'ranges that do not ascend' refused order 'a range that is not in its function'
ktap_run 'a function that is there twice' refused twice 'functions that overlap'
ktap_run 'the table is no parameter' parameter_is_refused
ktap_run 'nothing is left of them' load pads
ktap_run 'and all goes' eval 'unload pads && unload kdefer'
ktap_exit
