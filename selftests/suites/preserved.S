/* SPDX-License-Identifier: GPL-2.0 */
#ifdef CONFIG_ARM64
#include "../arm64/registers.S"
#else
#include "../x86_64/registers.S"
#endif
