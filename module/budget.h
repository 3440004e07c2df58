/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_BUDGET_H
#define KDEFER_BUDGET_H

#include <linux/types.h>

bool budget_allows(unsigned long site);

#endif /* KDEFER_BUDGET_H */
