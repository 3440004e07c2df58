/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened in a case, as words in order. KUNIT_ASSERT() ends the thread, and with
 * it what is tested: functions that defer, and those below them, only say what they
 * see, and the case compares the text when they are gone.
 */
#ifndef KDEFER_KUNIT_TRACE_H
#define KDEFER_KUNIT_TRACE_H

#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

static struct {
	char text[1024];
	size_t bytes;
} told;

/* Forgets what the case before has said; the .init of every suite. */
static __maybe_unused int forget(struct kunit *test)
{
	told.text[0] = '\0';
	told.bytes = 0;
	return 0;
}

static __maybe_unused __printf(1, 2) void tell(const char *fmt, ...)
{
	va_list args;

	if (told.bytes)
		told.bytes += scnprintf(told.text + told.bytes,
					sizeof(told.text) - told.bytes, " ");
	va_start(args, fmt);
	told.bytes += vscnprintf(told.text + told.bytes,
				 sizeof(told.text) - told.bytes, fmt, args);
	va_end(args);
}

/* One word, in the form of a deferred call. */
static __maybe_unused void say(void *word)
{
	tell("%s", (const char *)word);
}

#define EXPECT_TOLD(test, words) KUNIT_EXPECT_STREQ(test, told.text, words)

/* What comes of a call: its result, and what has been told since the last. */
#define EXPECT_RUN(test, call, result, words)        \
	do {                                         \
		KUNIT_EXPECT_EQ(test, call, result); \
		EXPECT_TOLD(test, words);            \
		forget(test);                        \
	} while (0)

#endif /* KDEFER_KUNIT_TRACE_H */
