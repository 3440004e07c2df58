# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share: a client beside somebody who traces what it goes through.
. ./guest.sh

dir=/sys/kernel/debug/bpf_client
btf=/sys/kernel/btf/vmlinux

# Between the system call and the client's gate; between two gates.
functions='vfs_write vfs_read bus_for_each_dev filp_open'
# Between a gate and its body; those of a RECOVER_FN are not to be traced so.
bodies='__kdefer_body_do_word __kdefer_body_scan_bus'

load_client() {
	load kdefer uncaught=contain report_faults=N trap=all && load bpf_client || return
	mknod /dev/faulty c "$(sed -n 's/ bpf_faulty$//p' /proc/devices)" 0
}

# attach KIND FUNCTION...: a bystander; the file holder says which process
attach() {
	./bystander "$@" > seen 2> complaint &
	echo $! > holder
	until grep -q attached seen; do
		if ! kill -0 "$(cat holder)" 2> /dev/null; then
			cat complaint
			return 1
		fi
		sleep 0.1
	done
}

# detach: and each of its programs has run, and none was missed
detach() {
	kill "$(cat holder)"
	while kill -0 "$(cat holder)" 2> /dev/null; do sleep 0.1; done
	sed 1d seen
	! sed 1d seen | grep -q -e '^[^ ]* 0\>' -e ' [1-9][0-9]* missed'
}

# writes WHO WORD WANTED: the write's error, and the deferred calls that were made
writes() {
	said=$({ echo "$2" > "$dir/write"; } 2>&1)
	ktap_is "$1: write $2" "${said##*: }, $(cat "$dir/cleaned")" "$3"
}

is() { ktap_is "$1: $2" "$(cat "$dir/$2")" "$3"; }

# client_is_right WHO BELOW: ten results. BELOW is 1 if the client is called below WHO itself.
results=10
client_is_right() {
	log_mark
	writes "$1" exit 'Invalid cross-device link, 2'
	writes "$1" panic 'Device or resource busy, 2'
	writes "$1" panicking ', 2'
	writes "$1" uncaught 'No data available, 2'
	is "$1" bus '-61 3 1'
	is "$1" bus_exit '-18 3 0'
	is "$1" bus_panicking '1 3 0'
	is "$1" open_fault '-14 1'
	is "$1" below "$2 right"
	# Of the panic that is contained: its reason, where, and what returns instead; and nothing else but the functions
	# of the kernel that it went past, each once. In steps: the kernel's probe of a function's return has room for
	# four calls at a time, two for each processor, and each part of a pipeline waits in vfs_read().
	log_since > since
	grep -v ' went past ' since > since.kept
	ktap_is "$1: one complaint" "$(grep -c 'kdefer: [^ ]' since.kept)" 3
}
