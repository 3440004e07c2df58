// SPDX-License-Identifier: GPL-2.0
/* What is deferred: the value that the class, or the function, is for. */
#include "client.h"

struct pair {
	int a, b;
};

static void drop(void *text)
{
}

static void __maybe_unused drop_two(void *text, int n)
{
}

static void drop_pair(struct pair *pair)
{
}

DEFINE_FREE(pair, struct pair, drop_pair(&_T))
DEFINE_FREE(pair_at, struct pair *, drop_pair(_T))

DEFER_FN(void, frob, char **, words, struct pair *, pair)
{
	char *p = kmalloc(8, GFP_KERNEL);

// expect defer_address: kdefer: defer\(\) takes the pointer to be freed, not its address
#ifdef defer_address
	defer(kfree, &p);
#endif
// expect defer_integer: kdefer: defer\(\): this class takes a pointer
#ifdef defer_integer
	defer(kfree, 5);
#endif
	defer(kfree, p);
	defer(kfree, words);
// expect defer_struct: kdefer: defer\(\) takes an integer or a pointer
#ifdef defer_struct
	defer(pair, *pair);
#endif
	defer(pair_at, pair);
// expect call_mismatch: incompatible (function )?pointer type
#ifdef call_mismatch
	defer_call(drop_two, p);
#endif
	defer_call(drop, p);
}

DEFER_FN(int, frob_or_not, struct pair *, pair)
{
	char *p = kmalloc(8, GFP_KERNEL);

// expect on_panic_address: kdefer: defer\(\) takes the pointer to be freed, not its address
#ifdef on_panic_address
	defer_on_panic(kfree, &p);
#endif
// expect on_panic_integer: kdefer: defer\(\): this class takes a pointer
#ifdef on_panic_integer
	defer_on_panic(kfree, 5);
#endif
// expect on_panic_struct: kdefer: defer\(\) takes an integer or a pointer
#ifdef on_panic_struct
	defer_on_panic(pair, *pair);
#endif
	defer_on_panic(kfree, p);
// expect call_on_panic_mismatch: incompatible (function )?pointer type
#ifdef call_on_panic_mismatch
	defer_call_on_panic(drop_two, p);
#endif
	defer_call_on_panic(drop, p);
	defer_commit();
// expect reserve_unchecked: ignoring return value.*warn_unused_result
#ifdef reserve_unchecked
	defer_reserve(5, GFP_KERNEL);
#endif
	return defer_reserve(5, GFP_KERNEL);
}
