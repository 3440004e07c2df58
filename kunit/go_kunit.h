/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The conformance suites: what the tests of Go say about defer, panic, recover and
 * Goexit, said of kdefer. go-tests.tsv tells which case stands for which of them;
 * the letter and number above a case is the row.
 *
 * A case lets functions note what happens to them, and compares the notes with what
 * the rule demands. The value of a panic is its errno. Where Go calls recover() and
 * looks at what it gets, a handler looks at the panic that it is handed: nil is NULL,
 * and noted as Go prints it.
 */
#ifndef KDEFER_GO_KUNIT_H
#define KDEFER_GO_KUNIT_H

#include <kunit/test.h>
#include <linux/kdefer.h>

/* A word for a result or an argument. */
#define WORD(n) ((void *)(long)(n))

static __always_inline void __noreturn raise_value(int value)
{
	soft_panic(-value, "value %d", value);
}

static inline int panic_value(const struct soft_panic *p)
{
	return p ? -p->err : 0;
}

/* The notes of the running case, words with a blank between them. */
int notes_begin(struct kunit *test);
__printf(1, 2) void note(const char *fmt, ...);
const char *notes(void);

#define EXPECT_NOTES(test, words) \
	KUNIT_EXPECT_STREQ(test, notes(), (const char *)(words))

/* What comes of a call: its result, and the notes since the last. */
#define EXPECT_RUN(test, call, result, words)        \
	do {                                         \
		KUNIT_EXPECT_EQ(test, call, result); \
		EXPECT_NOTES(test, words);           \
		notes_begin(test);                   \
	} while (0)

/* Deferred calls: defer(step, 7) notes 7 when its turn comes. */
void note_step(long n);
DEFINE_FREE(step, long, note_step(_T))
void panic_now(void *value);
void exit_now(void *code);

/* Handlers: each notes the panic that it is handed, or "<nil>". */
void take(struct soft_panic *p, void *result);
void look(struct soft_panic *p, void *arg);

/* A plain function whose own handler gets nothing to take. */
void helper_that_would_take(void);

/* Overwrites what lies below the caller's frame. */
void poison_stack(void);

/* Is @ip in the function of this name? A gate's C body counts as the function. */
bool is_in_function(unsigned long ip, const char *name);

/* Lets another task call it. */
long in_other_task(long (*fn)(void *arg), void *arg);

/* F20: every handler finds a fault of its own, and tells whether the stack can be read. */
#define DEFINE_FAULTS_IN_FAULTS(begin, fault)                                \
	RECOVER_FN(void, fault_in_handler, struct soft_panic *, p, void *,   \
		   level)                                                    \
	{                                                                    \
		unsigned long stack[8];                                      \
                                                                             \
		if (p)                                                       \
			note("%d:%s", panic_value(p),                        \
			     soft_panic_stack(p, stack, ARRAY_SIZE(stack)) ? \
				     "ok" :                                  \
				     "none");                                \
		begin;                                                       \
		if ((long)level < 4) {                                       \
			defer_recover_with(fault_in_handler, level + 1);     \
			fault((int)(long)level + 1);                         \
		}                                                            \
		recover(p, 0);                                               \
	}                                                                    \
	RECOVER_FN(int, faults_in_faults)                                    \
	{                                                                    \
		defer_recover_with(take, WORD(1));                           \
		defer_recover_with(fault_in_handler, WORD(1));               \
		begin;                                                       \
		fault(1);                                                    \
		return 0;                                                    \
	}

#endif /* KDEFER_GO_KUNIT_H */
