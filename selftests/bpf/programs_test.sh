# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: bpf/bpf_client.ko bpf/user/bystander
# Files: bpf_lib.sh
# Append: lsm=bpf
# Qemu: -d nochain
# Not-on: arm64-6.1 (it has no CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS, which programs at functions of the kernel are made of)
# Timeout: 400
# Allow: kdefer: (soft panic: asked to|contained: |raised at:|trap=all: | )
# BPF programs on the functions that a client's soft panics pass: trampolines, which are generated code, are
# among the stack's frames, and so are programs where a client is called below one.
# Not chained: QEMU 7.2 may go on with what a function was before the kernel has rewritten it.
. ./bpf_lib.sh

if [ ! -e $btf ]; then
	ktap_plan 1
	ktap_skip 'BPF programs' 'this kernel has no types for them (CONFIG_DEBUG_INFO_BTF)'
	ktap_exit
fi

# beside KIND FUNCTION...
beside() {
	ktap_run "$1: attached" attach "$@"
	client_is_right "$1" 1
	ktap_run "$1: its programs have run" detach
}

ktap_plan $((2 + results + 6 * (results + 2)))
ktap_run 'the modules load' load_client
client_is_right alone 0
for kind in fentry fexit; do
	# shellcheck disable=SC2086 # a list of words
	beside $kind $functions
done
# Only these may be modified (CONFIG_FUNCTION_ERROR_INJECTION is not set), and only these be replaced.
beside fmod_ret security_file_open
beside freplace security_file_open
beside lsm bpf_lsm_file_open
# Told that a connection has ended.
beside struct_ops set_state
ktap_run 'nothing is in use any more' eval 'unload bpf_client && unload kdefer'
ktap_exit
