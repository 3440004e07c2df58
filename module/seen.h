/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Places that something was said of: once of each.
 */
#ifndef KDEFER_SEEN_H
#define KDEFER_SEEN_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/ratelimit.h>

struct seen {
	struct ratelimit_state limit;
	unsigned long place[64];
};

/* clang-format off */
#define DEFINE_SEEN(name)						\
	struct seen name = {						\
		.limit = RATELIMIT_STATE_INIT(name, 5 * HZ, 10),	\
	}

/* clang-format on */

/*
 * Is it to be said? A collision costs a report more, and what the rate limit swallows is
 * reported when it happens again.
 */
static inline bool seen_first(struct seen *s, unsigned long place)
{
	unsigned long *slot =
		&s->place[hash_long(place, ilog2(ARRAY_SIZE(s->place)))];

	return READ_ONCE(*slot) != place && __ratelimit(&s->limit) &&
	       xchg(slot, place) != place;
}

/* A module goes. What is loaded in its place is other code, of which nothing was said. */
static inline void seen_forget(struct seen *s, const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s->place); i++)
		if (within_module(READ_ONCE(s->place[i]), (struct module *)mod))
			WRITE_ONCE(s->place[i], 0);
}

#endif /* KDEFER_SEEN_H */
