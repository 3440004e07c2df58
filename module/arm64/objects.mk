# SPDX-License-Identifier: GPL-2.0
kdefer-y += arm64/gate.o arm64/insn.o arm64/stack.o arm64/trap.o

# Who says so in arch_gate.h needs it to be so: clang cannot.
kdefer-keep-registers := $(if $(CONFIG_CC_IS_GCC),$(addprefix -ffixed-,x19 x20 x21 x22 x23 x24 x25 x26 x27 x28))
CFLAGS_arm64/trap.o += $(kdefer-keep-registers)
