/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_TEST_DIRECT_H
#define KDEFER_TEST_DIRECT_H

/* In assembly: trampolines. The second stays on the stack while the function runs. */
void direct_entry(void);
void direct_around(void);

/* main.c: what they call */
void direct_seen_entry(void);
void direct_seen_return(void);

#endif /* KDEFER_TEST_DIRECT_H */
