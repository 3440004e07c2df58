// SPDX-License-Identifier: GPL-2.0
/*
 * What is held after a recovery, a case each.
 */
#include "../cases.h"
#include "audit.h"

#define LIST_CASE(name) TEST_CASE(name),
static const struct test_case cases[] = { AUDIT_CASES(LIST_CASE) };

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: what is held after a recovery");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
