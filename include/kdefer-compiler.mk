# SPDX-License-Identifier: GPL-2.0
# The headers of a kernel are for the compiler that it is configured for, gcc or clang. Another builds with them, where
# it takes all options, and reads preempt_count and per-CPU variables at wrong places. Asked once, by the topmost Kbuild;
# not by "make clean", which knows no configuration, nor by modpost.
ifneq ($(CONFIG_CC_IS_GCC)$(CONFIG_CC_IS_CLANG),)
ifeq ($(modpost-args)$(kdefer_compiler),)
kdefer_compiler := $(if $(findstring clang,$(shell $(CC) --version)),clang,gcc)
export kdefer_compiler
kdefer-kernel-compiler := $(if $(CONFIG_CC_IS_CLANG),clang,gcc)
ifneq ($(kdefer_compiler),$(kdefer-kernel-compiler))
$(error kdefer: this kernel is configured for $(kdefer-kernel-compiler), and the compiler is $(kdefer_compiler) ($(strip $(CC))): \
	build $(if $(CONFIG_CC_IS_CLANG),with LLVM=1 (LLVM=-19 for clang-19),without LLVM= and CC=), as the kernel was built)
endif
endif
endif
