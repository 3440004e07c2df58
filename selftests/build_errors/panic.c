// SPDX-License-Identifier: GPL-2.0
/* What soft_panic() and soft_try() take. */
#include "client.h"

static void __maybe_unused give_up(int err, const char *text, int how)
{
	if (how == 0)
		soft_panic(err, "what it says");
// expect panic_positive: kdefer: soft_panic\(\): the errno is negative
#ifdef panic_positive
	soft_panic(EINVAL, "the sign is missing");
#endif
// expect panic_zero: kdefer: soft_panic\(\): the errno is negative
#ifdef panic_zero
	soft_panic_with(0, NULL, "nothing");
#endif
	if (how == 1)
		soft_panic_with(-MAX_ERRNO, NULL, "the last one");
// expect panic_format: format '%d' expects|format specifies type 'int'
#ifdef panic_format
	soft_panic(-EINVAL, "bad text: %d", text);
#endif
// expect panic_if_positive: kdefer: soft_panic\(\): the errno is negative
#ifdef panic_if_positive
	soft_panic_if(how, EINVAL, "the sign is missing");
#endif
// expect panic_if_format: format '%d' expects|format specifies type 'int'
#ifdef panic_if_format
	soft_panic_if(how == 2, -EINVAL, "bad text: %d", text);
#endif
	soft_panic_if(how == 2, err, "bad text: %s", text);
	soft_panic(-EINVAL, "bad text: %s", text);
}

struct bits {
	int low : 3;
	unsigned int high : 5;
	struct bits *next;
};

struct unknown;
static struct unknown *(*get_unknown)(int n);
static int (*get)(int n);

/* One within another shadows nothing; a bit-field has a value; a type need not be complete. */
static __maybe_unused struct unknown *frob(struct bits *b)
{
	get(soft_try(get(soft_try(b->low))));
// expect try_nested: kdefer: soft_try\(\) takes a pointer or a signed integer
#ifdef try_nested
	soft_try(get_unknown(soft_try(get(2))) ? 1U : 0U);
#endif
	return soft_try(get_unknown(soft_try(get(soft_try(b->next)->low))));
}

static ssize_t __maybe_unused count(struct bits bits, size_t n)
{
// expect try_struct: kdefer: soft_try\(\) takes a pointer or a signed integer
#ifdef try_struct
	soft_try(bits);
#endif
// expect try_unsigned: kdefer: soft_try\(\) takes a pointer or a signed integer
#ifdef try_unsigned
	soft_try(n);
#endif
// expect try_or_positive: kdefer: soft_panic\(\): the errno is negative
#ifdef try_or_positive
	soft_try_or((ssize_t)n, EIO);
#endif
// expect try_or_zero: kdefer: soft_panic\(\): the errno is negative
#ifdef try_or_zero
	soft_try_or((ssize_t)n, 0);
#endif
// expect try_or_unsigned: kdefer: soft_try\(\) takes a pointer or a signed integer
#ifdef try_or_unsigned
	soft_try_or(n, -EIO);
#endif
	soft_try_or((ssize_t)n, -EIO);
	return soft_try((ssize_t)n);
}

static int maybe_function;

// expect passes_datum: defer_passes\(\) takes a function, by its name
static int __maybe_unused passes(void)
{
#ifdef passes_datum
	return defer_passes(&maybe_function);
#else
	return maybe_function + defer_passes(kfree);
#endif
}
