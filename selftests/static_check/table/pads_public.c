// SPDX-License-Identifier: GPL-2.0
/*
 * With landing pads what others can find already is not to be cleaned up any more: publish
 * last, or no_free_ptr() before anything that may give up.
 */
#include "client.h"

static LIST_HEAD(frobs);
static struct frob *newest;

void too_early(int n)
{
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);

	if (!frob)
		return;
	deep(1);
	list_add_tail(&frob->list, &frobs);
	// !! public frob (frob): deep > soft_panic
	deep(2);
	frob = NULL;
	deep(3);
}

void assigned_too_early(struct frob *to, int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);

	if (!text || !frob)
		return;
	to->text = text;
	// !! public text (kfree): deep > soft_panic
	deep(1);
	newest = frob;
	// !! public frob (frob), text (kfree): deep > soft_panic
	deep(2);
	text = NULL;
	// !! public frob (frob): deep > soft_panic
	deep(3);
	frob = NULL;
	deep(4);
}

void last(struct frob *to, int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);

	if (!text || !frob)
		return;
	deep(1);
	frob->text = no_free_ptr(text);
	deep(2);
	list_add(&no_free_ptr(frob)->list, &frobs);
	deep(3);
}

void handed_on(struct frob *to, int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);
	struct frob *same = frob;

	to->text = no_free_ptr(text);
	deep(1);
	frob = NULL;
	newest = same;
	deep(2);
}

/* What is in something that is itself only ours, or on a list of our own, nobody finds. */
void in_our_own(int n)
{
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);
	struct frob *other __free(frob) = kzalloc(sizeof(*other), GFP_KERNEL);
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);
	LIST_HEAD(ours);

	if (!text || !frob || !other)
		return;
	frob->text = text;
	list_add(&frob->list, &ours);
	list_add(&other->list, &frob->list);
	deep(1);
	frob->text = NULL;
}

void on_one_way(int n)
{
	struct frob *frob __free(frob) = kzalloc(sizeof(*frob), GFP_KERNEL);

	if (!frob)
		return;
	if (n > 3)
		list_add(&frob->list, &frobs);
	// !! public frob (frob): deep > soft_panic
	deep(n);
	if (n > 3)
		frob = NULL;
}
