/* SPDX-License-Identifier: GPL-2.0 */
/* What macros_global.c defines for macros_kunit.c. */
#ifndef KDEFER_KUNIT_MACROS_GLOBAL_H
#define KDEFER_KUNIT_MACROS_GLOBAL_H

long kdefer_kunit_global_defer(long a, long *b);
long kdefer_kunit_global_recover(long a);
long kdefer_kunit_local_result(long a);

#endif /* KDEFER_KUNIT_MACROS_GLOBAL_H */
