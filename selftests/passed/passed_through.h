/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PASSED_THROUGH_H
#define PASSED_THROUGH_H

int call_through(int (*fn)(void));

#endif /* PASSED_THROUGH_H */
