// SPDX-License-Identifier: GPL-2.0
/* Over two files: what is static in one is not what the other calls. */
#include "across.h"

static noinline void own(int n)
{
	harmless(n);
}

void across(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	own(n);
	// !! guard (mutex): theirs > own > deep > soft_panic
	theirs(n);
	// !! guard (mutex): their_gate > own > deep > soft_panic
	their_gate(n);
	their_stop(n);
	// !! guard (mutex): their_apply > back > soft_panic
	their_apply(n);
	nobody_s(n);
}

void back(int n)
{
	soft_panic(-EINVAL, "%d", n);
}
