# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (these are x86-64's instructions and exceptions: arm64/faults has its own)
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Allow: kdefer:
# Expect: BUG: unable to handle page fault for address|BUG: kernel NULL pointer dereference
# Allow: general protection fault|divide error|kernel BUG at (.*/)?trap/crashes\.c|invalid opcode|exited with|sleeping function|scheduling while atomic
# A fault that nobody recovers, or that has left something held, ends as the oops that it was: its registers, its
# code, its address.
. ./trap_lib.sh

# The lines of an oops that tell what was wrong, without what differs each time.
oops_of() {
	log_mark
	said "$1" "$2" > fate
	log_since | sed '/Call Trace:/q' | grep -E '^(BUG: |general prot|divide error|invalid opcode|#PF|RIP: |Code: |R[A-DS][XI]|RBP|R0|R1|CR2: )' |
		sed -E 's/\[#[0-9]+\]/[#]/; s/RBP: [^ ]*/RBP: X/; s/CR2: ([0-9a-f]*) .*/CR2: \1/'
}
# without what is on the stack or allocated
rough() { sed -E 's/[0-9a-f]{16}/X/g' "$1"; }

ktap_plan 26
load kdefer report_faults=0
load trap
oops_of untrapped MARKS > plain
oops_of unhandled MARKS > died
ktap_is 'nobody recovers: it dies' "$(cat fate)" oops
ktap_is 'its calls were made' "$(parameter trap cleaned)" 1
ktap_is 'every register is its own' "$(grep -oE '1{12}00[01][0-9]' died | sort -u | grep -c .)" 13
ktap_run 'and the address' grep -qE '^BUG: .*address: 00000000000007bc' died
ktap_run 'in CR2 as well' grep -q '^CR2: 00000000000007bc' died
ktap_run 'and the code' grep -q '^Code: .*<48> 8b 47 11' died
ktap_run 'and the place' grep -q '^RIP: .*read_with_marks' died
ktap_run 'as without trap_faults()' diff plain died
for crash in ACCESS_POISON DIVISION BUG EXEC_NULL; do
	oops_of untrapped $crash > plain
	oops_of unhandled $crash > died
	ktap_is "$crash: it dies" "$(cat fate)" oops
	rough plain > a
	rough died > b
	ktap_run "$crash: as without trap_faults()" diff a b
done
ktap_run 'no BUG() is ours' eval '! dmesg | grep -qE "kernel BUG at (.*/)?module/|RIP: .*kdefer"'

oops_of handled LEAKS_IRQS > died
ktap_is 'interrupts are left disabled: it dies' "$(cat fate)" oops
ktap_run 'the audit says so' log_has 'audit: interrupts disabled \+1, given back'
ktap_run 'and it is the fault' grep -q '^RIP: .*read_at' died
ktap_is 'its calls were made' "$(parameter trap cleaned)" 1
oops_of handled LEAKS_RCU > died
ktap_is 'an RCU section is left open' "$(cat fate)" oops
ktap_is 'what is given back is fine' "$(said handled GIVES_BACK)" 'Bad address'
ktap_is 'and again' "$(said handled GIVES_BACK)" 'Bad address'
ktap_is 'unsafe: interrupts' "$(said unsafe LEAKS_IRQS)" 'Bad address'
parameter kdefer trap all
ktap_is 'all: interrupts' "$(said handled LEAKS_IRQS)" 'Bad address'
ktap_exit
