# SPDX-License-Identifier: GPL-2.0
# The gates are those of the processor that the host has.
ccflags-y += -mno-red-zone

kdefer-y += x86_64/gate.o um/stack.o um/trap.o

# Who says so in arch_gate.h needs it to be so: clang cannot.
kdefer-keep-registers := $(if $(CONFIG_CC_IS_GCC),-ffixed-rbx -ffixed-r12 -ffixed-r13 -ffixed-r14 -ffixed-r15)
