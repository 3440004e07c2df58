// SPDX-License-Identifier: GPL-2.0
/* What a DEFER_FN takes and returns, and how it is declared. */
#include "client.h"

struct pair {
	int a, b;
};

// expect float_argument: kdefer: frob: each argument is an integer or a pointer
#if defined(float_argument)
DEFER_FN(int, frob, float, a)
// expect wide_argument: kdefer: frob: each argument is an integer or a pointer
#elif defined(wide_argument)
DEFER_FN(int, frob, __int128, a)
// expect struct_argument: kdefer: frob: each argument is an integer or a pointer
#elif defined(struct_argument)
DEFER_FN(int, frob, struct pair, a)
// expect odd_arguments: kdefer: frob: arguments are written in pairs: type, name
#elif defined(odd_arguments)
DEFER_FN(int, frob, int, int, a)
// expect void_arguments: kdefer: frob: arguments are written in pairs: type, name
#elif defined(void_arguments)
DEFER_FN(int, frob, void)
// expect eight_arguments: kdefer: frob: a DEFER_FN takes at most 7 arguments
#elif defined(eight_arguments)
DEFER_FN(int, frob, int, a, int, b, int, c, int, d, int, e, int, f, int, g, int,
	 h)
#else
DEFER_FN(int, frob, int, a, u64, b, struct pair *, c, int, d, int, e, int, f,
	 int, g)
#endif
{
	return 0;
}

// expect float_result: kdefer: count: the result is void, an integer or a pointer
#if defined(float_result)
DEFER_FN(double, count)
// expect wide_result: kdefer: count: the result is void, an integer or a pointer
#elif defined(wide_result)
RECOVER_FN(__int128, count)
// expect struct_result: kdefer: count: the result is void, an integer or a pointer
#elif defined(struct_result)
DEFER_FN(struct pair, count)
#else
RECOVER_FN(long long, count)
#endif
{
	static typeof(count()) none;

	return none;
}

DEFER_FN(bool, is_there)
{
	return 0;
}

DEFER_FN(struct pair *, find)
{
	return NULL;
}

/* It is local as it stands, and so are declarations ahead of it; attributes are the prototype's. */
int twice(int a);

// expect static_fn: multiple storage classes in declaration specifiers|cannot combine with previous 'static'
#ifdef static_fn
static
#else
__must_check
#endif
	DEFER_FN(int, twice, int, a)
{
	return 2 * a;
}

/* What is not used is not looked at. */
static int __used caller(int a)
{
// expect unused_result: ignoring return value of .*warn_unused_result
#ifdef unused_result
	twice(a);
#endif
	return twice(a);
}
