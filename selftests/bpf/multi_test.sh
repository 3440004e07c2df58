# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (it has no CONFIG_FPROBE, which kprobe.multi is made of)
# Kernels: 6.12 7.3 (CONFIG_FPROBE is not set, which kprobe.multi is made of)
# Modules: bpf/bpf_client.ko bpf/user/bystander
# Files: bpf_lib.sh
# Qemu: -d nochain
# Expect: kdefer: soft panic: asked to
# Allow: kdefer: (contained: |raised at:|trap=all: | )
# kprobe.multi programs on the functions that a client's soft panics pass, at their entry and at their return.
# Not chained: QEMU 7.2 may go on with what a function was before the kernel has rewritten it.
. ./bpf_lib.sh

# beside BELOW KIND FUNCTION...
beside() {
	below=$1
	shift
	ktap_run "$1, $2: attached" attach "$@"
	client_is_right "$1, $2" "$below"
	ktap_run "$1, $2: its programs have run" detach
}

ktap_plan $((2 + 4 * (results + 2)))
ktap_run 'the modules load' load_client
for kind in multi multi_return; do
	# shellcheck disable=SC2086 # a list of words
	beside 1 $kind $functions
	# shellcheck disable=SC2086
	beside 0 $kind $bodies
done
ktap_run 'nothing is in use any more' eval 'unload bpf_client && unload kdefer'
ktap_exit
