/* SPDX-License-Identifier: GPL-2.0 */
/*
 * May faults be trapped? The administrator's word, and the machine's.
 */
#ifndef KDEFER_TRAP_POLICY_H
#define KDEFER_TRAP_POLICY_H

#include <linux/compiler.h>
#include <linux/types.h>

/* The parameter "trap". */
enum trap_policy { TRAP_OFF, TRAP_CLIENT, TRAP_ALL };

extern enum trap_policy trap_policy;

/* Does the administrator allow any fault to be trapped? */
static inline bool trap_is_on(void)
{
	return READ_ONCE(trap_policy) != TRAP_OFF;
}

/* Those of all code? */
static inline bool trap_is_all(void)
{
	return READ_ONCE(trap_policy) == TRAP_ALL;
}

void trap_policy_init(void (*changed)(void));
const char *trap_forbidden(void);
const char *trap_take(void);
void trap_return(void);

#endif /* KDEFER_TRAP_POLICY_H */
