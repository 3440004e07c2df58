# SPDX-License-Identifier: GPL-2.0
# For people; Kbuild is for kbuild. "make help" lists the targets.
KERNELRELEASE	?= $(shell uname -r)
KDIR		?= /lib/modules/$(KERNELRELEASE)/build

# The BTF step would need pahole and the kernel's own vmlinux; nothing here uses BTF.
kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=

modules clean:
	$(kbuild) $@

install: modules
	$(kbuild) modules_install
	@echo 'Installed. Where modules_install did not run it: depmod -a'

demo:
	@selftests/run-demo $(KERNEL)

check:
	@selftests/check $(if $(KEEP),--keep) $(STAGES)

check-tracers:
	@selftests/check-tracers $(TRACERS)

check-all:
	@selftests/check $(if $(KEEP),--keep) --all

vm:
	@selftests/run-client $(or $(KERNEL),6.1) "$(SCRIPT)" $(MODULES)

fuzz:
	@selftests/fuzz/run --fast $(or $(SEED),1) $(or $(COUNT),20000)

fuzz-teeth:
	@selftests/fuzz/teeth $(or $(SEED),1) $(or $(COUNT),20000) $(MUTATIONS)

bench:
	@selftests/bench/run $(if $(KEEP),--keep)

stress:
	@selftests/stress/run $(or $(COUNT),10000000) $(or $(SEED),1)

lint:
	@selftests/lint

help:
	@echo 'make            build the modules for the running kernel, or another: KDIR=/path/to/build'
	@echo 'make install    install them (root; INSTALL_MOD_PATH= is honoured)'
	@echo 'make demo       boot a virtual machine and watch a client survive its own bugs (KERNEL=6.1, 6.12 or 7.3)'
	@echo 'make check      every test: KUnit on User Mode Linux, kselftests on Debian kernels in QEMU'
	@echo "                  (only some: make check STAGES=\"kunit kselftest-6.1\"; KEEP=y: renew the table of kernels)"
	@echo 'make check-tracers  KUnit and kselftests again, under each tracer (only some: TRACERS="kprobe events")'
	@echo 'make check-all  all that make check does, and KUnit and kselftests on two debug kernels: an hour'
	@echo 'make vm         your own client in a virtual machine: MODULES="a.ko b.ko" KERNEL=6.1, 6.12 or 7.3, SCRIPT=what to run;'
	@echo '                  without MODULES it says how to build for that kernel'
	@echo 'make fuzz       random programs, run by Go and by kdefer, on a fast kernel: SEED=1 COUNT=20000'
	@echo 'make fuzz-teeth break the module in thirty ways; does the fuzzer find each? (MUTATIONS="NAME...")'
	@echo 'make bench      kdefer beside its peers, in the kernel and in user space (KEEP=y: renew the figures in README)'
	@echo 'make stress     many threads and interrupts that give up: SEED=1 COUNT=10000000'
	@echo 'make lint       warnings, sparse, checkpatch, kernel-doc, clang-format, shellcheck'
	@echo 'make clean      remove what "make" left in the tree'
	@echo 'All but make, install and clean build outside the tree, in KDEFER_WORK, $${XDG_CACHE_HOME:-~/.cache}/kdefer'
	@echo 'by default (kernels are always there), and install the Debian packages they lack (as root, or through sudo).'

.DEFAULT_GOAL := modules
.PHONY: modules clean install demo check check-tracers check-all vm fuzz fuzz-teeth bench stress lint help
