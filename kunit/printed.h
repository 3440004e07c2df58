/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel prints during a case, as far as it is kdefer's, or has another prefix
 * that the includer says: one line of text for each, without the prefix, and without what
 * differs between two builds.
 */
#ifndef KDEFER_KUNIT_PRINTED_H
#define KDEFER_KUNIT_PRINTED_H

#include <kunit/test.h>
#include <linux/kmsg_dump.h>
#include <linux/string.h>

#ifndef PRINTED_PREFIX
#define PRINTED_PREFIX "kdefer: "
#endif

static struct {
	char text[2048];
	size_t bytes;
	struct kmsg_dump_iter iter;
} printed;

/* What follows the name of a function of these suites that is printed without an offset. */
#ifdef MODULE
#define PRINTED_MODULE " [" KBUILD_MODNAME "]"
#else
#define PRINTED_MODULE ""
#endif

/*
 * "... at function+0x12/0x34 [module]" ends behind the name of the function. Built in, there
 * is no module, and an errno may follow.
 */
static void cut_offsets(char *line)
{
	char *offset = strstr(line, "+0x"), *rest, *end;

	if (!offset)
		return;
	rest = offset + strcspn(offset, " ,;\n");
	end = strchr(rest, ']');
	if (end && !strncmp(rest, " [", 2) && rest[2] != '-')
		rest = end + 1;
	memmove(offset, rest, strlen(rest) + 1);
}

/* From here on. */
static void printed_watch(void)
{
	size_t len;

	kmsg_dump_rewind(&printed.iter);
	while (kmsg_dump_get_line(&printed.iter, false, NULL, 0, &len))
		;
}

/* Up to here: reads what came in between. */
static void printed_read(void)
{
	/* As long as what a failed expectation says; one case runs at a time. */
	static char line[1024];
	char *start;
	size_t len;

	printed.text[0] = '\0';
	printed.bytes = 0;
	while (kmsg_dump_get_line(&printed.iter, false, line, sizeof(line) - 1,
				  &len)) {
		line[len] = '\0';
		start = strstr(line, PRINTED_PREFIX);
		if (!start)
			continue;
		cut_offsets(start);
		printed.bytes += scnprintf(printed.text + printed.bytes,
					   sizeof(printed.text) - printed.bytes,
					   "%s",
					   start + strlen(PRINTED_PREFIX));
	}
}

static __maybe_unused const char *printed_cut(size_t bytes)
{
	if (bytes < sizeof(printed.text))
		printed.text[bytes] = '\0';
	return printed.text;
}

#define EXPECT_PRINTED(test, lines) \
	KUNIT_EXPECT_STREQ(test, printed.text, lines)

/* One warning of a caller's mistake. */
#define EXPECT_WARNED(test, what, where) \
	EXPECT_PRINTED(test, what ", at " where "\n")

/* The same up to the callers, which are not all ours. */
#define EXPECT_PRINTED_FIRST(test, lines) \
	KUNIT_EXPECT_STREQ(test, printed_cut(sizeof(lines) - 1), lines)

#endif /* KDEFER_KUNIT_PRINTED_H */
