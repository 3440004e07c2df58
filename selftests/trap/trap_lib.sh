# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share.
. ./ktap.sh
. ./guest.sh

# said WORD...: what write(2) says, "oops" if it killed the writer, "nothing" if it was good
said() {
	said_words=$*
	sh -c "echo $said_words > /dev/trap" > said 2>&1
	said_status=$?
	if [ $said_status -ge 128 ]; then
		echo oops
	elif [ $said_status -eq 0 ]; then
		echo nothing
	else
		sed 's/.*: //' said
	fi
}

tainted_by_faults() { echo $(($(cat /proc/sys/kernel/tainted) & 128)); }
machine() { echo "$2" > "/proc/sys/kernel/$1"; }

# The hook of bad accesses to memory, as ftrace tells of it.
fault_hook=page_fault_oops
if is_arm64; then fault_hook=die_kernel_fault; fi
is_hooked() { grep -qE "^$fault_hook .* I " /sys/kernel/tracing/enabled_functions; }
