/* SPDX-License-Identifier: GPL-2.0 */
/* What the two files know of each other. */
#ifndef _STATIC_CHECK_ACROSS_H
#define _STATIC_CHECK_ACROSS_H

#include "client.h"

void theirs(int n);
int their_gate(int n);
int their_stop(int n);
void their_apply(int n);
void back(int n);
void nobody_s(int n);

#endif /* _STATIC_CHECK_ACROSS_H */
