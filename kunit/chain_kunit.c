// SPDX-License-Identifier: GPL-2.0
/*
 * What can be asked of a panic: its text, where it was raised, what it replaced.
 */
#include <linux/kallsyms.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

#define TEXT_BYTES 120

static char text[2 * TEXT_BYTES];

static void tell_message(const struct soft_panic *p)
{
	soft_panic_message(p, text, sizeof(text));
	tell("%s", text);
}

/* Says the texts of a panic and of those that it replaced, and recovers. */
static void tell_chain(struct soft_panic *p, void *arg)
{
	const struct soft_panic *older;

	for (older = p; older; older = soft_panic_prev(older))
		tell_message(older);
	recover(p, 0);
}

static noinline __noclone void fail(void *name)
{
	soft_panic(-EIO, "%s", (char *)name);
}

RECOVER_FN(int, fail_once)
{
	defer_recover_with(tell_chain, NULL);
	fail("only");
	return 0;
}

/* A panic that replaced none stands alone. */
static void the_first_panic_has_no_older(struct kunit *test)
{
	fail_once();
	EXPECT_TOLD(test, "only");
}

RECOVER_FN(int, fail_three_times)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(fail, "third");
	defer_call(fail, "second");
	fail("first");
	return 0;
}

/* A panic that a deferred call raises keeps the one that was running the call. */
static void a_panic_keeps_what_it_replaced(struct kunit *test)
{
	fail_three_times();
	EXPECT_TOLD(test, "third second first");
}

DEFER_FN(void, fail_while_failing, void *, arg)
{
	defer_call(fail, "inner-second");
	fail("inner-first");
}

RECOVER_FN(int, chain_within_chain)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(fail, "outer-second");
	defer_call(fail_while_failing, NULL);
	fail("outer-first");
	return 0;
}

/* A panic that comes with a chain of its own brings all of it. */
static void chains_are_joined(struct kunit *test)
{
	chain_within_chain();
	EXPECT_TOLD(test, "outer-second inner-second inner-first outer-first");
}

static void fail_with_number(void *n)
{
	soft_panic(-EIO, "%ld", (long)n);
}

RECOVER_FN(int, fail_many_times, long, n)
{
	defer_recover_with(tell_chain, NULL);
	while (n)
		defer_call(fail_with_number, (void *)n--);
	fail("0");
	return 0;
}

/* Of a long chain the first panic and the newest three are kept. */
static void long_chains_keep_the_ends(struct kunit *test)
{
	fail_many_times(3);
	EXPECT_TOLD(test, "3 2 1 0");
	forget(test);
	fail_many_times(4);
	EXPECT_TOLD(test, "4 3 2 0");
	forget(test);
	fail_many_times(50);
	EXPECT_TOLD(test, "50 49 48 0");
}

RECOVER_FN(int, recovered_first)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(fail, "new");
	defer_recover();
	fail("old");
	return 0;
}

/* What was recovered before is over: it is not part of a later panic's chain. */
static void a_recovered_panic_leaves_the_chain(struct kunit *test)
{
	recovered_first();
	EXPECT_TOLD(test, "new");
}

static void try_inside(void *arg)
{
	fail_once();
}

RECOVER_FN(int, fail_around)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(try_inside, NULL);
	fail("around");
	return 0;
}

/* A panic recovered within a deferred call neither sees nor leaves traces. */
static void chains_within_a_call_are_apart(struct kunit *test)
{
	fail_around();
	EXPECT_TOLD(test, "only around");
}

RECOVER_FN(int, fail_formatted)
{
	defer_recover_with(tell_chain, NULL);
	soft_panic(-EIO, "%s:%d:%#llx:%c:%u%%", "text", -7, 1ULL << 40, 'x',
		   50);
}

RECOVER_FN(int, fail_literally)
{
	defer_recover_with(tell_chain, NULL);
	soft_panic(-EIO, "no format at all");
}

/* The text is formatted as by printk(). */
static void texts_are_formatted(struct kunit *test)
{
	fail_formatted();
	fail_literally();
	EXPECT_TOLD(test, "text:-7:0x10000000000:x:50% no format at all");
}

static char *word;

static void spoil_word(void *arg)
{
	memset(word, 'x', strlen(word));
	kfree(word);
}

