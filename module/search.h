/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_SEARCH_H
#define KDEFER_SEARCH_H

#include <linux/types.h>

struct defer_frame;
struct unwind;
struct walk;

typedef bool search_suits_fn(const struct unwind *u, const struct walk *w);
typedef struct defer_frame *search_known_fn(const struct unwind *u,
					    const struct unwind *older);

struct defer_frame *search_outermost(const struct unwind *u,
				     search_suits_fn *suits,
				     search_known_fn *known, const char **why);
struct defer_frame *search_frame(const struct unwind *u,
				 const struct defer_frame *wanted,
				 const char **why);

#endif /* KDEFER_SEARCH_H */
