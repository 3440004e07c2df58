/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_TEST_DIRECT_H
#define KDEFER_TEST_DIRECT_H

#ifdef HAS_FTRACE_DIRECT_MULTI
#define register_ftrace_direct register_ftrace_direct_multi
#define unregister_ftrace_direct(ops, addr, forget) \
	unregister_ftrace_direct_multi(ops, addr)
#endif

/* In assembly: trampolines. The second stays on the stack while the function runs. */
void direct_entry(void);
void direct_around(void);

/* main.c: what they call */
void direct_seen_entry(void);
void direct_seen_return(void);

#endif /* KDEFER_TEST_DIRECT_H */
