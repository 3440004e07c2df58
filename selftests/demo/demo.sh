# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC3028,SC3043,SC3057 # busybox sh: $RANDOM, local, ${string:offset}
# The demonstration, as it runs in the guest: good files, files that lie, noise, a bug of the parser's own, and
# at the end the same with BUG(). What it prints is also checked: anything else than expected says FAILED, and so does the
# exit status.

failures=0
fail() { failures=$((failures + 1)); printf '  FAILED: %s\n' "$*"; }

act() { printf '\n%s\n' "$*"; }
line() { printf '  %-24s%s\n' "$1" "$2"; }
show() { printf '  $ %s\n' "$1"; eval "$1" > said 2>&1; sed 's/^/  /' said; }
state() { cat "/sys/module/elfpeek/parameters/$1"; }

# look: read the device as a program would. Of a good file $report is the summary, and $refused is empty.
# Of a bad one $refused is how the first read(2) failed, and $report what the reads after that say.
look() {
	refused=''
	exec 3< /dev/elfpeek
	report=$(cat <&3 2> said) || {
		read -r refused < said
		refused=${refused##*: }
		report=$(cat <&3)
	}
	exec 3<&-
}

# ---- ELF files as sh sees them; all those here are 64-bit and little-endian

# get FILE OFFSET BYTES: the number there
get() { od -An -v "-tu$3" -j "$2" -N "$3" "$1" | tr -d ' '; }

# put FILE OFFSET BYTES VALUE: another number there
put() {
	local bytes="$3" value="$4" text=''
	while [ "$bytes" -gt 0 ]; do
		text="$text\\$(printf %03o $((value & 255)))"
		value=$((value >> 8)) bytes=$((bytes - 1))
	done
	# shellcheck disable=SC2059 # the format is the bytes
	printf "$text" | dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}

# header TYPE: where in the file "good" the header of the first section of that type is
header() {
	local at="$table" type
	od -An -v -tu4 -w64 -j "$table" -N $((64 * count)) good | while read -r _ type _; do
		[ "$type" -ne "$1" ] || { echo "$at"; break; }
		at=$((at + 64))
	done
}

# ---- the acts

good_files() {
	local file
	act 'Good files'
	for file in /bin/busybox kdefer.ko elfpeek.ko; do
		show "cp $file /dev/elfpeek; cat /dev/elfpeek"
		grep -q '^build-id' said || fail 'no summary'
	done
}

first_lie() {
	act 'A file that lies: its first section lies far behind its end'
	cp good lie
	put lie $((table + 64 + 24)) 8 2147483648
	show 'cp lie /dev/elfpeek'
	show 'exec 3< /dev/elfpeek'
	show 'cat <&3'
	[ "$(cat said)" = 'cat: read error: Invalid argument' ] || fail 'another error was expected'
	show 'cat <&3'
	exec 3<&-
}

# expect LABEL PATTERN: what is read of the file "bad", which is made from the file "good" each time
expect() {
	cp bad /dev/elfpeek
	look
	line "$1" "$report"
	# shellcheck disable=SC2254 # it is a pattern
	case $report in
	$2) ;;
	*) fail "expected $2" ;;
	esac
	case $report/$refused in
	-EINVAL:*/'Invalid argument' | -ENOEXEC:*/'Exec format error' | -E2BIG:*/'Argument list too long') ;;
	*) fail "read: $refused" ;;
	esac
	[ "$(state buffers)$(state parses)$(state locked)" = 00N ] || fail 'something was not given back'
	cp good bad
}

other_lies() {
	act 'Other lies, and what is read of each'
	head -c 3 good > bad
	expect 'cut in the magic' '-ENOEXEC: not an ELF*'
	head -c 40 good > bad
	expect 'cut in the ELF header' '-ENOEXEC: ELF header: *'
	head -c $((size / 2)) good > bad
	expect 'cut in half' '-EINVAL: section headers: *'
	head -c $((table + 100)) good > bad
	expect 'cut after one section' '-EINVAL: section headers: *'
	put bad 4 1 7
	expect 'EI_CLASS 7' '-ENOEXEC: class 7*'
	put bad 5 1 2
	expect 'EI_DATA big-endian' '-ENOEXEC: ELF header: version*'
	put bad 40 8 -16
	expect 'e_shoff -16' '-EINVAL: section headers: *'
	put bad 58 2 63
	expect 'e_shentsize 63' '-EINVAL: section headers: entries of 63*'
	put bad 60 2 65535
	expect 'e_shnum 65535' '-EINVAL: section headers: 65535*'
	put bad 62 2 65000
	expect 'e_shstrndx 65000' '-EINVAL: the section names *'
	put bad $((table + 64)) 4 -1
	expect 'sh_name -1' '-EINVAL: section 1: name*'
	put bad $((symbols + 40)) 4 999
	expect 'sh_link 999' '-EINVAL: *linked to section 999*'
	put bad $((symbols + 32)) 8 -1
	expect 'sh_size -1' '-EINVAL: *past the end*'
	put bad $((symbols + 56)) 8 0
	expect 'sh_entsize 0' '-EINVAL: *symbols of 0 bytes*'
	put bad $(($(get good $((symbols + 24)) 8) + 24)) 4 4000000000
	expect 'st_name 4000000000' '-EINVAL: *symbol 1: name*'
	put bad $(($(get good $((strings + 24)) 8) + $(get good $((strings + 32)) 8) - 1)) 1 65
	expect 'strings without NUL' '-EINVAL: *do not end in NUL'
	put bad $(($(get good $((notes + 24)) 8) + 4)) 4 -1
	expect 'n_descsz -1' '-EINVAL: *a note of*'
	overlap
	expect '1024 symbol tables' '-E2BIG: tables overlap*'
}

