/* SPDX-License-Identifier: GPL-2.0 */
/*
 * 6.4 gave register_ftrace_direct() the arguments of what had been
 * register_ftrace_direct_multi().
 */
#ifndef KDEFER_TEST_DIRECT_COMPAT_H
#define KDEFER_TEST_DIRECT_COMPAT_H

#include <linux/ftrace.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define register_ftrace_direct register_ftrace_direct_multi
#define unregister_ftrace_direct(ops, addr, forget) \
	unregister_ftrace_direct_multi(ops, addr)
#endif

#endif /* KDEFER_TEST_DIRECT_COMPAT_H */
