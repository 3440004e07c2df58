// SPDX-License-Identifier: GPL-2.0
/*
 * What DEFER_FN() and RECOVER_FN() define: functions of 0 to 7 arguments and of each
 * type of result, here all of them.
 */
#include <linux/errno.h>
#include <linux/types.h>

#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "macros_global.h"
#include "suite.h"

/* How the function under test ends. */
static const struct mode {
	const char *name;
	bool deferred; /* with a call that is left when it returns */
	bool recovered; /* by a recovery, if it can */
} modes[] = {
	{ "plain" },
	{ "deferred", .deferred = true },
	{ "recovered", .recovered = true },
	{ "deferred and recovered", .deferred = true, .recovered = true },
};

NAMED_PARAM(mode, modes);

static const struct mode *mode;
static u64 got[7];
static unsigned int cleaned;

/* Values whose every byte differs, so that nothing can take another's place. */
#define RESULT 0x8192a3b4c5d6e7f8
#define VALUE(n) (0x1011121314151617 * ((n) + 1))

/* Leaves other values in the registers that a call may change. */
static void clean(void *arg)
{
	cleaned++;
	overwrite_scratch();
}

static u64 wanted;

static void give_result(struct soft_panic *p, void *arg)
{
	if (p)
		recover(p, wanted);
}

/* clang-format off */
#define BODY_DEFER()							\
	do {								\
		if (mode->deferred)					\
			defer_call(clean, NULL);			\
	} while (0)

#define BODY_RECOVER()							\
	do {								\
		if (mode->deferred)					\
			defer_call(clean, NULL);			\
		if (mode->recovered) {					\
			defer_recover_with(give_result, NULL);		\
			soft_panic(-EIO, "recovered");			\
		}							\
	} while (0)

/* The n arguments in pairs, as stores, and as values in a call. */
#define ARGS_0
#define ARGS_1	u64, a
#define ARGS_2	ARGS_1, u64, b
#define ARGS_3	ARGS_2, u64, c
#define ARGS_4	ARGS_3, u64, d
#define ARGS_5	ARGS_4, u64, e
#define ARGS_6	ARGS_5, u64, f
#define ARGS_7	ARGS_6, u64, g

#define STORE_0	((void)0)
#define STORE_1	(got[0] = a)
#define STORE_2	(STORE_1, got[1] = b)
#define STORE_3	(STORE_2, got[2] = c)
#define STORE_4	(STORE_3, got[3] = d)
#define STORE_5	(STORE_4, got[4] = e)
#define STORE_6	(STORE_5, got[5] = f)
#define STORE_7	(STORE_6, got[6] = g)

#define VALUES_0
#define VALUES_1	VALUE(0)
#define VALUES_2	VALUES_1, VALUE(1)
#define VALUES_3	VALUES_2, VALUE(2)
#define VALUES_4	VALUES_3, VALUE(3)
#define VALUES_5	VALUES_4, VALUE(4)
#define VALUES_6	VALUES_5, VALUE(5)
#define VALUES_7	VALUES_6, VALUE(6)

