# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Allow: kdefer:
# Expect: BUG: unable to handle page fault for address|BUG: kernel NULL pointer dereference|Unable to handle kernel
# Allow: general protection fault|divide error|kernel BUG at (.*/)?trap/crashes\.c|invalid opcode|Internal error: Oops|exited with|sleeping function|scheduling while atomic
# A fault that nobody recovers, or that has left something held, ends as the oops that it was: its registers, its
# code, its address.
. ./trap_lib.sh

# The lines of an oops that tell what was wrong; then it, without what differs each time. In x30 is an address of the
# caller's, which is not the same each time either, but where it says which register it is.
if is_arm64; then
	# The code comes behind the trace, and no other registers.
	end='end trace'
	wrong='^(Unable to handle|Internal error|pc : |lr : 0x1|x[0-9]+ *: |Code: |\[[0-9a-f]{16}\] )'
else
	end='Call Trace:'
	wrong='^(BUG: |general prot|divide error|invalid opcode|#PF|RIP: |Code: |R[A-DS][XI]|RBP|R0|R1|CR2: )'
fi
oops_of() {
	log_mark
	said "$1" "$2" > fate
	log_since | sed "/$end/q" | grep -E "$wrong" |
		sed -E 's/\[#[0-9]+\]/[#]/; s/RBP: [^ ]*/RBP: X/; s/CR2: ([0-9a-f]*) .*/CR2: \1/; s/x29: [^ ]*/x29: X/; s/^(\[[0-9a-f]*\]) .*/\1/'
}
place='RIP: '
if is_arm64; then place='pc : '; fi
# without what is on the stack or allocated
rough() { sed -E 's/[0-9a-f]{16}/X/g' "$1"; }

ktap_plan 26
load kdefer report_faults=0
load trap
oops_of untrapped MARKS > plain
oops_of unhandled MARKS > died
ktap_is 'nobody recovers: it dies' "$(cat fate)" oops
ktap_is 'its calls were made' "$(parameter trap cleaned)" 1
# Of what is in x30 the kernel shows an address without what else may be in one.
marks=13
if is_arm64; then marks=29; fi
ktap_is 'every register is its own' "$(grep -oE '1{8}00[0-3][0-9]' died | sort -u | grep -c .)" $marks
ktap_run 'and the address' grep -qE '^(BUG: .*address:|Unable to handle .* address) 00000000000007bc' died
ktap_run 'once more' grep -qE '^(CR2: |\[)00000000000007bc' died
ktap_run 'and the code' grep -qE '^Code: .*(<48> 8b 47 11|\(f8411020\))' died
ktap_run 'and the place' grep -qE "^$place.*read_with_marks" died
ktap_run 'as without trap_faults()' diff plain died
for crash in ACCESS_POISON BUG EXEC_NULL DIVISION; do
	if [ $crash = DIVISION ] && is_arm64; then
		for skipped in 1 2; do ktap_skip "$crash, $skipped" 'there a division by zero is none'; done
		continue
	fi
	oops_of untrapped $crash > plain
	oops_of unhandled $crash > died
	ktap_is "$crash: it dies" "$(cat fate)" oops
	rough plain > a
	rough died > b
	ktap_run "$crash: as without trap_faults()" diff a b
done
ktap_run 'no BUG() is ours' eval '! dmesg | grep -qE "kernel BUG at (.*/)?module/|(RIP|pc ): .*kdefer"'

oops_of handled LEAKS_IRQS > died
ktap_is 'interrupts are left disabled: it dies' "$(cat fate)" oops
ktap_run 'the audit says so' log_has 'audit: interrupts disabled \+1, given back'
ktap_run 'and it is the fault' grep -qE "^$place.*read_at" died
ktap_is 'its calls were made' "$(parameter trap cleaned)" 1
if grep -q ' __rcu_read_lock$' /proc/kallsyms; then
	oops_of handled LEAKS_RCU > died
	ktap_is 'an RCU section is left open' "$(cat fate)" oops
else
	ktap_skip 'an RCU section is left open' 'this kernel does not count them'
fi
ktap_is 'what is given back is fine' "$(said handled GIVES_BACK)" 'Bad address'
ktap_is 'and again' "$(said handled GIVES_BACK)" 'Bad address'
ktap_is 'unsafe: interrupts' "$(said unsafe LEAKS_IRQS)" 'Bad address'
parameter kdefer trap all
ktap_is 'all: interrupts' "$(said handled LEAKS_IRQS)" 'Bad address'
ktap_exit
