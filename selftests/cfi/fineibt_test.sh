# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Kernels: x86-cfi (other kernels have no FineIBT)
# Append: cfi=fineibt
# Expect: kdefer: this kernel checks indirect calls by FineIBT
# Where indirect calls are checked by who is called, the module does not load, and says how it does.
. ./guest.sh

refused() {
	log_mark
	if load kdefer 2> /dev/null; then
		echo 'it was loaded'
		return 1
	fi
	log_has 'this kernel checks indirect calls by FineIBT, .*: boot it with cfi=kcfi$'
}

ktap_plan 1
ktap_run 'kdefer does not load' refused
ktap_exit