# overlap: make "bad" a file with 1024 more sections, all of them the same symbol table. The larger that
# is, the longer a trusting reader would be busy with so small a file.
overlap() {
	local n=0
	tail -c +$((symbols + 1)) good | head -c 64 > copies
	while [ $n -lt 10 ]; do
		cat copies copies > twice
		mv twice copies
		n=$((n + 1))
	done
	put bad 40 8 "$size"
	put bad 60 2 $((count + 1024))
	tail -c +$((table + 1)) good | head -c $((64 * count)) >> bad
	cat copies >> bad
}

# escaped OFFSET BYTES: bytes of the file "good", four characters for each, for printf to turn back
escaped() { od -An -v -to1 -w1 -j "$1" -N "$2" good | sed 's/ /\\/' | tr -d '\n'; }

# noise COPIES: printf and read are built into sh, so this costs one process a copy
noise() {
	local n=0 at byte bad_elf bad_table elf sections reason reasons before told=0
	act "Noise: $1 copies, each with a random byte somewhere in its headers"
	elf=$(escaped 0 64)
	sections=$(escaped "$table" $((64 * count)))
	tail -c +65 good | head -c $((table - 64)) > middle
	: > reasons
	before=$(state complaints)
	RANDOM=2718
	while [ $n -lt "$1" ]; do
		bad_elf=$elf bad_table=$sections
		byte=\\$((RANDOM & 3))$((RANDOM & 7))$((RANDOM & 7))
		if [ $((n & 1)) -eq 0 ]; then
			at=$((RANDOM % 64 * 4))
			bad_elf=${elf:0:$at}$byte${elf:$((at + 4))}
		else
			at=$((RANDOM % (64 * count) * 4))
			bad_table=${sections:0:$at}$byte${sections:$((at + 4))}
		fi
		# shellcheck disable=SC2059 # the formats are the bytes
		{ printf "$bad_elf"; cat middle; printf "$bad_table"; } > /dev/elfpeek
		exec 3< /dev/elfpeek
		read -r reason <&3 || {
			read -r reason <&3
			printf '%s\n' "$reason" >> reasons
			told=$((told + 1))
		}
		n=$((n + 1))
	done
	exec 3<&-
	reasons=$(sed "s/ '.*'//; s/[0-9][0-9a-fx]*/N/g" reasons | sort -u | wc -l)
	line 'good all the same' $(($1 - told))
	line 'refused' "$told, for $reasons different reasons"
	[ $(($(state complaints) - before)) -eq "$told" ] || fail 'the module counted otherwise'
}

# Those of a section name or a symbol are hundreds, all at two places: the first are enough.
each_step_fails() {
	act 'Each step of the module made to fail, one after another'
	cp good /dev/elfpeek
	show "./inject-each --most 12 --held 'cd /sys/module/elfpeek/parameters; cat images buffers parses locked' cat /dev/elfpeek" || fail 'it has consequences'
	grep -q 'peek_open' said || fail 'no step of open(2)'
	[ "$(grep -c 'elfpeek\]' said)" -eq 12 ] || fail 'fewer steps than there are'
}

what_is_left() {
	local log tainted
	act 'What is left of all that'
	line 'this shell' "alive, process $$, which wrote all these files"
	line 'soft panics recovered' "$(state complaints)"
	: > /dev/elfpeek # writing nothing takes the device's own image away
	line 'images in memory' "$(state images)"
	line 'buffers in memory' "$(state buffers)"
	line 'readers at work' "$(state parses)"
	line 'the lock is held' "$(state locked)"
	[ "$(state images)$(state buffers)$(state parses)$(state locked)" = 000N ] || fail 'something is left'
	log=$(dmesg | grep -cE 'BUG|Oops|WARNING|Call Trace')
	line 'oopses and warnings' "$log"
	[ "$log" -eq 0 ] || fail 'the kernel log has complaints'
	tainted=$(cat /proc/sys/kernel/tainted)
	line 'kernel tainted' "$tainted = 4096 (module from outside the tree) + 8192 (not signed)"
	[ "$tainted" -eq 12288 ] || fail 'tainted'
	if rmmod elfpeek && rmmod kdefer; then line 'rmmod elfpeek kdefer' 'done'; else fail 'rmmod'; fi
}

