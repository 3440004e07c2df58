# SPDX-License-Identifier: GPL-2.0
# The gates are those of the processor that the host has.
ccflags-y += -mno-red-zone

kdefer-y += x86_64/gate.o um/stack.o um/trap.o
