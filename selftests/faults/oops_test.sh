# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: cases.sh
# Modules: faults/faults.ko faults/faults_wild.ko
# Expect: BUG: kernel NULL pointer dereference, address:|Unable to handle kernel NULL pointer dereference at virtual address
# Expect: general protection fault, (probably|maybe) for|Unable to handle kernel paging request at virtual address dead000000000100
# Expect: BUG: unable to handle page fault for address|Unable to handle kernel (write to read-only memory|execute from non-executable memory) at
# Expect: divide error: 0000|Internal error: Oops: [0-9a-f]+ \[#[0-9]+\]
# Expect: kernel BUG at (.*/)?faults/wild\.c
# Expect: invalid opcode|Internal error: Oops - BUG
# Expect: WARNING: .*faults/untrapped\.c
# Allow: KASAN: (null-ptr-deref|maybe wild-memory-access) in range
# Allow: kernel tried to execute NX-protected page|Internal error: Oops
# Allow: kdefer: (trapped a page fault|soft panic: page fault|raised at|nobody recovered|  *[[:alnum:]_.]+\+)
# Allow: Unable to handle kernel paging request at virtual address ffff800000001000
# Append: log_buf_len=4M
# A fault that nobody traps is the oops that it always was, word for word; so is one that cannot be trapped.
. ./cases.sh

deeds='null poison constant call data divide bug'
# There a division by zero is none.
if is_arm64; then deeds='null poison constant call data bug'; fi

# A task of arm64 that dies of a BUG() leaves its processor with a wrong count, of which the kernel warns once.
without_idle() { sed '/cut here/{:a;N;/end trace/!ba;/kernel\/context_tracking\.c/d}'; }

# The oops since the mark, without what differs each time: numbers, registers, page tables, and lines of the stack that are
# guesses.
oops_text() {
	log_since | without_idle | sed -n '/BUG: \|general protection\|divide error\|cut here\|kernel tried\|Unable to handle/,/end trace/p' |
		grep -vE '^Modules linked|^Tainted: |^ \? |^Hardware name|^CPU: |^Code: |^PGD|^(R[ABCDS][XIP]|R[01][0-9]|CR.|DR.|FS|CS|PKRU):' |
		grep -vE '^(x[0-9]+|sp) *: |pgdp=|pgd=' |
		sed -E 's/\[#[0-9]+\]/[#]/; s/[0-9a-f]{16}/X/g'
}

# each_deed DIRECTORY DEED...: what every one of them leaves in the log
each_deed() {
	dir=$1
	shift
	mkdir -p "$dir"
	for deed; do
		log_mark
		dies wild "$deed" || echo "$deed did not kill"
		oops_text > "$dir/$deed"
	done
}

# same DEED DIRECTORY
same() {
	grep -q faults_wild "without/$1" || { cat "without/$1"; return 1; }
	diff "without/$1" "$2/$1"
}

# ends NAME CASE RAN FUNCTION: the case kills, after so many deferred calls, in FUNCTION, a regular expression
ends() {
	log_mark
	ktap_run "$1: the task dies" dies faults "$2"
	ktap_is "$1: deferred calls" "$(parameter faults ran)" "$3"
	ktap_run "$1: the log" died_at "$4"
}

# shellcheck disable=SC2086 # a list of words
ktap_plan $(($(echo $deeds | wc -w) + 26))
load faults_wild
# Of the first that dies a kernel may warn.
each_deed first bug
# shellcheck disable=SC2086 # a list of words
each_deed without $deeds
load kdefer
load faults
# shellcheck disable=SC2086 # a list of words
each_deed with $deeds
for deed in $deeds; do ktap_run "$deed, with the module" same "$deed" with; done

ends 'trapped in a frame that returned' die/returned 0 'victim_read(_at)?'
ktap_is 'and kdefer has no word for it' "$(log_since | grep -c 'kdefer:')" 0
ends 'nobody recovers' die/uncaught 1 'victim_read(_at)?'
ktap_run 'and kdefer says so' log_has 'kdefer: nobody recovered; every deferred call has run'
ends 'a fault in kdefer' die/own 0 '(soft_panic_message|panic_record)'
ends 'a fault below kdefer' die/below_own 0 '(va_format|vsnprintf|pointer)(\.[a-z0-9.]+)?'
ends 'too little stack' die/no_room 0 'victim_read(_at)?'
ktap_run 'another task is trapping' dies faults die/other_task
ktap_run 'its own fault is' faults_case die/release_other_task
ktap_is 'and survived' "$(parameter faults other_survived)" 1

log_mark
ktap_run 'a warning is no fault' faults_case warn/warn
ktap_is 'but two warnings' "$(log_since | grep -c 'WARNING: ')" 2

i=0 times=50
# Under a tracer each takes seconds.
[ -z "${tracer:-}" ] || times=10
unload faults
while [ $i -lt $times ]; do
	unload kdefer || break
	load kdefer || break
	i=$((i + 1))
done
ktap_is 'unloaded and loaded' $i $times
unload kdefer
each_deed after null poison
for deed in null poison; do ktap_run "$deed, after it is gone" same "$deed" after; done
ktap_run 'the probe is gone' [ ! -s /sys/kernel/debug/kprobes/list ]
ktap_exit
