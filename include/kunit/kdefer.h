/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expectations about soft panics, for the KUnit suites of a client.
 */
#ifndef _KUNIT_KDEFER_H
#define _KUNIT_KDEFER_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <kunit/kdefer_run.h>
#include <kunit/test.h>
#include <linux/kdefer.h>

/**
 * DOC: Expectations about soft panics
 *
 * A suite of a client, which has MODULE_INFO(import_ns, "KDEFER") as every client::
 *
 *	#include <kunit/kdefer.h>
 *
 *	static void test_parse(struct kunit *test)
 *	{
 *		struct frob *frob = test->priv;
 *
 *		KUNIT_EXPECT_NO_SOFT_PANIC(test, frob_parse, frob, "a=1");
 *		KUNIT_EXPECT_SOFT_PANIC(test, -EINVAL, frob_parse, frob, "a");
 *		KUNIT_EXPECT_SOFT_PANIC_TEXT(test, -EINVAL, "'*' has no value",
 *					     frob_parse, frob, "a");
 *		KUNIT_EXPECT_SURVIVES_INJECTION(test, frob_parse, frob, "a=1");
 *	}
 *
 * C has no closures, so what is run is a function and its arguments, at most six, which are
 * integers or pointers, and are checked as in a call. It is called beneath a RECOVER_FN, where a
 * soft_exit() ends as well if nothing further in stops it. A function that recovers by itself does
 * not give up: look at its result.
 *
 * All of them fail if the audit finds something, or if more is held afterwards than before,
 * and say what. It is given back first, as far as that can be (parameter ``audit``), so that the
 * next case begins well.
 *
 * KUNIT_ASSERT_EQ() and its kin may fail anywhere, in a DEFER_FN, in what it calls, or in a
 * deferred call: the assertion ends the thread, the thread's deferred calls are made first, and
 * the next case runs. (Not on User Mode Linux, where they are lost, and that is reported.)
 *
 * For each KUNIT_EXPECT there is a KUNIT_ASSERT, which ends the case where it fails.
 */

