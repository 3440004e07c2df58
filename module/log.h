/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Recovering with a line in the log.
 */
#ifndef KDEFER_LOG_H
#define KDEFER_LOG_H

#include <linux/compiler.h>

#include "state.h"

void log_print(struct unwind *u);

/**
 * log_recovery() - a panic has ended; say so, if the handler that recovered wants that
 * @u: its unwind
 *
 * Context: Any context.
 */
static inline void log_recovery(struct unwind *u)
{
	if (unlikely(u->log))
		log_print(u);
}

#endif /* KDEFER_LOG_H */
