# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Allow: kdefer: 
# The black box: what it says of each panic, in which order, how many it keeps, and that a reader gets whole records
# while panics go on.
. ./guest.sh

box=/sys/kernel/debug/kdefer/blackbox
client=/sys/kernel/debug/blackbox_client

# block CASE: what the black box says of it, without times, offsets, numbers of tasks, and where the stack began
block() {
	cat "$client/$1" > said
	newest | sed -e 's/^\[ *[0-9.]*\] //' -e 's/+0x[0-9a-f]*\/0x[0-9a-f]*//g' -e 's/ \[blackbox_client\]//g' \
		-e 's/__kdefer_body_//g' -e 's/^ task \([^ ]*\) [0-9]* cpu [0-9]*$/ task \1/'
}
# newest: the newest alone
newest() { awk 'BEGIN { RS = "" } { last = $0 } END { print last }' "$box"; }

# of CASE, and the block on standard input
of() {
	cat > wanted
	block "$1" > got
	ktap_run "$1: $(cat said)" diff -U 99 wanted got
}

blocks() { grep -c '^\[' "$box"; }

# Where frame pointers lead the way, or a tracer is on, more functions may be seen on the stack.
has() { block "$1" > got; grep -qxF -e "$2" got; }

# judge: is each block of a reading whole, with an errno and a text that belong together, and in the order of time?
judge() {
	awk '
		BEGIN { RS = ""; FS = "\n" }
		/^#/ { next }
		{
			match($1, /-E[A-Z]*/); name = substr($1, RSTART + 1, RLENGTH - 1)
			time = substr($1, 2, index($1, "]") - 2) + 0
			if (index($2, " text " name " of ") != 1) bad = bad "\n" $1 "\n" $2
			if ($3 !~ /^ task / || $4 !~ /^ context / || $5 !~ /^ ended in storm/ || $NF !~ /^ stack /) bad = bad "\nnot whole: " $0
			if (time < before) bad = bad "\nout of order: " $1
			before = time
			n++
		}
		END { if (bad || n < 2) { print bad, n " blocks"; exit 1 } }
	' "$1"
}

# Reads as long as they go on, and at least ten times.
whole_records() {
	cat "$client/storm" > one & first=$!
	cat "$client/storm" > two & second=$!
	reads=0
	while [ -e "/proc/$first" ] || [ -e "/proc/$second" ] || [ "$reads" -lt 10 ]; do
		cat "$box" > reading || return
		[ "$reads" -eq 0 ] || judge reading || return
		reads=$((reads + 1))
	done
	wait
	echo "$reads readings while there were panics"
	[ "$(cat one)$(cat two)" = "$(parameter blackbox_client rounds)$(parameter blackbox_client rounds)" ]
}

# refused VALUE: the parameter does not take it, says why, and stays as it was
refused() {
	before=$(parameter kdefer blackbox)
	log_mark
	if parameter kdefer blackbox "$1" 2> /dev/null; then
		echo 'it was taken'
		return 1
	fi
	log_has "^kdefer: blackbox=$1: must be a number from 0 to 4096" && [ "$(parameter kdefer blackbox)" = "$before" ]
}

resized_meanwhile() {
	cat "$client/storm" > one & first=$!
	n=0
	while [ -e "/proc/$first" ]; do
		for size in 0 1 128 2; do
			parameter kdefer blackbox "$size" || return
			cat "$box" > reading || return
		done
		n=$((n + 1))
	done
	wait
	echo "$n rounds"
	parameter kdefer blackbox 64
}

holds_eight() {
	n=$(blocks)
	echo "$n"
	[ "$n" -ge 8 ] && [ "$n" -le $((8 * $(grep -c ^processor /proc/cpuinfo))) ]
}

ktap_plan 22
ktap_run 'the modules load' eval 'load kdefer && load blackbox_client'
ktap_is 'the default' "$(parameter kdefer blackbox)" 64
ktap_is 'nothing has happened' "$(cat $box)" ''
of plain << END
recovered -ENODATA at recovers
 text plain
 task cat
 context process
 ended in recovers
 result -61
 calls 1
 stack recovers
 stack recovers
END
ktap_run 'text' has formatted " text line 3: 'x' is\\012no number\\134"
parameter kdefer uncaught contain
ktap_run 'the chain' has replaced ' replaced -ENODATA at replaces'
ktap_run '... and the newest' has replaced 'recovered -EIO at give_up_instead'
ktap_run 'contained' has contained 'contained -EPERM at recovers_nothing'
ktap_run 'where it ended' has contained ' ended in recovers_nothing'
# KASAN looks at its shadow first, whose address is not canonical.
cause='page fault, address 0000000000000010'
if [ -e /sys/kernel/debug/kmemleak ]; then cause=protection; fi
echo 0 > /proc/sys/kernel/panic_on_oops
if grep -q 'User Mode Linux' /proc/cpuinfo; then
	ktap_skip 'a fault' 'none is trapped on User Mode Linux'
	cat "$client/faulted" > said
else
	ktap_run 'a fault' has faulted " cause $cause"
fi
# What it has interrupted may have disabled something as well, as the idle task has.
in_softirq() { block softirq > got; grep -q '^ context softirq' got; }
ktap_run 'a softirq' in_softirq
ktap_is 'eight panics, and this one' "$(cat $client/plain; blocks)" '-61
9'
row() { cat "$client/row" > said; sed -n 's/^ text .* of //p' "$box" | tail -n 12 | paste -s -d ' '; }
ktap_is 'twelve within one tick, in order' "$(row)" '0 1 2 3 4 5 6 7 8 9 10 11'
parameter kdefer blackbox 0
parameter kdefer blackbox 64
ktap_run 'whole records, in order' whole_records
parameter kdefer blackbox 5
ktap_is 'rounded up' "$(parameter kdefer blackbox)" 8
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do cat "$client/plain" > said; done
ktap_run 'no more than eight of each CPU' holds_eight
parameter kdefer blackbox 0
cat "$client/plain" > said
ktap_is 'off' "$(cat $box)" ''
ktap_run 'resized while there are panics' resized_meanwhile
for value in 4097 -1 many; do ktap_run "blackbox=$value is refused" refused $value; done
ktap_run 'nothing is in use any more' eval 'unload blackbox_client && unload kdefer'
ktap_exit