RECOVER_FN(int, free_text)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(spoil_word, NULL);
	fail(word);
	return 0;
}

DEFER_FN(void, free_text_of_second, void *, arg)
{
	defer_call(spoil_word, NULL);
	fail(word);
}

RECOVER_FN(int, free_replaced_text)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(free_text_of_second, NULL);
	fail("first");
	return 0;
}

/* The text survives what the deferred calls free before a handler asks for it. */
static void texts_outlive_their_arguments(struct kunit *test)
{
	word = kstrdup("word", GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, !!word);
	free_text();
	word = kstrdup("word", GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, !!word);
	free_replaced_text();
	EXPECT_TOLD(test, "word word first");
}

static struct {
	int length_of_0;
	int length_of_1;
	int length_of_4;
	int length;
	char text_of_1[1];
	char text_of_4[4];
} cut;

static void cut_message(struct soft_panic *p, void *arg)
{
	cut.length_of_0 = soft_panic_message(p, NULL, 0);
	cut.length_of_1 = soft_panic_message(p, cut.text_of_1, 1);
	cut.length_of_4 = soft_panic_message(p, cut.text_of_4, 4);
	cut.length = soft_panic_message(p, text, sizeof(text));
	recover(p, 0);
}

RECOVER_FN(int, fail_with_handler, bool, formatted, const char *, long_text)
{
	defer_recover_with(cut_message, NULL);
	if (formatted)
		soft_panic(-EIO, "%s", long_text);
	soft_panic(-EIO, "literal");
}

/* A buffer that is too small gets what fits, terminated; its length is returned. */
static void texts_are_cut_to_the_buffer(struct kunit *test)
{
	memset(&cut, 0xff, sizeof(cut));
	fail_with_handler(false, NULL);
	KUNIT_EXPECT_EQ(test, cut.length_of_0, 0);
	KUNIT_EXPECT_EQ(test, cut.length_of_1, 0);
	KUNIT_EXPECT_EQ(test, (int)cut.text_of_1[0], 0);
	KUNIT_EXPECT_EQ(test, cut.length_of_4, 3);
	KUNIT_EXPECT_STREQ(test, cut.text_of_4, "lit");
	KUNIT_EXPECT_EQ(test, cut.length, 7);
	KUNIT_EXPECT_STREQ(test, text, "literal");
}

RECOVER_FN(int, fail_with_line, const char *, line)
{
	defer_recover_with(cut_message, NULL);
	if (line)
		soft_panic(-EIO, "%s\n", line);
	soft_panic(-EIO, "literal\n");
}

