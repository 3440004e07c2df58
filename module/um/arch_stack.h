/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_ARCH_STACK_H
#define KDEFER_ARCH_STACK_H

#ifndef CONFIG_FRAME_POINTER
#error "kdefer: User Mode Linux has no unwinder: it must be built with CONFIG_FRAME_POINTER"
#endif

/* All kernel text keeps frame pointers, and nothing rewrites return addresses. */
#define ARCH_ALL_FRAME_POINTERS 1

struct foreign {};

#endif /* KDEFER_ARCH_STACK_H */
