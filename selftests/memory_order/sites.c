// SPDX-License-Identifier: GPL-2.0
/*
 * module/sites.c: counts that are read belong to the place that they are read with.
 * Without: WITHOUT_WMB WITHOUT_RELEASE
 */
#include "order.h"

#define SET_BITS 0
#define WAYS 1
#define raw_cpu_ptr(x) (x)
#define hash_long(ip, bits) 0
#define time_after(a, b) ((long)((b) - (a)) < 0)

static unsigned long jiffies;

/* module/sites.c: struct site */
/* module/sites.c: struct table */
static struct table cpu, *tables = &cpu;

/* module/sites.c: panics_of() */
/* module/sites.c: make_room() */
/* module/sites.c: sites_count() */
/* module/sites.c: add_to() */

static void other_cpu(void)
{
	sites_count(2, true);
}

int main(void)
{
	struct site all[1];
	unsigned int nr = 0;

	cpu.sets[0][0].ip = 1;
	cpu.sets[0][0].recovered = 3;
	cpu.sets[0][0].others = 3;
	__CPROVER_fence("WWfence", "WRfence");
__CPROVER_ASYNC_1:
	other_cpu();
	add_to(all, &nr, &cpu.sets[0][0]);
	if (!nr)
		return 0;
	if (all[0].ip == 1)
		assert(all[0].recovered == 3 && all[0].others == 3);
	else
		assert(all[0].ip == 2 && all[0].recovered <= 1 &&
		       !all[0].others);
	return 0;
}
