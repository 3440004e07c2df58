# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: arm64/arm64_faults.ko
# Kernels: arm64-6.1 arm64-6.12 arm64-7.3 (these are arm64's instructions and exceptions)
# Expect: Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008
# Expect: Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010
# Expect: Internal error: Oops - BUG
# Expect: Internal error: Oops - Undefined instruction
# Expect: kdefer: a page fault at .* is not trapped: a jump to an address that is not NULL
# Expect: kdefer: a page fault at .*write_constant.* is not trapped: a write to read-only memory of the kernel
# Expect: kdefer: a page fault at .*read_user.* is not trapped: an access to user space
# Allow: kdefer:
# Allow: kernel BUG at (.*/)?arm64/faults\.c
# Allow: Unable to handle kernel|Internal error: |exited with|sleeping function|scheduling while atomic
# A fault that nobody traps, or recovers, or that is the kernel's own protection, is the oops that it always was: of the
# instruction that faulted, with its registers.
. ./guest.sh

# oopses NAME REGEX: whoever reads dies, and the log says where
oopses() {
	log_mark
	sh -c "cat /sys/kernel/debug/arm64_faults/$1" > /tmp/said 2> /dev/null && died=no || died=yes
	ktap_is "$1: the reader dies" "$died" yes
	ktap_run "$1: the log says where" log_has "$2"
}

ktap_plan 18
ktap_run 'the modules load' eval 'load kdefer && load arm64_faults'
oopses untrapped '^pc : read_null_framed\+'
oopses unrecovered '^pc : write_null\+'
ktap_run 'its address is that of the fault' log_has 'NULL pointer dereference at virtual address 0000000000000010'
oopses unrecovered_bug '^pc : bug\+'
oopses unrecovered_undefined '^pc : undefined\+'
# Without CONFIG_KALLSYMS_ALL data has no name but that of the function before it.
where=seen
grep -q ' seen	' /proc/kallsyms || where=cases_exit
oopses guarded_jump "^pc : $where\\+"
oopses write_constant '^pc : write_constant\+'
oopses write_constant_framed '^pc : write_constant_framed\+'
oopses read_user '^pc : read_user\+'
ktap_exit
