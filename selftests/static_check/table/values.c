// SPDX-License-Identifier: GPL-2.0
/* A variable that is NULL, or an error, or was handed on, holds nothing. */
#include "client.h"

char *not_yet(int n)
{
	char *text __free(kfree) = NULL;

	deep(1);
	if (n)
		text = kmalloc(n, GFP_KERNEL);
	// !! text (kfree): deep > soft_panic
	deep(2);
	return_ptr(text);
}

void is_null(int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!text)
		soft_panic(-ENOMEM, "no memory");
	harmless(*text);
}

void is_null_or(int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!text || n > 4)
		// !! text (kfree): deep > soft_panic
		deep(n);
	if (text)
		harmless(n);
	else
		deep(3);
}

void is_tried(int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);

	soft_try(text);
	harmless(*text);
}

void is_tried_at_once(int n)
{
	char *text __free(kfree) = soft_try(kmalloc(n, GFP_KERNEL));

	harmless(*text);
}

struct frob *frob_get(int n);

void is_an_error(int n)
{
	struct frob *frob __free(frob) = frob_get(n);

	if (IS_ERR(frob))
		soft_panic(PTR_ERR(frob), "no frob");
	if (IS_ERR_OR_NULL(frob))
		deep(n);
	// !! frob (frob): deep > soft_panic
	deep(frob->number);
}

void is_handed_on(struct frob *frob, int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!text)
		return;
	frob->text = no_free_ptr(text);
	deep(n);
}

void is_handed_on_perhaps(struct frob *frob, int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (n > 3)
		frob->text = no_free_ptr(text);
	// !! text (kfree): deep > soft_panic
	deep(n);
}

int fill(char **text);

void is_filled_in(void)
{
	char *text __free(kfree) = NULL;

	deep(1);
	if (fill(&text))
		return;
	// !! text (kfree): deep > soft_panic
	deep(2);
}

/* Who may change it, and when, is not known. */
void is_shared(char ***where)
{
	char *text __free(kfree) = NULL;

	*where = &text;
	// !! text (kfree): deep > soft_panic
	deep(1);
}

void in_a_loop(int n)
{
	char *text __free(kfree) = NULL;

	while (n--) {
		// !! text (kfree): deep > soft_panic
		deep(n);
		if (n == 7)
			text = kmalloc(n, GFP_KERNEL);
	}
}

void not_set_yet(int n)
{
	char *text __free(kfree);

	deep(1);
	text = kmalloc(n, GFP_KERNEL);
	// !! text (kfree): deep > soft_panic
	deep(2);
}
