// SPDX-License-Identifier: GPL-2.0
/*
 * Things on the stack of a skipped function that the task still refers to.
 */
#define pr_fmt(fmt) "audit: " fmt

#include <linux/blkdev.h>
#include <linux/kdefer.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "audit.h"

static bool submitted;

/* What a plug is finished for: here a callback, elsewhere requests. */
static void unplug(struct blk_plug_cb *cb, bool from_schedule)
{
	submitted = true;
	kfree(cb);
}

static noinline void plug_and_leave(bool by_exit)
{
	struct blk_plug here;

	submitted = false;
	blk_start_plug(&here);
	blk_check_plugged(unplug, NULL, sizeof(struct blk_plug_cb));
	if (by_exit)
		soft_exit(5);
	soft_panic(-ENODATA, "with a plug");
}

RECOVER_FN(int, with_plug, bool, by_exit)
{
	defer_recover();
	plug_and_leave(by_exit);
	return 0;
}

static void say_plug(struct seq_file *out, int result)
{
	seq_printf(out, "%d %s %s", result, submitted ? "submitted" : "lost",
		   current->plug ? "plugged" : "no plug");
	current->plug = NULL;
}

void case_plug(struct seq_file *out)
{
	say_plug(out, with_plug(false));
}

void case_plug_exit(struct seq_file *out)
{
	say_plug(out, with_plug(true));
}

static noinline void just_give_up(void)
{
	soft_panic(-ENODATA, "within a plug");
}

RECOVER_FN(int, within_plug)
{
	defer_recover();
	just_give_up();
	return 0;
}

/* A plug of the recovering function's caller stays. */
void case_plug_outside(struct seq_file *out)
{
	struct blk_plug here;
	int result;

	submitted = false;
	blk_start_plug(&here);
	blk_check_plugged(unplug, NULL, sizeof(struct blk_plug_cb));
	result = within_plug();
	seq_printf(out, "%d %s %s", result, submitted ? "submitted" : "pending",
		   current->plug == &here ? "plugged" : "no plug");
	blk_finish_plug(&here);
}

static void start_plug(struct blk_plug *plug)
{
	submitted = false;
	blk_start_plug(plug);
	blk_check_plugged(unplug, NULL, sizeof(struct blk_plug_cb));
}

RECOVER_FN(int, with_own_plug, bool, by_exit)
{
	struct blk_plug here;

	defer_recover();
	start_plug(&here);
	if (by_exit)
		soft_exit(5);
	just_give_up();
	blk_finish_plug(&here);
	return 0;
}

/* What the recovering function has on its stack goes with it, */
void case_plug_own(struct seq_file *out)
{
	say_plug(out, with_own_plug(false));
}

void case_plug_own_exit(struct seq_file *out)
{
	say_plug(out, with_own_plug(true));
}

static void see_plug(void *unused)
{
	pr_info("plug: %s\n", submitted ? "submitted" : "pending");
}

RECOVER_FN(int, with_own_plug_and_call)
{
	struct blk_plug here;

	defer_call(see_plug, NULL);
	defer_recover();
	start_plug(&here);
	just_give_up();
	blk_finish_plug(&here);
	return 0;
}

/* but not before its last call has been made, */
void case_plug_own_call(struct seq_file *out)
{
	say_plug(out, with_own_plug_and_call());
}

static void finish_plug(struct blk_plug *plug)
{
	blk_finish_plug(plug);
}

DEFINE_FREE(finish_plug, struct blk_plug *, finish_plug(_T))

RECOVER_FN(int, with_own_plug_given_back)
{
	struct blk_plug here;

	blk_start_plug(&here);

	struct blk_plug *plug = &here;

	defer_free(finish_plug, plug);
	defer_recover();
	submitted = false;
	blk_check_plugged(unplug, NULL, sizeof(struct blk_plug_cb));
	just_give_up();
	return 0;
}

/* which may give it back. */
void case_plug_own_given_back(struct seq_file *out)
{
	say_plug(out, with_own_plug_given_back());
}

static void plug_deferred(void *unused)
{
	plug_and_leave(false);
}

DEFER_FN(void, with_plug_deferred)
{
	defer_call(plug_deferred, NULL);
	just_give_up();
}

RECOVER_FN(int, around_plug_deferred)
{
	defer_recover();
	with_plug_deferred();
	return 0;
}

/* The stack of the newer panic is given back before the older one's. */
void case_plug_takeover(struct seq_file *out)
{
	say_plug(out, around_plug_deferred());
}

/* Big and zero enough for each of them. */
static noinline void leave_dangling(void **where)
{
	unsigned long here[8] = {};

	*where = here;
	OPTIMIZER_HIDE_VAR(where);
	soft_panic(-ENODATA, "with %lu", here[0]);
}

RECOVER_FN(int, recover_dangling, void **, where)
{
	defer_recover();
	leave_dangling(where);
	return 0;
}

static void say_pointer(struct seq_file *out, void **where)
{
	int result = recover_dangling(where);

	seq_printf(out, "%d %s", result, *where ? "dangling" : "reset");
	*where = NULL;
}

void case_bio_list(struct seq_file *out)
{
	say_pointer(out, (void **)&current->bio_list);
}

void case_journal_info(struct seq_file *out)
{
	say_pointer(out, &current->journal_info);
}

void case_reclaim_state(struct seq_file *out)
{
	say_pointer(out, (void **)&current->reclaim_state);
}
