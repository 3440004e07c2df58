// SPDX-License-Identifier: GPL-2.0
/*
 * KFENCE lives on page faults of its own: it reports them and lets the access be.
 */
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/kfence.h>
#include <linux/slab.h>

#include "faults.h"

static void *objects[1000];

/* Every now and then an allocation comes from KFENCE. */
static void *kfence_object(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		objects[i] = kmalloc(PAGE_SIZE, GFP_KERNEL);
		if (is_kfence_address(objects[i]))
			return objects[i];
		usleep_range(500, 1000);
	}
	return NULL;
}

static void test_kfence(void)
{
	void *object = kfence_object();
	struct outcome o;
	unsigned int i;

	CHECK(object);
	if (object) {
		survive(&o, victim_read, object + PAGE_SIZE);
		CHECK_EQ(o.faults, 0);
		CHECK_EQ(o.order, 12345);
	}
	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		kfree(objects[i]);
		objects[i] = NULL;
	}
}

const struct fault_case kfence_cases[] = { { "kfence/out_of_bounds",
					     test_kfence },
					   {} };