/* One line break at the end of a text, as printk() has it, is not part of it. */
static void a_line_break_at_the_end_is_none(struct kunit *test)
{
	static const struct {
		const char *line, *text;
	} rows[] = {
		{ NULL, "literal" },
		{ "formatted", "formatted" },
		{ "two\nlines", "two\nlines" },
		{ "two\n", "two\n" },
		{ "", "" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fail_with_line(rows[i].line);
		KUNIT_EXPECT_STREQ_MSG(test, text, rows[i].text, "row %u", i);
		KUNIT_EXPECT_EQ(test, cut.length, (int)strlen(rows[i].text));
	}
}

static char long_text[3 * TEXT_BYTES];

/* A text that is longer than a panic can keep is cut, and still terminated. */
static void long_texts_are_cut(struct kunit *test)
{
	memset(long_text, 'l', sizeof(long_text) - 1);
	fail_with_handler(true, long_text);
	KUNIT_EXPECT_EQ(test, cut.length, TEXT_BYTES - 1);
	KUNIT_EXPECT_EQ(test, strlen(text), TEXT_BYTES - 1UL);
	KUNIT_EXPECT_EQ(test, strncmp(text, long_text, TEXT_BYTES - 1), 0);
}

RECOVER_FN(int, fail_with_format, const char *, format)
{
	defer_recover_with(cut_message, NULL);
	soft_panic(-EIO, format);
}

/* Of @length bytes, with "%%" at @place if that is one. */
static void expect_text(struct kunit *test, char *format, int length, int place)
{
	char expected[TEXT_BYTES];
	int i;

	for (i = 0; i < length; i++)
		format[i] = i == place || i == place + 1 ? '%' : 'a' + i % 26;
	format[length] = '\0';
	snprintf(expected, sizeof(expected), format, 0);
	fail_with_format(format);
	KUNIT_EXPECT_STREQ_MSG(test, text, expected, "length %d, place %d",
			       length, place);
	KUNIT_EXPECT_EQ(test, cut.length, (int)strlen(expected));
}

/* Texts are read to their end and no further: the next page is not there. */
static void texts_of_each_length_are_kept(struct kunit *test)
{
	char *page = vmalloc(PAGE_SIZE);
	int length, place;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (length = 0; length < TEXT_BYTES + 10; length++) {
		char *format = page + PAGE_SIZE - 1 - length;

		expect_text(test, format, length, -2);
		for (place = 0; place + 1 < length; place += 7)
			expect_text(test, format, length, place);
	}
	/* Neither do bytes behind the end matter, of a word that is read whole. */
	memset(page, '%', PAGE_SIZE);
	for (length = 0; length < 20; length++)
		expect_text(test, page + length, length, -2);
	vfree(page);
}

static struct {
	unsigned long ip;
	unsigned long entries[32];
	unsigned int depth;
	unsigned int depth_of_1;
	unsigned long entry_of_1;
	unsigned int depth_of_0;
} raised;

static void save_stack(const struct soft_panic *p)
{
	raised.ip = p->ip;
	raised.depth_of_0 = soft_panic_stack(p, NULL, 0);
	raised.depth_of_1 = soft_panic_stack(p, &raised.entry_of_1, 1);
	raised.depth =
		soft_panic_stack(p, raised.entries, ARRAY_SIZE(raised.entries));
}

static void save_own_stack(struct soft_panic *p, void *arg)
{
	save_stack(p);
	recover(p, 0);
}

static void save_older_stack(struct soft_panic *p, void *arg)
{
	save_stack(soft_panic_prev(p));
	recover(p, 0);
}

static noinline __noclone int innermost(int n)
{
	if (n)
		fail("deep");
	return n;
}

static noinline __noclone int between(int n)
{
	return innermost(n) + 1;
}

RECOVER_FN(int, raise_deep)
{
	defer_recover_with(save_own_stack, NULL);
	return between(1);
}

RECOVER_FN(int, raise_deep_and_replace)
{
	defer_recover_with(save_older_stack, NULL);
	defer_call(fail, "newer");
	return between(1);
}

static void expect_in(struct kunit *test, unsigned int i, const char *name)
{
	char symbol[KSYM_SYMBOL_LEN];

	/* A call that does not return may be the last of its function. */
	snprintf(symbol, sizeof(symbol), "%ps", (void *)raised.entries[i] - 1);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(symbol, name, strlen(name)), 0,
			    "entry %u is in %s, not %s", i, symbol, name);
}

static void expect_deep_stack(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, raised.depth_of_0, 0U);
	KUNIT_EXPECT_EQ(test, raised.depth_of_1, 1U);
	KUNIT_EXPECT_EQ(test, raised.entry_of_1, raised.ip);
	KUNIT_ASSERT_GE(test, raised.depth, 6U);
	KUNIT_EXPECT_EQ(test, raised.entries[0], raised.ip);
	expect_in(test, 0, "fail");
	expect_in(test, 1, "innermost");
	expect_in(test, 2, "between");
	expect_in(test, 3, "__kdefer_body_raise_deep");
	expect_in(test, 4, "raise_deep");
}

/* The stack of a panic begins where it was raised and goes on to the callers. */
static void the_stack_names_the_callers(struct kunit *test)
{
	raise_deep();
	expect_deep_stack(test);
	expect_in(test, 5, "the_stack_names_the_callers");
}

/* Of a panic that was replaced, and whose stack still stands, all callers are known. */
static void a_replaced_panic_keeps_its_callers(struct kunit *test)
{
	raise_deep_and_replace();
	expect_deep_stack(test);
	expect_in(test, 5, "a_replaced_panic_keeps_its_callers");
}

static noinline __noclone int deeper(int n)
{
	if (n)
		return deeper(n - 1) + 1;
	return innermost(1);
}

static void fail_very_deep(void *unused)
{
	deeper(12);
}

RECOVER_FN(int, replace_from_deep)
{
	defer_recover_with(save_own_stack, NULL);
	defer_call(fail_very_deep, NULL);
	return between(1);
}

