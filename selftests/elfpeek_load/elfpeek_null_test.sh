# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: demo/elfpeek.ko
# Expect: kdefer: trapped a (page|general protection) fault at is_unnamed.*\[elfpeek\]
# Expect: (BUG: kernel NULL pointer dereference, address: |KASAN: null-ptr-deref in range|Unable to handle kernel NULL pointer dereference at virtual address)
# Allow: Internal error: Oops: 
# Allow: kdefer: (raised at| )
# Allow: general protection fault, (probably|maybe) for
# The client of the demonstration reads through NULL if a file has no section names. With trap_faults() that is
# an error like others; without, an oops that keeps the lock and the memory.
. ./guest.sh

device=/dev/elfpeek

# said_of FILE: the error of the first read of it
said_of() {
	cat "$1" > "$device"
	cat "$device" > /dev/null 2> error
	sed 's/.*: //' error
}

# reason_of FILE: what the reads after the first say
reason_of() {
	cat "$1" > "$device"
	exec 3< "$device"
	cat <&3 > /dev/null 2>&1
	cat <&3
	exec 3<&-
}

nothing_left() {
	: > "$device"
	echo "$(parameter elfpeek images) $(parameter elfpeek buffers) $(parameter elfpeek parses) $(parameter elfpeek locked)"
}

oopses() { cat /sys/kernel/oops_count; }

ktap_plan 16
ktap_run 'the modules load' eval 'load kdefer && load elfpeek null_bug=1'
cp elfpeek.ko good
cp good nameless
dd if=/dev/zero of=nameless bs=1 seek=62 count=2 conv=notrunc 2> /dev/null # e_shstrndx
ktap_is 'a fault is an errno' "$(said_of nameless)" 'Bad address'
ktap_run 'and has a reason' eval 'reason_of nameless | grep -xE -e "-EFAULT: (page|general protection) fault"'
for n in 1 2 3 4 5 6 7 8 9 10; do said_of nameless; done > all
ktap_is 'as often as it happens' "$(sort all | uniq -c | sed 's/^ *//')" '10 Bad address'
ktap_is 'nothing is left' "$(nothing_left)" '0 0 0 N'
ktap_is 'no oops' "$(oopses)" 0
ktap_is 'a good file is still read' "$(said_of good)" ''
ktap_run 'to its end' grep '^file ' "$device"
ktap_run 'nothing is in use any more' unload elfpeek

ktap_run 'without the bug' load elfpeek
ktap_is 'sections need no names' "$(said_of nameless)" ''
ktap_run 'and are reported' grep '^sections ' "$device"
ktap_run 'it unloads' unload elfpeek

ktap_run 'with the bug, not trapped' load elfpeek null_bug=1 trap=0
echo 0 > /proc/sys/kernel/panic_on_oops
cat nameless > "$device"
(exec cat "$device") > /dev/null 2>&1
ktap_is 'it is an oops' "$(oopses)" 1
ktap_is 'that keeps what the reader had' "$(nothing_left | sed 's/^[0-9]* [0-9]*/-/')" '- 1 Y'
ktap_exit
