# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: bpf/bpf_client.ko bpf/direct/bpf_direct.ko
# Files: bpf_lib.sh
# Qemu: -d nochain
# Not-on: arm64-6.1 (it has no CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS, which programs at functions of the kernel are made of)
# Expect: kdefer: soft panic: asked to
# Allow: kdefer: (contained: |raised at:|trap=all: | )
# A direct user of ftrace on the functions that a client's soft panics pass: its trampolines are a module's.
# Not chained: QEMU 7.2 may go on with what a function was before the kernel has rewritten it.
. ./bpf_lib.sh

# beside AROUND BELOW FUNCTION...
beside() {
	who="direct, around=$1, $3"
	around=$1 below=$2
	shift 2
	ktap_run "$who: loads" load bpf_direct "around=$around" "functions=$(echo "$*" | tr ' ' ,)"
	client_is_right "$who" "$below"
	ktap_note "$(parameter bpf_direct entries) entries, $(parameter bpf_direct returns) returns"
	ktap_run "$who: has seen calls" test "$(parameter bpf_direct entries)" -gt 0
	# By this shell itself: one that waited for another's output would come back to a trampoline that is gone.
	unload bpf_direct
	ktap_is "$who: unloads" $? 0
}

ktap_plan $((2 + 4 * (results + 3)))
ktap_run 'the modules load' load_client
for around in N Y; do
	# shellcheck disable=SC2086 # a list of words
	beside $around 1 $functions
	# shellcheck disable=SC2086
	beside $around 0 $bodies
done
ktap_run 'nothing is in use any more' eval 'unload bpf_client && unload kdefer'
ktap_exit
