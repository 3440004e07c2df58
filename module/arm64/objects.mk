# SPDX-License-Identifier: GPL-2.0
kdefer-y += arm64/gate.o arm64/insn.o arm64/stack.o arm64/trap.o