/* A function, and one of a uniform type that calls it. */
#define DEFINE(kind, tag, type, n)					\
	DEFINE_(kind, type, kind##_##tag##_##n, n, ARGS_##n)
#define DEFINE_(kind, type, name, n, ...)				\
	kind##_FN(type, name, ##__VA_ARGS__)				\
	{								\
		STORE_##n;						\
		BODY_##kind();						\
		return (type)RESULT;					\
	}								\
	static u64 call_##name(void)					\
	{								\
		return (u64)name(VALUES_##n);				\
	}

#define DEFINE_VOID(kind, tag, type, n)					\
	DEFINE_VOID_(kind, kind##_##tag##_##n, n, ARGS_##n)
#define DEFINE_VOID_(kind, name, n, ...)				\
	kind##_FN(void, name, ##__VA_ARGS__)				\
	{								\
		STORE_##n;						\
		BODY_##kind();						\
	}								\
	static u64 call_##name(void)					\
	{								\
		name(VALUES_##n);					\
		return 0;						\
	}

#define FOR_EACH_COUNT(m, kind, tag, type)				\
	m(kind, tag, type, 0) m(kind, tag, type, 1)			\
	m(kind, tag, type, 2) m(kind, tag, type, 3)			\
	m(kind, tag, type, 4) m(kind, tag, type, 5)			\
	m(kind, tag, type, 6) m(kind, tag, type, 7)

#define FOR_EACH_TYPE(m, kind)						\
	FOR_EACH_COUNT(m, kind, bool, bool)				\
	FOR_EACH_COUNT(m, kind, s8, s8)					\
	FOR_EACH_COUNT(m, kind, u8, u8)					\
	FOR_EACH_COUNT(m, kind, s16, s16)				\
	FOR_EACH_COUNT(m, kind, u16, u16)				\
	FOR_EACH_COUNT(m, kind, s32, s32)				\
	FOR_EACH_COUNT(m, kind, u32, u32)				\
	FOR_EACH_COUNT(m, kind, s64, s64)				\
	FOR_EACH_COUNT(m, kind, u64, u64)				\
	FOR_EACH_COUNT(m, kind, ssize_t, ssize_t)			\
	FOR_EACH_COUNT(m, kind, pointer, void *)

FOR_EACH_TYPE(DEFINE, DEFER)
FOR_EACH_TYPE(DEFINE, RECOVER)
FOR_EACH_COUNT(DEFINE_VOID, DEFER, void, void)
FOR_EACH_COUNT(DEFINE_VOID, RECOVER, void, void)

#define ROW(kind, tag, type, n)						\
	{ #kind "_FN(" #type ", " #n " arguments)",			\
	  call_##kind##_##tag##_##n, (u64)(type)RESULT, n },
#define ROW_VOID(kind, tag, type, n)					\
	{ #kind "_FN(void, " #n " arguments)",				\
	  call_##kind##_##tag##_##n, 0, n },

static const struct row {
	const char *name;
	u64 (*call)(void);
	u64 result;
	unsigned int count;
} rows[] = {
	FOR_EACH_TYPE(ROW, DEFER)
	FOR_EACH_TYPE(ROW, RECOVER)
	FOR_EACH_COUNT(ROW_VOID, DEFER, void, void)
	FOR_EACH_COUNT(ROW_VOID, RECOVER, void, void)
};

/* clang-format on */

/*
 * Arguments arrive as they were given, in their places, and the result as well,
 * whether or not deferred calls run in between, and from a recovery.
 */
static void values_and_results_arrive(struct kunit *test)
{
	const struct row *row;
	unsigned int i;

	mode = test->param_value;
	for (row = rows; row < rows + ARRAY_SIZE(rows); row++) {
		memset(got, 0, sizeof(got));
		cleaned = 0;
		wanted = row->result;
		KUNIT_EXPECT_EQ_MSG(test, row->call(), row->result, "%s",
				    row->name);
		KUNIT_EXPECT_EQ_MSG(test, cleaned, (unsigned int)mode->deferred,
				    "%s", row->name);
		for (i = 0; i < ARRAY_SIZE(got); i++)
			KUNIT_EXPECT_EQ_MSG(test, got[i],
					    i < row->count ? VALUE(i) : 0,
					    "%s: argument %u", row->name, i);
	}
}

static struct {
	s8 a;
	u16 b;
	int c;
	const char *d;
	bool e;
	s64 f;
	s8 g;
} mixed;

DEFER_FN(long, take_mixed, s8, a, u16, b, int, c, const char *, d, bool, e, s64,
	 f, s8, g)
{
	mixed.a = a;
	mixed.b = b;
	mixed.c = c;
	mixed.d = d;
	mixed.e = e;
	mixed.f = f;
	mixed.g = g;
	return a + b + c + e + f;
}

/* Arguments may be of different types, pointers and narrow integers included. */
static void arguments_of_mixed_types(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, take_mixed(-1, 65535, -3, "d", true, S64_MIN, -7),
			S64_MIN + 65532);
	KUNIT_EXPECT_EQ(test, (int)mixed.a, -1);
	KUNIT_EXPECT_EQ(test, (int)mixed.b, 65535);
	KUNIT_EXPECT_EQ(test, mixed.c, -3);
	KUNIT_EXPECT_STREQ(test, mixed.d, "d");
	KUNIT_EXPECT_TRUE(test, mixed.e);
	KUNIT_EXPECT_EQ(test, mixed.f, S64_MIN);
	KUNIT_EXPECT_EQ(test, (int)mixed.g, -7);
}

/* The _GLOBAL forms can be called from another file. */
static void global_functions(struct kunit *test)
{
	long b = 5;

	KUNIT_EXPECT_EQ(test, kdefer_kunit_global_defer(3, &b), 8L);
	KUNIT_EXPECT_EQ(test, b, 10L);
	KUNIT_EXPECT_EQ(test, kdefer_kunit_global_recover(3), 4L);
	KUNIT_EXPECT_EQ(test, kdefer_kunit_global_recover(-3), -3L);
}

RECOVER_FN(int, local_result)
{
	return 1;
}

/* The others are local: two files may use one name. */
static void local_functions(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, local_result(), 1);
	KUNIT_EXPECT_EQ(test, kdefer_kunit_local_result(2), 2L);
}

/* A function can be used by its address, like any other. */
static void functions_have_an_address(struct kunit *test)
{
	static int (*function)(void) = local_result;

	KUNIT_EXPECT_EQ(test, READ_ONCE(function)(), 1);
}

/* The version of the header is that of the module which is loaded. */
static void versions_agree(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kdefer_api_version(), KDEFER_API_VERSION);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(values_and_results_arrive, mode_gen_params),
	KUNIT_CASE(arguments_of_mixed_types),
	KUNIT_CASE(global_functions),
	KUNIT_CASE(local_functions),
	KUNIT_CASE(functions_have_an_address),
	KUNIT_CASE(versions_agree),
	{},
};

DEFINE_SUITE("kdefer_macros");
