# SPDX-License-Identifier: GPL-2.0
# Landing pads, for kdefer.mk.
#
kdefer-pads-dir := $(kdefer-include)/kdefer-pads
# kdefer-pads := y before the include of this file: what plain functions hold by guard(), __free() and the like is cleaned
# up by their landing pads; "report" in the place of y: what plain functions hold is said instead. More words: "faults", for clients that say trap_faults(); "fixed": no pad reads a register, so
# that each can be run behind any code, for some more instructions in all functions. For single files there are, instead,
# CFLAGS_file.o += $(kdefer-pads-flags), and to those $(kdefer-pads-faults-flags), $(kdefer-pads-fixed-flags),
# $(kdefer-pads-report-flags).
kdefer-hint = $(shell sed -n 's/^\#define UNWIND_HINT_TYPE_$1[[:space:]]*//p' $(wildcard \
	$(srctree)/include/linux/objtool_types.h $(srctree)/include/linux/objtool.h) /dev/null)
# What is of the processor: on x86-64 objtool is told of pads.
kdefer-pads-of-x86_64 := -mno-accumulate-outgoing-args -Wa,--defsym,kdefer_hint_save=$(or $(call kdefer-hint,SAVE),0) \
	-Wa,--defsym,kdefer_hint_restore=$(or $(call kdefer-hint,RESTORE),0)
kdefer-pads-of-arm64 := -Wa,--defsym,kdefer_pads_arm64=1
kdefer-pads-kept := $(if $(CONFIG_ARM64),x19 x20 x21 x22 x23 x24 x25 x26 x27 x28,rbx r12 r13 r14 r15)
# The edit is a part of the compiler: another one, and make, or ccache, is to compile again.
kdefer-pads-edition := $(shell cat $(kdefer-pads-dir)/* | cksum | cut -d' ' -f1)
# A client's own abort() may give up, of gcc's that is not so; the kernel has none of these.
kdefer-pads-gcc-flags := -fexceptions -fasynchronous-unwind-tables -fno-reorder-blocks-and-partition -fno-jump-tables \
	$(addprefix -fno-builtin-,abort exit _exit free malloc calloc realloc aligned_alloc posix_memalign alloca strdup strndup) \
	-DKDEFER_PADS=$(kdefer-pads-edition)U -B$(kdefer-pads-dir)/ -include $(kdefer-pads-dir)/exceptions.h \
	$(kdefer-pads-of-$(if $(CONFIG_ARM64),arm64,x86_64))
kdefer-pads-clang = $(error kdefer: landing pads: clang writes them in another way, which is not understood; gcc is needed)
kdefer-pads-flags = $(if $(CONFIG_CC_IS_CLANG),$(kdefer-pads-clang),$(kdefer-pads-gcc-flags))
kdefer-pads-faults-flags := -fnon-call-exceptions -DKDEFER_PADS_FAULTS -Wa,--defsym,kdefer_pads_faults=1
kdefer-pads-fixed-flags := $(addprefix -ffixed-,$(kdefer-pads-kept)) -Wa,--defsym,kdefer_pads_fixed=1
# What is inlined into a body would be the body's.
kdefer-pads-report-flags := -DKDEFER_PADS_REPORT -Wa,--defsym,kdefer_pads_report=1 -fno-inline-functions-called-once \
	-fno-inline-small-functions -fno-inline-functions
export KDEFER_AS := $(shell $(CC) -print-prog-name=as)
ifneq ($(filter-out y report faults fixed,$(kdefer-pads)),)
$(error kdefer: kdefer-pads is "$(kdefer-pads)": of the words y, report, faults, fixed)
endif
ifneq ($(kdefer-pads),)
subdir-ccflags-y += $(kdefer-pads-flags) $(if $(filter faults,$(kdefer-pads)),$(kdefer-pads-faults-flags)) \
	$(if $(filter fixed,$(kdefer-pads)),$(kdefer-pads-fixed-flags)) \
	$(if $(filter report,$(kdefer-pads)),$(kdefer-pads-report-flags))
endif
