/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_DEFER_H
#define KDEFER_DEFER_H

#include <linux/kdefer/frame.h>

bool defer_pop(struct defer_frame *frame, struct defer *call);

#endif /* KDEFER_DEFER_H */
