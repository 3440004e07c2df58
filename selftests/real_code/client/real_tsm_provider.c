// SPDX-License-Identifier: GPL-2.0
/* A provider of reports: what it writes is what was asked. It gives up in its turn. */
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tsm.h>

#include "real.h"

#include "calls.h"

static int report_new(struct tsm_report *report, void *unused)
{
	void *out __free(kvfree) = kvmemdup(
		report->desc.inblob, report->desc.inblob_len, GFP_KERNEL);
	void *aux __free(kvfree) = kvmemdup("auxiliary", 9, GFP_KERNEL);
	void *manifest __free(kvfree) = kvmemdup("manifest", 8, GFP_KERNEL);

	if (!out || !aux || !manifest)
		return -ENOMEM;
	report->outblob = no_free_ptr(out);
	report->outblob_len = report->desc.inblob_len;
	report->auxblob = no_free_ptr(aux);
	report->auxblob_len = 9;
	report->manifestblob = no_free_ptr(manifest);
	report->manifestblob_len = 8;
	return 0;
}

static const struct tsm_ops ops = {
	.name = "real",
	.report_new = report_new,
};

static int __init provider_init(void)
{
	return tsm_register(&ops, NULL);
}
module_init(provider_init);

static void __exit provider_exit(void)
{
	tsm_unregister(&ops);
}
module_exit(provider_exit);

MODULE_DESCRIPTION("Test of kdefer: a provider of reports that gives up");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