# served FILE: whether a reader of the device gets an answer within a second; "said" tells which
served() {
	local reader wait=5
	cp "$1" /dev/elfpeek
	(exec cat /dev/elfpeek) > said 2>&1 &
	reader=$!
	while [ -e /proc/$reader ] && [ $wait -gt 0 ]; do
		sleep 0.2
		wait=$((wait - 1))
	done
	if [ ! -e /proc/$reader ]; then
		wait $reader
		return
	fi
	kill -9 $reader
	sleep 0.2
	echo "hangs, kill -9 or not (state $(cut -d ' ' -f 3 /proc/$reader/stat))" > said
	return 1
}

null_pointer() {
	local tainted
	act 'A bug in the module itself: a file without section names, and it reads through NULL'
	insmod ./kdefer.ko
	insmod ./elfpeek.ko null_bug=1
	cp good nameless
	put nameless 62 2 0
	show 'cp nameless /dev/elfpeek'
	show 'exec 3< /dev/elfpeek'
	show 'cat <&3'
	[ "$(cat said)" = 'cat: read error: Bad address' ] || fail 'another error was expected'
	show 'cat <&3'
	grep -qx -e '-EFAULT: page fault' said || fail 'another reason was expected'
	exec 3<&-
	show 'dmesg | grep -o "kdefer: trapped.*"'
	grep -q 'a page fault at is_unnamed' said || fail 'it was not reported'
	: > /dev/elfpeek
	line 'images, buffers' "$(state images), $(state buffers)"
	line 'the lock is held' "$(state locked)"
	[ "$(state images)$(state buffers)$(state parses)$(state locked)" = 000N ] || fail 'something is left'
	cp good /dev/elfpeek
	line 'the next reader' "$(head -n 1 /dev/elfpeek)"
	grep -q '^file ' /dev/elfpeek || fail 'a good file is not read any more'
	tainted=$(cat /proc/sys/kernel/tainted)
	line 'kernel tainted' "$tainted = 12288, and 128: a fault was trapped"
	[ "$tainted" -eq $((12288 + 128)) ] || fail 'tainted'
	if rmmod elfpeek && rmmod kdefer; then line 'rmmod elfpeek kdefer' 'done'; else fail 'rmmod'; fi
}

# consequences: of one file that lies, one to a line
consequences() {
	if served lie; then echo 'reads it'; else
		case $? in
		139) echo 'is killed: Segmentation fault' ;;
		*) echo "is told: $(sed 's/.*: //' said)" ;;
		esac
	fi
	dmesg | sed -En 's/.*kernel BUG at (.*\/)?/kernel BUG at /p' | tail -n 1 | grep . || echo 'nothing'
	: > /dev/elfpeek
	state buffers
	state images
	if [ "$(state locked)" = Y ]; then echo 'held by a dead process'; else echo 'free'; fi
	if served good; then echo 'reads a good file'; else cat said; fi
	if rmmod elfpeek 2> said; then echo 'done'; else sed 's/.*: //' said; fi
}

with_bug() {
	act 'The same lie, where the module has soft_panic() and where it has BUG()'
	insmod ./kdefer.ko
	insmod ./elfpeek.ko
	consequences > with_soft_panic
	insmod ./elfpeek.ko bug=1 trap=0
	echo 0 > /proc/sys/kernel/panic_on_oops
	consequences > with_bug
	cat > questions <<-'LINES'
		the reader
		the kernel log
		buffers lost
		images lost
		the lock
		the next reader
		rmmod elfpeek
	LINES
	printf '  %-18s%-30s%s\n' '' 'soft_panic()' 'BUG()'
	paste -d '|' questions with_soft_panic with_bug | while IFS='|' read -r question soft bug; do
		printf '  %-18s%-30s%s\n' "$question" "$soft" "$bug"
	done
	printf '%s\n' 'is told: Invalid argument' nothing 0 0 free 'reads a good file' 'done' |
		cmp -s - with_soft_panic || fail 'with soft_panic()'
	grep -q 'kernel BUG at elfpeek_sections.c' with_bug || fail 'with BUG()'
}

insmod ./kdefer.ko || exit
insmod ./elfpeek.ko || exit

cp elfpeek.ko good
cp good bad
size=$(wc -c < good)
table=$(get good 40 8)
count=$(get good 60 2)
symbols=$(header 2)
strings=$(header 3)
notes=$(header 7)

good_files
first_lie
other_lies
noise 200
each_step_fails
what_is_left
null_pointer
with_bug
[ "$failures" -eq 0 ]
