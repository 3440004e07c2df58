// SPDX-License-Identifier: GPL-2.0
/*
 * module/passes.c: a function that is found has the size that belongs to it.
 * Without: WITHOUT_RELEASE
 * As numbers: struct module
 */
#include "order.h"

#define ENOSPC 28
#define max_t(type, a, b) ((type)(a) > (type)(b) ? (type)(a) : (type)(b))

/* module/passes.c: struct pass */
static struct pass passes[1];
static unsigned int nr_passes;

/* module/passes.c: add() */
/* module/passes.c: passes_say() */

static void other_cpu(void)
{
	add(1, 0x1000, 0x10);
}

int main(void)
{
	/* It was another one's, of which a client has gone. */
	passes[0].bytes = 0x800;
	nr_passes = 1;
	__CPROVER_fence("WWfence", "WRfence");
__CPROVER_ASYNC_1:
	other_cpu();
	assert(!passes_say(0x1100));
	return 0;
}