/* Of stack that was given back eight callers are kept; what stands comes after. */
static void a_stack_given_back_keeps_eight_callers(struct kunit *test)
{
	unsigned int i;

	replace_from_deep();
	KUNIT_ASSERT_GE(test, raised.depth, 12U);
	expect_in(test, 0, "fail");
	expect_in(test, 1, "innermost");
	for (i = 2; i < 8; i++)
		expect_in(test, i, "deeper");
	expect_in(test, 8, "fail");
	expect_in(test, 9, "innermost");
	expect_in(test, 10, "between");
	expect_in(test, 11, "__kdefer_body_replace_from_deep");
}

/* Nothing can be asked of no panic. */
static void null_has_nothing_to_say(struct kunit *test)
{
	unsigned long entry;

	strscpy(text, "old", sizeof(text));
	KUNIT_EXPECT_EQ(test, soft_panic_message(NULL, text, sizeof(text)), 0);
	KUNIT_EXPECT_STREQ(test, text, "");
	KUNIT_EXPECT_EQ(test, soft_panic_stack(NULL, &entry, 1), 0U);
	KUNIT_EXPECT_PTR_EQ(test, (void *)soft_panic_prev(NULL), NULL);
}

static const struct soft_panic *over, *over_before;

static void keep_pointer(struct soft_panic *p, void *arg)
{
	over = p;
	over_before = soft_panic_prev(p);
	recover(p, 0);
}

static void ask_when_over(void *arg)
{
	unsigned long entry;

	tell("%d", soft_panic_message(over, text, sizeof(text)));
	tell("%u", soft_panic_stack(over, &entry, 1));
	tell("%d", !soft_panic_prev(over));
	tell("%d", soft_panic_message(over_before, text, sizeof(text)));
}

RECOVER_FN(int, ask_after_recovery)
{
	defer_call(ask_when_over, NULL);
	defer_recover_with(keep_pointer, NULL);
	defer_call(fail, "second");
	fail("first");
	return 0;
}

/* Nor of a panic that is over, or of one before it. */
static void a_panic_that_is_over_is_silent(struct kunit *test)
{
	ask_after_recovery();
	EXPECT_TOLD(test, "0 0 1 0");
}

static int datum;

static void repanic(struct soft_panic *p, void *do_recover)
{
	if (do_recover)
		recover(p, 0);
	soft_repanic(p);
}

static void tell_all(struct soft_panic *p, void *arg)
{
	tell("%d %d", p->err, p->data == &datum);
	tell_chain(p, NULL);
}

RECOVER_FN(int, raise_again, bool, do_recover)
{
	defer_recover_with(tell_all, NULL);
	defer_recover_with(repanic, do_recover ? "" : NULL);
	soft_panic_with(-ENXIO, &datum, "%s", "same");
}

/* soft_repanic() raises a new panic for the same reason, recovered or not. */
static void repanic_repeats_the_reason(struct kunit *test)
{
	raise_again(false);
	EXPECT_TOLD(test, "-6 1 same same");
	forget(test);
	raise_again(true);
	EXPECT_TOLD(test, "-6 1 same same");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(the_first_panic_has_no_older),
	KUNIT_CASE(a_panic_keeps_what_it_replaced),
	KUNIT_CASE(chains_are_joined),
	KUNIT_CASE(long_chains_keep_the_ends),
	KUNIT_CASE(a_recovered_panic_leaves_the_chain),
	KUNIT_CASE(chains_within_a_call_are_apart),
	KUNIT_CASE(texts_are_formatted),
	KUNIT_CASE(texts_outlive_their_arguments),
	KUNIT_CASE(texts_are_cut_to_the_buffer),
	KUNIT_CASE(a_line_break_at_the_end_is_none),
	KUNIT_CASE(long_texts_are_cut),
	KUNIT_CASE(texts_of_each_length_are_kept),
	KUNIT_CASE(the_stack_names_the_callers),
	KUNIT_CASE(a_replaced_panic_keeps_its_callers),
	KUNIT_CASE(a_stack_given_back_keeps_eight_callers),
	KUNIT_CASE(null_has_nothing_to_say),
	KUNIT_CASE(a_panic_that_is_over_is_silent),
	KUNIT_CASE(repanic_repeats_the_reason),
	{},
};

DEFINE_SUITE("kdefer_chain", .init = forget);
