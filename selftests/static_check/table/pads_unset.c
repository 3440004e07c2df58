// SPDX-License-Identifier: GPL-2.0
/*
 * With landing pads a variable is cleaned up at each call that may give up, also before it
 * has a value. What others hold is given back.
 */
#include "client.h"

void set_later(int n)
{
	char *text __free(kfree);

	// !! unset text (kfree): deep > soft_panic
	deep(n);
	text = kmalloc(n, GFP_KERNEL);
	deep(n);
}

static char *make(int n)
{
	deep(n);
	return kmalloc(n, GFP_KERNEL);
}

void set_by_what_gives_up(int n)
{
	char *text __free(kfree);
	// !! unset text (kfree): make > deep > soft_panic
	char *other __free(kfree) = make(n);

	guard(rcu)();
	// !! unset text (kfree): make > deep > soft_panic
	text = make(n + !other);
}

void set_on_one_way(int n)
{
	struct frob *frob __free(frob);

	if (n)
		frob = NULL;
	// !! unset frob (frob): deep > soft_panic
	deep(n);
	frob = NULL;
}

void each_time_anew(int n)
{
	for (; n; n--) {
		char *text __free(kfree);

		// !! unset text (kfree): deep > soft_panic
		deep(n);
		text = kmalloc(n, GFP_KERNEL);
		deep(n);
	}
}

static int fill(char **text)
{
	*text = NULL;
	return 0;
}

void filled_by_another(int n)
{
	char *text __free(kfree);

	if (fill(&text))
		harmless(n);
	deep(n);
}

void set_at_once(int n)
{
	char *text __free(kfree) = kmalloc(n, GFP_KERNEL);
	struct frob *frob __free(frob) = NULL;
	CLASS(frob, made)(n);

	deep(n + !frob + !made + !text);
}
