// SPDX-License-Identifier: GPL-2.0
/*
 * soft_exit(), and the end of a thread, which is one.
 */
#include <linux/err.h>
#include <linux/kdefer.h>
#include <linux/module.h>

#include <trace/events/kdefer.h>

#include <arch_gate.h>

#include "compat.h"
#include "exit.h"
#include "misuse.h"
#include "own.h"
#include "raise.h"
#include "search.h"

/* For soft_exit(): the frames of the module that exits. */
static bool is_of_client(const struct unwind *u, const struct walk *w)
{
	return owner_has(client_owner(u->client), w->at.ip);
}

static struct defer_frame *known_exit(const struct unwind *u,
				      const struct unwind *older)
{
	if (!older->exiting)
		return NULL;
	if (older->exit_frame == UNWIND_ENDS_THREAD)
		return older->exit_frame;
	return older->exit_by && older->exit_by == client_owner(u->client) ?
		       older->exit_frame :
		       NULL;
}

struct exit_wish {
	struct defer_frame *to;
	unsigned long code;
	unsigned int flags; /* KDEFER_EXIT_TO... */
};

/* Makes an unwind an exit. The frame that it ends in; NULL if there is none. */
static const struct defer_frame *
aim(struct unwind *u, const struct exit_wish *wish, const char **why)
{
	struct defer_frame *frame;

	if (wish->flags & KDEFER_EXIT_TO)
		frame = search_frame(u, wish->to, why);
	else
		frame = search_outermost(u, is_of_client, known_exit, why);
	if (!frame)
		return NULL;
	u->exiting = true;
	u->began_exiting = true;
	u->exit_code = wish->code;
	u->exit_frame = frame;
	u->exit_by = wish->flags & KDEFER_EXIT_TO ? NULL :
						    client_owner(u->client);
	return frame;
}

/* An errno fits into what holds one, which a pointer does by ERR_PTR(). */
static bool is_errno_or_0(unsigned long code)
{
	return !code || IS_ERR_VALUE(code);
}

/* Is it what a function of this result can return, and its caller will see? */
static bool fits(const struct defer_frame *frame, unsigned long code,
		 bool is_pointer)
{
	const unsigned int returns = frame->flags;
	const unsigned int bits = (returns & KDEFER_RETURNS_BYTES) >>
				  KDEFER_BYTES_SHIFT << 3;
	const long value = code;

	if (returns & KDEFER_RETURNS_VOID)
		return true;
	if (returns & KDEFER_RETURNS_POINTER)
		return is_pointer || is_errno_or_0(code);
	if (returns & KDEFER_RETURNS_BOOL)
		return code <= 1;
	/* All of it, as a number with a sign or as one without. */
	return bits >= BITS_PER_LONG || !(code >> bits) ||
	       value >> (bits - 1) == -1;
}

/* Why it cannot be, with its errno in @err; NULL: it is prepared. */
static const char *prepare(struct unwind *u, const struct exit_wish *wish,
			   int *err)
{
	const struct defer_frame *frame;
	const char *why;

	*err = -ENOTRECOVERABLE;
	frame = aim(u, wish, &why);
	if (!frame && why)
		return "soft_exit() finds no RECOVER_FN in what it understands of this stack";
	if (!frame && wish->flags & KDEFER_EXIT_TO) {
		misuse("soft_exit_to() a frame that is no RECOVER_FN's on this stack",
		       u->site);
		return "soft_exit_to() a frame that is not on this stack";
	}
	if (!frame)
		return "soft_exit() without a RECOVER_FN of this module on this stack";
	if (why)
		report_half_way(u, frame, why);
	if (frame == UNWIND_ENDS_THREAD ||
	    fits(frame, wish->code, wish->flags & KDEFER_EXIT_POINTER))
		return NULL;
	misuse("soft_exit() with a result that its RECOVER_FN cannot return",
	       u->site);
	*err = -EINVAL;
	return "soft_exit() with a result that does not fit";
}

static noinline void leave(const struct kdefer_client *client,
			   const struct cursor *from,
			   const struct exit_wish *wish)
{
	struct va_format format = {};
	struct unwind u __uninitialized;
	int err = -ENOTRECOVERABLE;

	raise_init(&u, client, from);
	stats_count(STAT_EXITS);
	if (unlikely(!walk_start(&u.walk, client, from))) {
		report_uncaught(&u);
		return;
	}
	u.site = u.walk.at.ip;
	trace_kdefer_exit(u.site, wish->code);
	format.fmt = prepare(&u, wish, &err);
	if (unlikely(format.fmt)) {
		u.exiting = false;
		u.began_exiting = false;
		u.exit_frame = NULL;
		raise_init_panic(&u, SOFT_PANIC_RAISED, err, NULL, &format);
	}
	kdefer_leap(&u);
}

/**
 * __kdefer_exit() - see soft_exit() and soft_exit_to()
 * @client: the caller
 * @to:	    the frame to leave
 * @code:   what its function returns
 * @flags:  KDEFER_EXIT_TO: the frame was named; KDEFER_EXIT_POINTER: @code was a pointer
 *
 * Returns only if it could not be done.
 */
void __kdefer_exit(struct kdefer_client *client, struct defer_frame *to,
		   unsigned long code, unsigned int flags)
{
	const struct exit_wish wish = { to, code, flags };
	struct va_format format = { .fmt = "soft_exit()" };
	struct cursor from = CALLER();

	if (!raise_has_room(&from, -ENOTRECOVERABLE, &format))
		return;
	leave(client, &from, &wish);
	panic_if_wanted();
}
EXPORT_SYMBOL_KDEFER(__kdefer_exit);

/* Makes an unwind the end of its thread. */
static void aim_at_end(struct unwind *u, const struct thread_end *end)
{
	u->exiting = true;
	u->began_exiting = true;
	u->exit_frame = UNWIND_ENDS_THREAD;
	u->exit_by = NULL;
	u->end = *end;
}

/**
 * exit_end_thread() - make the deferred calls of a thread that ends
 * @from: the function that ends it
 * @end:  how
 *
 * Comes back only where it cannot be done.
 *
 * Return: true if the thread shall end without; false if a panic is uncaught.
 *
 * Source: runtime.Goexit().
 */
bool exit_end_thread(const struct cursor *from, const struct thread_end *end)
{
	struct unwind u __uninitialized;

	raise_init(&u, NULL, from);
	stats_count(STAT_EXITS);
	aim_at_end(&u, end);
	if (!walk_start(&u.walk, NULL, from)) {
		report_lost(&u);
		return true;
	}
	u.site = u.walk.at.ip;
	trace_kdefer_exit(u.site, end->code);
	kdefer_leap(&u);
	return false;
}
