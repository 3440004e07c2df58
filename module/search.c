// SPDX-License-Identifier: GPL-2.0
/*
 * Looking for frames further out, before anything is done.
 */
#include "search.h"
#include "state.h"
#include "stats.h"
#include "walk.h"

/* Where a search for the outermost frame goes on that is not done by an older unwind. */
static void go_on_behind(struct walk *w, const struct unwind *older)
{
	unsigned int steps = w->steps;

	walk_fork(w, &older->walk);
	w->steps = steps;
}

/**
 * search_outermost() - the outermost RECOVER_FN that is still to come
 * @u:	   the unwind that asks
 * @suits: is it one to look at?
 * @known: what an older unwind has found when it looked for the same, or NULL
 * @why:   if the stack is understood only in part, where to put why; else NULL is put
 *
 * Where an older unwind is on its way it goes on where that stands: what lies below is
 * passed.
 *
 * Return: its frame, or NULL.
 */
struct defer_frame *
search_outermost(const struct unwind *u,
		 bool (*suits)(const struct unwind *u, const struct walk *w),
		 struct defer_frame *(*known)(const struct unwind *u,
					      const struct unwind *older),
		 const char **why)
{
	struct defer_frame *found = NULL, *remembered;
	struct walk w __uninitialized;
	enum walk_result result;
	struct unwind *older;

	walk_fork(&w, &u->walk);
	w.steps = 0;
	w.why = NULL;
	while ((result = walk_to_gate(&w)) == WALK_GATE) {
		older = w.kind == CALL_GATE ? walk_call(&w)->unwind : NULL;
		remembered = older ? known(u, older) : NULL;
		if (remembered) {
			found = remembered;
			break;
		}
		if (older)
			go_on_behind(&w, older);
		if (w.kind == RECOVER_GATE && suits(u, &w))
			found = walk_frame(&w);
	}
	stats_add(STAT_FRAMES, w.steps);
	*why = result == WALK_LOST ? w.why : NULL;
	return found;
}

/**
 * search_frame() - is this the frame of a RECOVER_FN that is still to come?
 * @u:	    the unwind that asks
 * @wanted: the frame
 * @why:    as of search_outermost()
 *
 * Return: the frame, or NULL.
 */
struct defer_frame *search_frame(const struct unwind *u,
				 const struct defer_frame *wanted,
				 const char **why)
{
	struct walk w __uninitialized;
	enum walk_result result;

	walk_fork(&w, &u->walk);
	w.steps = 0;
	w.why = NULL;
	while ((result = walk_to_gate(&w)) == WALK_GATE) {
		if (w.kind == CALL_GATE && walk_call(&w)->unwind)
			go_on_behind(&w, walk_call(&w)->unwind);
		if (walk_frame(&w) == wanted)
			break;
	}
	stats_add(STAT_FRAMES, w.steps);
	*why = result == WALK_LOST ? w.why : NULL;
	return result == WALK_GATE && w.kind == RECOVER_GATE ? walk_frame(&w) :
							       NULL;
}
