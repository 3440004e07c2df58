# SPDX-License-Identifier: GPL-2.0
# For people; Kbuild is for kbuild. "make help" lists the targets.
KERNELRELEASE	?= $(shell uname -r)
KDIR		?= /lib/modules/$(KERNELRELEASE)/build

# The BTF step would need pahole and the kernel's own vmlinux; nothing here uses BTF.
ifneq ($(filter modules install all,$(or $(MAKECMDGOALS),modules)),)
ifeq ($(wildcard $(KDIR)/include/config/auto.conf),)
$(error There are no headers of the kernel $(KERNELRELEASE) in $(KDIR). Install them (Debian: \
	apt install linux-headers-$(KERNELRELEASE)), or say those of which kernel: make KDIR=/path/to/its/build)
endif
endif

kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=

modules clean:
	$(kbuild) $@

install: modules
	@KDIR="$(KDIR)" DESTDIR="$(DESTDIR)" INSTALL_MOD_PATH="$(INSTALL_MOD_PATH)" selftests/install module dev man

install-dev install-man:
	@KDIR="$(KDIR)" DESTDIR="$(DESTDIR)" selftests/install $(@:install-%=%)

man:
	@KDIR="$(KDIR)" selftests/manual/build $(or $(DIR),$(error Where to? make man DIR=/some/directory))

deb:
	@selftests/packages/build $(DIR)

release:
	@selftests/release

demo:
	@selftests/run-demo $(if $(ARCH),--arch "$(ARCH)") $(KERNEL)

check:
	@selftests/check $(if $(KEEP),--keep) $(STAGES)

check-tracers:
	@selftests/check-tracers $(TRACERS)

check-all:
	@selftests/check $(if $(KEEP),--keep) --all

vm:
	@selftests/run-client $(or $(KERNEL),$(if $(filter arm64 aarch64,$(ARCH)),6.12,6.1)) "$(ARCH)" "$(SCRIPT)" $(MODULES)

in-tree:
	@selftests/in_tree/lay "$(KSRC)"

template:
	@selftests/template/write "$(DIR)" "$(NAME)"

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
	@echo 'make install    install them, and what clients are built with, and the manual (root); DESTDIR= and'
	@echo '                INSTALL_MOD_PATH= are honoured; install-dev and install-man: only those'
	@echo 'make man        the manual alone, below DIR=...: kdefer(7), kdefer(9), and a page for each name'
	@echo 'make deb        Debian packages: kdefer-dkms, kdefer-dev and kdefer-doc, in DIR=...'
	@echo 'make release    tag the version that CHANGES.md, dkms.conf, debian/changelog and the module agree on'
	@echo 'make demo       boot a virtual machine and watch a client survive its own bugs (KERNEL=6.1, 6.12 or 7.3;'
	@echo '                  ARCH=arm64: Debian 6.12 of that architecture, in an emulator)'
	@echo 'make check      every test: KUnit on User Mode Linux, kselftests on Debian kernels in QEMU'
	@echo "                  (only some: make check STAGES=\"kunit kselftest-6.1\"; KEEP=y: renew the table of kernels)"
	@echo 'make check-tracers  KUnit and kselftests again, under each tracer (only some: TRACERS="kprobe events")'
	@echo 'make check-all  all that make check does, and more kernels, packages, in-tree: some four hours'
	@echo 'make vm         your own client in a virtual machine: MODULES="a.ko b.ko" KERNEL=6.1, 6.12 or 7.3, ARCH=arm64, SCRIPT=what to run;'
	@echo '                  without MODULES it says how to build for that kernel'
	@echo 'make template   a client to begin with: DIR=/where/it/goes NAME=name_of_the_module'
	@echo 'make in-tree    put it into a kernel source, KSRC=..., as lib/kdefer, with a Kconfig: y or m'
	@echo 'make fuzz       random programs, run by Go and by kdefer, on a fast kernel: SEED=1 COUNT=20000'
	@echo 'make fuzz-teeth break the module in forty ways; does the fuzzer find each? (MUTATIONS="NAME...")'
	@echo 'make bench      kdefer beside its peers, in the kernel and in user space (KEEP=y: renew the figures in README)'
	@echo 'make stress     many threads and interrupts that give up: SEED=1 COUNT=10000000'
	@echo 'make lint       warnings, sparse, checkpatch, kernel-doc, clang-format, shellcheck'
	@echo 'make clean      remove what "make" left in the tree'
	@echo 'All but make, install, man and clean build outside the tree, in KDEFER_WORK, $${XDG_CACHE_HOME:-~/.cache}/kdefer'
	@echo 'by default (kernels are always there), and install the Debian packages they lack (as root, or through sudo).'

.DEFAULT_GOAL := modules
.PHONY: modules clean install install-dev install-man man deb release demo check check-tracers check-all vm template in-tree fuzz fuzz-teeth bench stress lint help
