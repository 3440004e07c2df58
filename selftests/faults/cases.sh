# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the scripts of this folder share: running a case of the module.
. ./guest.sh

# faults_case NAME: run it in this process; if a check failed, say which
faults_case() {
	if echo "$1" 2> /dev/null > /dev/faults; then return; fi
	cat /dev/faults
	return 1
}

# faults_names REGEX: the names of the cases that match
faults_names() { parameter faults names | grep -E -e "$1"; }

# dies DEVICE WORD: writing it there kills the process that does
dies() {
	sh -c "echo $2 > /dev/$1" > said 2>&1
	status=$?
	[ "$status" -ge 128 ] && return
	cat said
	echo "status $status: it lives"
	return 1
}

# The functions of the kernel that the hooks are at; the first is that of bad accesses to memory.
fault_hooks=page_fault_oops
# As the second was called before 6.12; what the last is for before 6.2.
if is_arm64; then
	fault_hooks='die_kernel_fault bug_brk_handler die'
	grep -q ' bug_brk_handler$' /proc/kallsyms || fault_hooks='die_kernel_fault bug_handler die'
	! grep -q ' do_undefinstr$' /proc/kallsyms || fault_hooks="$fault_hooks force_signal_inject"
fi
fault_hook=${fault_hooks%% *}

# died_at REGEX: an oops since the mark says that it was in a function of that name
died_at() { log_has "(RIP: .*:|^pc : )$1\\+"; }

# splats_since: how many oopses and warnings the log has since the mark
splats_since() { log_since | grep -cE '^-+\[ end trace'; }
