/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_SEARCH_H
#define KDEFER_SEARCH_H

#include <linux/types.h>

struct defer_frame;
struct unwind;
struct walk;

struct defer_frame *
search_outermost(const struct unwind *u,
		 bool (*suits)(const struct unwind *u, const struct walk *w),
		 struct defer_frame *(*known)(const struct unwind *u,
					      const struct unwind *older),
		 const char **why);
struct defer_frame *search_frame(const struct unwind *u,
				 const struct defer_frame *wanted,
				 const char **why);

#endif /* KDEFER_SEARCH_H */
