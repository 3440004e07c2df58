# SPDX-License-Identifier: GPL-2.0
ccflags-y += -mno-red-zone
KASAN_SANITIZE_unwind_fp.o := n

kdefer-y += x86_64/cfi.o x86_64/gate.o x86_64/harmless.o x86_64/insn.o x86_64/stack.o x86_64/trap.o
kdefer-$(CONFIG_UNWINDER_FRAME_POINTER) += x86_64/unwind_fp.o

# Who says so in arch_gate.h needs it to be so: clang cannot.
kdefer-keep-registers := $(if $(CONFIG_CC_IS_GCC),-ffixed-rbx -ffixed-r12 -ffixed-r13 -ffixed-r14 -ffixed-r15)
CFLAGS_x86_64/trap.o += $(kdefer-keep-registers)
