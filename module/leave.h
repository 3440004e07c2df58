/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_LEAVE_H
#define KDEFER_LEAVE_H

struct defer;

void leave_call(struct defer *call);

#endif /* KDEFER_LEAVE_H */
