// SPDX-License-Identifier: GPL-2.0
/*
 * A small client with a bug: it reads "key=value" lines and trusts that there is a
 * value. With trap_faults() one bad line costs one error.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "faults.h"

static DEFINE_MUTEX(parser_lock);
static unsigned int buffers;

struct setting {
	const char *key;
	const char *value;
	size_t value_len;
};

static char *get_buffer(const char *text)
{
	char *buffer = kstrdup(text, GFP_KERNEL);

	if (buffer)
		buffers++;
	return buffer;
}

static void put_buffer(char *buffer)
{
	buffers--;
	kfree(buffer);
}

DEFINE_FREE(put_buffer, char *, put_buffer(_T))

/* The bug: strsep() leaves NULL if there is no "=". */
static noinline void parse_line(char *line, struct setting *setting)
{
	setting->key = strsep(&line, "=");
	setting->value = line;
	setting->value_len = strlen(setting->value);
}

DEFER_FN(size_t, parse_lines, char *, text)
{
	struct setting setting;
	size_t bytes = 0;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		char *copy = soft_try(get_buffer(line));

		defer_free(put_buffer, copy);
		parse_line(copy, &setting);
		bytes += setting.value_len;
	}
	return bytes;
}

RECOVER_FN(ssize_t, parse, char *, text)
{
	int err;

	defer_recover();
	err = trap_faults();
	if (err)
		return err;
	defer_guard(mutex, &parser_lock);
	text = soft_try(get_buffer(text));
	defer(put_buffer, text);
	return parse_lines(text);
}

static void test_parser(void)
{
	unsigned int i;

	for (i = 0; i < 10; i++) {
		CHECK_EQ(parse("a=1\nbc=234\nd="), 4);
		CHECK_EQ(parse("a=1\nlie\nd=5"), -EFAULT);
		CHECK(!mutex_is_locked(&parser_lock));
		CHECK_EQ(buffers, 0);
	}
}

const struct fault_case parser_cases[] = { { "client/parser", test_parser },
					   {} };
