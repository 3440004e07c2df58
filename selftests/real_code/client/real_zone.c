// SPDX-License-Identifier: GPL-2.0
/*
 * drivers/thermal/testing/zone.c: thermal zones for tests of the thermal core. Memory by
 * __free(), a count by __free(put_tt_zone), locks by guard(); some of it is handed to a worker.
 */
#include "source/zone.includes.h"
#include <linux/module.h>
#include <linux/slab.h>

#include "real.h"

/* clang-format off */
static int bare_tt_zone_tz_temp_get(void *data, u64 *val);
static int bare_tt_zone_tz_temp_set(void *data, u64 val);

RECOVER_FN(int, tt_zone_tz_temp_get, void *, data, u64 *, val)
{
	REAL_ENTRY();
	return bare_tt_zone_tz_temp_get(data, val);
}

RECOVER_FN(int, tt_zone_tz_temp_set, void *, data, u64, val)
{
	REAL_ENTRY();
	return bare_tt_zone_tz_temp_set(data, val);
}

#define tt_zone_tz_temp_get(...) bare_tt_zone_tz_temp_get(__VA_ARGS__)
#define tt_zone_tz_temp_set(...) bare_tt_zone_tz_temp_set(__VA_ARGS__)
/* clang-format on */

#include "calls.h"
#include "source/zone.c"

struct workqueue_struct *tt_wq;
struct dentry *d_testing;

/* Operations are on the newest zone. */
static const char *newest(void)
{
	static char id[16];

	guard(mutex)(&tt_thermal_zones_lock);
	snprintf(id, sizeof(id), "%d",
		 list_empty(&tt_thermal_zones) ?
			 -1 :
			 list_last_entry(&tt_thermal_zones,
					 struct tt_thermal_zone, list_node)
				 ->id);
	return id;
}

RECOVER_FN(int, entry_add)
{
	REAL_ENTRY();
	return tt_add_tz();
}

/* clang-format off */
#define ENTRY(name, fn)						\
	RECOVER_FN(int, entry_##name, const char *, id)		\
	{							\
		REAL_ENTRY();					\
		return fn(id);					\
	}							\
	static int name(void)					\
	{							\
		int err = entry_##name(newest());		\
								\
		flush_workqueue(tt_wq);				\
		return err;					\
	}

ENTRY(del, tt_del_tz)
ENTRY(trip, tt_zone_add_trip)
ENTRY(reg, tt_zone_reg)
ENTRY(unreg, tt_zone_unreg)
/* clang-format on */

static int add(void)
{
	int err = entry_add();

	flush_workqueue(tt_wq);
	return err;
}

static const struct real_command commands[] = {
	{ "add", add }, { "del", del },	    { "trip", trip },
	{ "reg", reg }, { "unreg", unreg }, {},
};

static int run_set(const char *name, const struct kernel_param *param)
{
	return real_run(name, commands);
}

static const struct kernel_param_ops run_ops = { .set = run_set };
module_param_cb(run, &run_ops, NULL, 0200);

static bool is_free(struct mutex *lock)
{
	bool got = mutex_trylock(lock);

	if (got)
		mutex_unlock(lock);
	return got;
}

/* Locks that are held, zones and what they count */
static int state_get(char *buffer, const struct kernel_param *param)
{
	struct tt_thermal_zone *zone;
	int n = 0;

	if (!is_free(&tt_thermal_zones_lock))
		return sprintf(buffer, "tt_thermal_zones_lock held\n");
	list_for_each_entry(zone, &tt_thermal_zones, list_node)
		n += sprintf(buffer + n, "zone %d: %u users, %s%s ", zone->id,
			     zone->refcount,
			     is_free(&zone->lock) ? "" : "lock held, ",
			     zone->tz ? "registered" : "not registered");
	return n + sprintf(buffer + n, "%s\n",
			   ida_is_empty(&tt_thermal_zones_ida) ? "no numbers" :
								 "numbers");
}

static const struct kernel_param_ops state_ops = { .get = state_get };
module_param_cb(state, &state_ops, NULL, 0400);

static int __init zone_init(void)
{
	tt_wq = alloc_workqueue("real_zone", WQ_UNBOUND, 0);
	if (!tt_wq)
		return -ENOMEM;
	d_testing = debugfs_create_dir("real_zone", NULL);
	return 0;
}
module_init(zone_init);

static void __exit zone_exit(void)
{
	destroy_workqueue(tt_wq);
	debugfs_remove(d_testing);
	tt_zone_cleanup();
}
module_exit(zone_exit);

MODULE_DESCRIPTION(
	"Test of kdefer: test zones of the thermal core, left at each call");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
