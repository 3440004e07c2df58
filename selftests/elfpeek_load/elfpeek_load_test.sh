# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC3028 # busybox sh: $RANDOM
# Modules: demo/elfpeek.ko
# The client of the demonstration under load from two processors: writers of good and of corrupted ELF files,
# and readers, for some seconds, and until there were soft panics enough. Afterwards nothing is in memory, no lock is held, and everybody is alive.
. ./guest.sh

seconds=8
enough=50
device=/dev/elfpeek

# corrupt FILE: bytes of its headers become others
corrupt() {
	for size in 64 64 512 4096; do
		# shellcheck disable=SC2059 # the format is the byte
		printf "\\$((RANDOM & 3))$((RANDOM & 7))$((RANDOM & 7))" |
			dd of="$1" bs=1 seek=$((RANDOM % size)) conv=notrunc 2> /dev/null
	done
}

corrupt_files() {
	for n in 0 1 2 3 4 5 6 7 8 9; do
		cp good bad.$n
		corrupt bad.$n
	done
	head -c 4000 good > bad.5
	head -c 100000 good > bad.6
}

# A slow machine has more time, but not for ever.
goes_on() {
	now=$(date +%s)
	[ "$now" -ge "$until" ] || return 0
	[ "$now" -lt $((until + 60)) ] && [ "$(parameter elfpeek complaints)" -lt "$enough" ]
}

# Good and corrupted files in turn, until the time is over.
write_files() {
	while goes_on; do
		cat bad.$((RANDOM % 10)) > "$device"
		read -r said < "$device" || complaints=$((complaints + 1))
		cat good > "$device"
		rounds=$((rounds + 1))
	done
}

# Summaries and complaints, whatever is there; read is built into sh.
read_files() {
	while goes_on; do
		for n in 1 2 3 4 5 6 7 8; do
			read -r said < "$device" || complaints=$((complaints + 1))
		done
		rounds=$((rounds + 1))
	done
}

# on PROCESSORS FUNCTION: in the background
on() {
	(
		read -r pid rest < /proc/self/stat
		taskset -p "$1" "$pid" > /dev/null || exit
		complaints=0 rounds=0
		"$2" 2> /dev/null
		ktap_note "$2 on $1: $rounds rounds, $complaints complaints"
	) &
}

load_it() {
	on 1 write_files
	on 2 write_files
	on 1 read_files
	on 2 read_files
	wait
}

ktap_plan 9
ktap_run 'the modules load' eval 'load kdefer && load elfpeek'
cp elfpeek.ko good
corrupt_files
until=$(($(date +%s) + seconds))
ktap_run 'writers and readers' load_it
ktap_note "$(parameter elfpeek complaints) soft panics"
ktap_run 'many soft panics' [ "$(parameter elfpeek complaints)" -ge "$enough" ]
: > "$device" # takes the last image away
for live in images buffers parses; do
	ktap_is "$live" "$(parameter elfpeek $live)" 0
done
ktap_is 'locked' "$(parameter elfpeek locked)" N
cat good > "$device"
ktap_run 'a good file is still read' cat "$device"
ktap_run 'nothing is in use any more' eval 'unload elfpeek && unload kdefer'
ktap_exit
