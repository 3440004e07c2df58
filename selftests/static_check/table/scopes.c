// SPDX-License-Identifier: GPL-2.0
/* Each kind of variable that is cleaned up, in each shape of a block. */
#include "client.h"

void with_guard(struct frob *frob)
{
	deep(1);
	guard(mutex)(&frob->lock);
	harmless(1);
	// !! guard (mutex): deep > soft_panic
	deep(2);
}

void with_free(struct frob *frob)
{
	char *text __free(kfree) = kmalloc(8, GFP_KERNEL);

	// !! text (kfree): deep > soft_panic
	deep(1);
}

void with_class(void)
{
	CLASS(frob, frob)(sizeof(struct frob));

	// !! frob (frob): deep > soft_panic
	deep(frob->number);
}

void with_scoped_guard(struct frob *frob)
{
	scoped_guard(spinlock_irqsave, &frob->spin)
	{
		// !! guard (spinlock_irqsave): deep > soft_panic
		deep(1);
	}
	deep(2);
}

static void let_go(int *held)
{
	*held = 0;
}

void with_cleanup(void)
{
	int held __attribute__((__cleanup__(let_go))) = 1;

	// !! held (let_go): soft_panic
	soft_panic(-EINVAL, "%d", held);
}

void nested(struct frob *frob)
{
	guard(mutex)(&frob->lock);
	{
		char *text __free(kfree) = kmalloc(8, GFP_KERNEL);

		// !! text (kfree), guard (mutex): deep > soft_panic
		deep(1);
	}
	// !! guard (mutex): deep > soft_panic
	deep(2);
}

/* Two by one name. */
void shadowed(struct frob *frob)
{
	char *text __free(kfree) = NULL;
	{
		char *text __free(kfree) = kmalloc(8, GFP_KERNEL);

		// !! text (kfree): deep > soft_panic
		deep(1);
	}
	deep(2);
	text = kmalloc(8, GFP_KERNEL);
	// !! text (kfree): deep > soft_panic
	deep(3);
}

void loops(struct frob *frob, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		guard(mutex)(&frob->lock);
		if (i == 3)
			continue;
		if (i == 5)
			break;
		// !! guard (mutex): deep > soft_panic
		deep(i);
	}
	deep(n);
	do {
		char *text __free(kfree) = kmalloc(8, GFP_KERNEL);

		if (!text)
			return;
		while (n--)
			// !! text (kfree): deep > soft_panic
			deep(n);
	} while (harmless(n));
}

int switches(struct frob *frob, int n)
{
	switch (n) {
	case 1 ... 4: {
		guard(rwsem_read)(&frob->sem);
		// !! guard (rwsem_read): deep > soft_panic
		deep(n);
		return 1;
	}
	case 5:
		deep(n);
		fallthrough;
	default:
		return 2;
	}
}

int leaves_by_goto(struct frob *frob, int n)
{
	if (!n)
		goto out;
	scoped_guard(mutex, &frob->lock)
	{
		if (n == 1)
			goto out;
		// !! guard (mutex): deep > soft_panic
		deep(n);
	}
out:
	deep(n);
	return n;
}

int leaves_by_a_computed_goto(struct frob *frob, int n)
{
	void *where = n > 3 ? &&within : &&out;

	guard(mutex)(&frob->lock);
	goto *where;
within:
	// !! guard (mutex): deep > soft_panic
	deep(n);
out:
	return harmless(n);
}

int returns_amid(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	if (n)
		return harmless(n);
	// !! guard (mutex): deep > soft_panic
	deep(n);
	return 0;
}

int within_expressions(struct frob *frob, int n)
{
	int m = ({
		guard(mutex)(&frob->lock);
		// !! guard (mutex): deep > soft_panic
		deep(n);
		harmless(n);
	});

	deep(m);
	guard(rcu)();
	return n ? m : ({
		// !! guard (rcu): deep > soft_panic
		deep(m);
		3;
	});
}

void asks_first(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): deep > soft_panic
	deep(n);
	if (harmless(n) && n > 5)
		// !! guard (mutex): soft_panic
		soft_panic(-ENODEV, "none");
	// !! guard (mutex): soft_panic
	soft_try(n);
	// !! guard (mutex): soft_exit
	soft_exit(0);
}

/* What is cleaned up by something that gives up is, itself, no longer held. */
static void give_up_at_the_end(int *n)
{
	deep(*n);
}

void gives_up_at_the_end(struct frob *frob)
{
	int first __attribute__((__cleanup__(give_up_at_the_end))) = 1;

	harmless(first);
}

void gives_up_within(struct frob *frob)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): give_up_at_the_end > deep > soft_panic
	int first __attribute__((__cleanup__(give_up_at_the_end))) = 1;

	if (frob->number)
		return;
	harmless(first);
}

int gives_up_at_a_return(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): give_up_at_the_end > deep > soft_panic
	int first __attribute__((__cleanup__(give_up_at_the_end))) = 1;

	return harmless(first);
}

static void do_nothing(int *unused)
{
}

void with_nothing(int n)
{
	int unused __attribute__((__cleanup__(do_nothing))) = n;

	deep(unused);
}
