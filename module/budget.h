/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_BUDGET_H
#define KDEFER_BUDGET_H

#include <linux/compiler.h>
#include <linux/types.h>

/* The parameter: recoveries per site and second. 0: no limit. */
extern ushort budget_max_recoveries;

bool budget_allows_now(unsigned long site);

/**
 * budget_allows() - may a panic be recovered once more?
 * @site: where it was raised
 *
 * Context: Any context.
 * Return: false if it is to count as uncaught; that was said.
 */
static inline bool budget_allows(unsigned long site)
{
	return likely(!READ_ONCE(budget_max_recoveries)) ||
	       budget_allows_now(site);
}

#endif /* KDEFER_BUDGET_H */
