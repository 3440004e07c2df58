# SPDX-License-Identifier: GPL-2.0
# For a module that uses kdefer, in its top Kbuild:
#
#	include /path/to/kdefer/include/kdefer.mk
#
# or, where it is installed, /usr/include/kdefer/kdefer.mk.
#
# It makes <linux/kdefer.h> found, lets modpost find the symbols, and has the
# module keep frame pointers, which makes soft panics fast. Symbols of others are added
# to KBUILD_EXTRA_SYMBOLS with +=: after := modpost does not find kdefer's any more.
kdefer-include := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
include $(kdefer-include)/kdefer-compiler.mk

subdir-ccflags-y += -I$(kdefer-include) -DKDEFER_FRAME_POINTERS
subdir-ccflags-y += -fno-omit-frame-pointer -fno-optimize-sibling-calls
# A jump past the declaration of a deferred call: its end would run without its beginning.
# clang, which lacks the option, compiles no such jump.
subdir-ccflags-y += $(call cc-option,-Werror=jump-misses-init)
# For <linux/kdefer/classes.h>: what the kernel's headers have is asked once, by the topmost Kbuild that includes this.
ifeq ($(modpost-args),)
ifeq ($(kdefer_classes),)
kdefer_classes := $(shell sh $(kdefer-include)/kdefer-classes $(srctree)/include $(wildcard $(srctree)/arch/$(SRCARCH)/include))
$(if $(kdefer_classes),,$(error kdefer: $(kdefer-include)/kdefer-classes is not there, or does not run))
export kdefer_classes
endif
subdir-ccflags-y += $(kdefer_classes)
endif
# For trap_faults(): what may fault stays on its side of a deferred call's beginning and end. The compiler takes a
# division or a load from a constant table to a place where the result is used, or out of a loop, across all else.
subdir-ccflags-y += $(call cc-option,-fno-tree-sink) $(call cc-option,-fno-tree-loop-im)
subdir-ccflags-y += $(call cc-option,-fno-move-loop-invariants) $(call cc-option,-fno-gcse)
# The same for clang. Of ThinLTO code is made when a module is linked: there it is to be said again, in folders below too.
kdefer-llvm := -instcombine-code-sinking=false -disable-machine-sink -sink-common-insts=false
subdir-ccflags-y += $(foreach option,$(kdefer-llvm),$(call cc-option,-mllvm $(option)))
ifneq ($(CONFIG_LTO_CLANG_THIN),)
ifeq ($(filter $(kdefer-llvm),$(KBUILD_LDFLAGS)),)
KBUILD_LDFLAGS += $(foreach option,$(kdefer-llvm),-mllvm $(option))
endif
endif
include $(kdefer-include)/kdefer-pads/pads.mk
# The static check: which functions hold something over a call that may give up? kdefer-check := n switches it off, strict
# has it look at indirect calls; kdefer-check-known lists functions that have been looked at. gcc writes for it
# what it has read, beside the object; make clean knows files of that name. Only what the topmost Kbuild asks for is checked:
# modpost reads that once more, when all objects are there.
ifneq ($(KBUILD_EXTMOD),)
kdefer-is-checked = $(if $(CONFIG_CC_IS_GCC),$(filter-out n,$(or $(kdefer-check),y)))
ifeq ($(modpost-args),)
ifneq ($(and $(kdefer-is-checked),$(filter . $(KBUILD_EXTMOD),$(obj))),)
subdir-ccflags-y += -fdump-tree-gimple-lineno
endif
else ifeq ($(kdefer-checks),)
kdefer-checks := kdefer-checks
PHONY += $(kdefer-checks)
__modpost: $(kdefer-checks)
$(kdefer-checks):
	$(if $(kdefer-is-checked),$(Q)sh $(kdefer-include)/kdefer-check $(if $(filter silent_,$(quiet)),,--say) \
		$(if $(filter strict,$(kdefer-check)),--strict) $(addprefix --known=,$(kdefer-check-known)) \
		--modules $(obj)/modules.order,@:)
endif
endif
# Of the tree that this file is in, or where "make install" or dkms has put them.
kdefer-symvers := $(firstword $(wildcard $(kdefer-include)/../Module.symvers \
	$(kdefer-include)/symvers/$(KERNELRELEASE)/Module.symvers \
	$(addprefix $(kdefer-include)/../../../var/lib/dkms/kdefer/kernel-$(KERNELRELEASE)-$(shell uname -m)/, \
		Module.symvers module/Module.symvers)))
KBUILD_EXTRA_SYMBOLS += $(kdefer-symvers)
# modpost reads this once more, and would only say that each symbol is undefined.
ifneq ($(modpost-args),)
ifeq ($(kdefer-symvers),)
kdefer-advice := kdefer is not built for $(KERNELRELEASE): \
	$(if $(wildcard $(kdefer-include)/../module/main.c),run make in $(abspath $(kdefer-include)/..) for that \
	kernel,install kdefer-dkms or run make install in its tree for that kernel), and then build this
$(if $(filter-out $(kdefer-symvers),$(KBUILD_EXTRA_SYMBOLS)),$(warning $(kdefer-advice)),$(error $(kdefer-advice)))
endif
endif