/* __KDEFER_KUNIT_WORDS(a, b, ...): each as a word */
#define __KDEFER_KUNIT_NTH(_0, _1, _2, _3, _4, _5, _6, _7, n, ...) n
#define __KDEFER_KUNIT_COUNT(...) \
	__KDEFER_KUNIT_NTH(0, ##__VA_ARGS__, MANY, 6, 5, 4, 3, 2, 1, 0)
#define __KDEFER_KUNIT_WORD(a)		((__force unsigned long)(a))
#define __KDEFER_KUNIT_WORDS_0()	0
#define __KDEFER_KUNIT_WORDS_1(a)	__KDEFER_KUNIT_WORD(a)
#define __KDEFER_KUNIT_WORDS_2(a, ...)	__KDEFER_KUNIT_WORD(a), __KDEFER_KUNIT_WORDS_1(__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_3(a, ...)	__KDEFER_KUNIT_WORD(a), __KDEFER_KUNIT_WORDS_2(__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_4(a, ...)	__KDEFER_KUNIT_WORD(a), __KDEFER_KUNIT_WORDS_3(__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_5(a, ...)	__KDEFER_KUNIT_WORD(a), __KDEFER_KUNIT_WORDS_4(__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_6(a, ...)	__KDEFER_KUNIT_WORD(a), __KDEFER_KUNIT_WORDS_5(__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_MANY(...)	these_macros_take_a_function_with_at_most_six_arguments
#define __KDEFER_KUNIT_WORDS(n, ...)	__KDEFER_KUNIT_WORDS_(n, ##__VA_ARGS__)
#define __KDEFER_KUNIT_WORDS_(n, ...)	__KDEFER_KUNIT_WORDS_##n(__VA_ARGS__)

/* The arguments' types are checked, the call itself is not made. */
#define __KDEFER_KUNIT_NEW(test, call, fn, ...)				\
({									\
	const unsigned long __words[6] = {				\
		__KDEFER_KUNIT_WORDS(__KDEFER_KUNIT_COUNT(__VA_ARGS__), ##__VA_ARGS__) \
	};								\
	struct kunit *__test = (test);					\
	struct kdefer_kunit *__new;					\
									\
	(void)sizeof(typeof((fn)(__VA_ARGS__)) *);			\
	__new = __kdefer_kunit_new(__test, call, (void *)(fn), __words); \
	if (!__new)							\
		KUNIT_FAIL_ASSERTION(__test, KUNIT_ASSERTION, "No memory for %s\n", call); \
	__new;								\
})

#define __KDEFER_KUNIT_CHECK(k, kind, judged)				\
do {									\
	const char *__said = (judged);					\
									\
	if (__said)							\
		KUNIT_FAIL_ASSERTION((k)->test, kind, "%s", __said);	\
} while (0)

#define __KDEFER_KUNIT_PANICS(test, kind, err, pattern, call, fn, ...)	\
do {									\
	struct kdefer_kunit *__k = __KDEFER_KUNIT_NEW(test, call, fn, ##__VA_ARGS__); \
									\
	__KDEFER_KUNIT_CHECK(__k, kind, __kdefer_kunit_panics(__k, err, pattern)); \
} while (0)

/* Of a bool only the lowest byte is there. */
#define __KDEFER_KUNIT_RETURNS(test, kind, call, fn, ...)		\
({									\
	struct kdefer_kunit *__k = __KDEFER_KUNIT_NEW(test, call, fn, ##__VA_ARGS__); \
									\
	__KDEFER_KUNIT_CHECK(__k, kind, __kdefer_kunit_returns(__k));	\
	(__force typeof((fn)(__VA_ARGS__)))				\
		(__KDEFER_IS_BOOL((fn)(__VA_ARGS__)) ? (u8)__k->result : __k->result); \
})

#define __KDEFER_KUNIT_LEAVES_NOTHING(test, kind, call, fn, ...)	\
do {									\
	struct kdefer_kunit *__k = __KDEFER_KUNIT_NEW(test, call, fn, ##__VA_ARGS__); \
									\
	__KDEFER_KUNIT_CHECK(__k, kind, __kdefer_kunit_leaves_nothing(__k)); \
} while (0)

#define __KDEFER_KUNIT_INJECT(test, kind, call, fn, ...)		\
do {									\
	struct kdefer_kunit *__k = __KDEFER_KUNIT_NEW(test, call, fn, ##__VA_ARGS__); \
									\
	while (!__k->injected)						\
		__KDEFER_KUNIT_CHECK(__k, kind, __kdefer_kunit_inject(__k)); \
} while (0)

/**
 * KUNIT_EXPECT_SOFT_PANIC() - expects that a function gives up
 * @test: the test context
 * @err:  with this errno
 * @fn:	  the function
 * @...:  its arguments, at most six
 *
 * What it takes is given back by then: the deferred calls are made, and the audit must find
 * nothing.
 *
 * Context: Process context. May sleep.
 */
#define KUNIT_EXPECT_SOFT_PANIC(test, err, fn, ...)			\
	__KDEFER_KUNIT_PANICS(test, KUNIT_EXPECTATION, err, "*",	\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_EXPECT_SOFT_PANIC_TEXT() - expects that a function gives up for a reason
 * @test:    the test context
 * @err:     with this errno
 * @pattern: and this text, all of it; ``*`` stands for any characters
 * @fn:	     the function
 * @...:     its arguments, at most six
 *
 * Context: Process context. May sleep.
 */
#define KUNIT_EXPECT_SOFT_PANIC_TEXT(test, err, pattern, fn, ...)	\
	__KDEFER_KUNIT_PANICS(test, KUNIT_EXPECTATION, err, pattern,	\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_EXPECT_NO_SOFT_PANIC() - expects that a function does not give up
 * @test: the test context
 * @fn:	  the function
 * @...:  its arguments, at most six
 *
 * Context: Process context. May sleep.
 * Return: what the function has returned, of its type; 0 if it gave up.
 */
#define KUNIT_EXPECT_NO_SOFT_PANIC(test, fn, ...)			\
	__KDEFER_KUNIT_RETURNS(test, KUNIT_EXPECTATION,			\
			       #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_EXPECT_NOTHING_HELD() - expects that a function leaves nothing held
 * @test: the test context
 * @fn:	  the function, which may return or give up
 * @...:  its arguments, at most six
 *
 * The audit as an expectation: the failure says what was held. It sees what the context counts:
 * preemption, interrupts, RCU and the like, and locks where the kernel has lockdep.
 *
 * Context: Process context. May sleep.
 */
#define KUNIT_EXPECT_NOTHING_HELD(test, fn, ...)			\
	__KDEFER_KUNIT_LEAVES_NOTHING(test, KUNIT_EXPECTATION,		\
				      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_EXPECT_SURVIVES_INJECTION() - runs a function with each of its steps failing in turn
 * @test: the test context
 * @fn:	  the function, or a case: what it expects must be true with a failure, too
 * @...:  its arguments, at most six; of a case, the test context
 *
 * It is run with its first soft_try(), soft_panic_on() or allocation of a deferred call failing,
 * then with its second, and so on, and at last once without a failure; it may return or give up
 * each time. What a run has left held is a failure, and so is an expectation that fails
 * in it: each of these is told with the number of the step and its place. So is it if there is
 * nothing that can fail. Memory that it has lost is for kmemleak to find.
 *
 * Context: Process context. May sleep.
 */
#define KUNIT_EXPECT_SURVIVES_INJECTION(test, fn, ...)			\
	__KDEFER_KUNIT_INJECT(test, KUNIT_EXPECTATION,			\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_ASSERT_SOFT_PANIC() - asserts that a function gives up
 * @test: the test context
 * @err:  see KUNIT_EXPECT_SOFT_PANIC()
 * @fn:	  see KUNIT_EXPECT_SOFT_PANIC()
 * @...:  see KUNIT_EXPECT_SOFT_PANIC()
 */
#define KUNIT_ASSERT_SOFT_PANIC(test, err, fn, ...)			\
	__KDEFER_KUNIT_PANICS(test, KUNIT_ASSERTION, err, "*",		\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_ASSERT_SOFT_PANIC_TEXT() - asserts that a function gives up for a reason
 * @test:    the test context
 * @err:     see KUNIT_EXPECT_SOFT_PANIC_TEXT()
 * @pattern: see KUNIT_EXPECT_SOFT_PANIC_TEXT()
 * @fn:	     see KUNIT_EXPECT_SOFT_PANIC_TEXT()
 * @...:     see KUNIT_EXPECT_SOFT_PANIC_TEXT()
 */
#define KUNIT_ASSERT_SOFT_PANIC_TEXT(test, err, pattern, fn, ...)	\
	__KDEFER_KUNIT_PANICS(test, KUNIT_ASSERTION, err, pattern,	\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_ASSERT_NO_SOFT_PANIC() - asserts that a function does not give up
 * @test: the test context
 * @fn:	  see KUNIT_EXPECT_NO_SOFT_PANIC()
 * @...:  see KUNIT_EXPECT_NO_SOFT_PANIC()
 *
 * Return: what the function has returned, of its type.
 */
#define KUNIT_ASSERT_NO_SOFT_PANIC(test, fn, ...)			\
	__KDEFER_KUNIT_RETURNS(test, KUNIT_ASSERTION,			\
			       #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_ASSERT_NOTHING_HELD() - asserts that a function leaves nothing held
 * @test: the test context
 * @fn:	  see KUNIT_EXPECT_NOTHING_HELD()
 * @...:  see KUNIT_EXPECT_NOTHING_HELD()
 */
#define KUNIT_ASSERT_NOTHING_HELD(test, fn, ...)			\
	__KDEFER_KUNIT_LEAVES_NOTHING(test, KUNIT_ASSERTION,		\
				      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

/**
 * KUNIT_ASSERT_SURVIVES_INJECTION() - the same until the first failure
 * @test: the test context
 * @fn:	  see KUNIT_EXPECT_SURVIVES_INJECTION()
 * @...:  see KUNIT_EXPECT_SURVIVES_INJECTION()
 */
#define KUNIT_ASSERT_SURVIVES_INJECTION(test, fn, ...)			\
	__KDEFER_KUNIT_INJECT(test, KUNIT_ASSERTION,			\
			      #fn "(" #__VA_ARGS__ ")", fn, ##__VA_ARGS__)

#endif /* _KUNIT_KDEFER_H */
