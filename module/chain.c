// SPDX-License-Identifier: GPL-2.0
/*
 * The chain of panics: what is kept of each, and what replaces what.
 *
 * An unwind has memory for a few records. When it replaces an older one's panic, its
 * records are copied there, and with them the addresses by which it came: that is
 * what the stack that is given back looked like. What lies outwards of it is still
 * there to be walked as long as the older unwind lasts.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include <asm/word-at-a-time.h>

#include "chain.h"
#include "stack.h"

/*
 * Most reasons are plain text: it is read by words. As strscpy() does, no word is read
 * that reaches into the next page. Its length; less than 0: there is something to format.
 */
static int copy_plain(char *text, const char *fmt)
{
	const struct word_at_a_time zeros = WORD_AT_A_TIME_CONSTANTS;
	const unsigned int in_page = PAGE_SIZE - offset_in_page(fmt);
	const unsigned int max = min_t(unsigned int, TEXT_BYTES - 1, in_page);
	unsigned long word, bits;
	int n;

	for (n = 0; n + sizeof(word) <= max; n += sizeof(word)) {
		word = read_word_at_a_time(fmt + n);
		if (has_zero(word ^ REPEAT_BYTE('%'), &bits, &zeros))
			break;
		if (has_zero(word, &bits, &zeros)) {
			bits = prep_zero_mask(word, bits, &zeros);
			bits = create_zero_mask(bits);
			word &= zero_bytemask(bits);
			memcpy(text + n, &word, sizeof(word));
			return n + find_zero(bits);
		}
		memcpy(text + n, &word, sizeof(word));
	}
	for (; n < TEXT_BYTES - 1 && fmt[n]; n++) {
		if (fmt[n] == '%')
			return -1;
		text[n] = fmt[n];
	}
	text[n] = '\0';
	return n;
}

/**
 * chain_format() - the reason as text
 * @text:   where to put it: TEXT_BYTES
 * @format: the reason
 *
 * Context: Any context.
 * Return: its length.
 */
unsigned int chain_format(char *text, struct va_format *format)
{
	int length = copy_plain(text, format->fmt);

	if (length < 0)
		length = scnprintf(text, TEXT_BYTES, "%pV", format);
	/* The line break that a habit from printk() puts at the end. */
	if (length && text[length - 1] == '\n')
		text[--length] = '\0';
	return length;
}

/* See panic_settle(). */
void panic_settle_now(struct panic_record *r)
{
	struct soft_panic_origin *o = &r->origin;

	o->length = chain_format(o->text, o->format);
	o->settled = true;
}

/* Memory for a record: there is one more than can be in use. */
static struct panic_record *free_record(struct unwind *u)
{
	unsigned long used = 0;
	unsigned int i;

	for (i = 0; i < u->nr_older; i++)
		used |= BIT(u->older[i]->origin.slot);
	i = ffz(used);
	u->record[i].origin.slot = i;
	return &u->record[i];
}

/* Drops the second of the chain. */
static void omit(struct unwind *u)
{
	unsigned int i;

	u->older[1]->panic.origin = NULL;
	u->nr_older--;
	for (i = 1; i < u->nr_older; i++)
		u->older[i] = u->older[i + 1];
	u->omitted++;
	if (u->exit_older > 1) {
		u->exit_older--;
		u->exit_omitted++;
	}
}

/* Adds to the chain; of a long one the first and the newest stay. */
static void archive(struct unwind *u, struct panic_record *r)
{
	if (u->nr_older == ARRAY_SIZE(u->older))
		omit(u);
	u->older[u->nr_older++] = r;
}

/* Continues what is known of a stack that is given back by how @u came. */
static void keep_stack(struct soft_panic_origin *o, const struct unwind *u)
{
	const unsigned long *ip;

	for (ip = u->walk.trace; ip != u->walk.next; ip++)
		if (o->depth < STACK_KEPT)
			o->stack[o->depth++] = *ip;
}

/* Copies a record of @newer, whose stack is given back. */
static struct panic_record *adopt(struct unwind *older,
				  const struct unwind *newer,
				  struct panic_record *from)
{
	struct panic_record *r = free_record(older);
	struct soft_panic_origin *o = &r->origin;

	panic_settle(from);
	/*
	 * Field by field: a processor that reads more at once than was written a moment
	 * ago waits.
	 */
	r->panic.err = from->panic.err;
	r->panic.cause = from->panic.cause;
	r->panic.ip = from->panic.ip;
	r->panic.addr = from->panic.addr;
	r->panic.data = from->panic.data;
	r->panic.origin = o;
	o->recovered = from->origin.recovered;
	o->repanicked = from->origin.repanicked;
	o->settled = true;
	o->exact = from->origin.exact;
	o->identity = from->origin.identity;
	o->length = from->origin.length;
	memcpy(o->text, from->origin.text, o->length + 1);
	for (o->depth = 0; o->depth < from->origin.depth; o->depth++)
		o->stack[o->depth] = from->origin.stack[o->depth];
	keep_stack(o, newer);
	return r;
}

/* After the chain has changed: each finds the one before it. */
static void link_chain(struct unwind *u)
{
	struct soft_panic *prev = NULL;
	unsigned int i;

	for (i = 0; i < u->nr_older; i++) {
		u->older[i]->origin.prev = prev;
		prev = &u->older[i]->panic;
	}
	u->now->origin.prev = prev;
}

/*
 * Of two exits that one goes on which leads further out; of two to the same frame the
 * newer. Frames of one stack: that with the higher address is further out.
 */
static bool leads_further(const struct unwind *newer,
			  const struct unwind *older)
{
	if (!older->exiting)
		return true;
	/* Whatever exits within a thread's end comes to that. */
	if (older->exit_frame == UNWIND_ENDS_THREAD)
		return false;
	return newer->exit_frame == UNWIND_ENDS_THREAD ||
	       newer->exit_frame >= older->exit_frame;
}

/* From here on @older is the exit that @newer is, unless it is one that leads further. */
static void begin_exit(struct unwind *older, const struct unwind *newer)
{
	if (leads_further(newer, older)) {
		if (newer->exit_frame == UNWIND_ENDS_THREAD)
			older->end = newer->end;
		older->exit_code = newer->exit_code;
		older->exit_frame = newer->exit_frame;
		older->exit_by = newer->exit_by;
	}
	older->exiting = true;
	older->exit_older = older->nr_older;
	older->exit_omitted = older->omitted + newer->exit_omitted;
}

/* Is the first panic of @newer the one that @older has in flight, raised again? */
static bool is_again(const struct unwind *older, const struct unwind *newer)
{
	const struct panic_record *first = newer->nr_older ? newer->older[0] :
							     newer->now;
	unsigned long identity = first->origin.identity;

	/* Whatever became of that: an exit lies between. */
	if (newer->began_exiting)
		return false;
	return identity && identity == older->now->origin.identity;
}

/**
 * panic_replace() - what a newer unwind brings becomes the older one's
 * @older: the one that makes the deferred call
 * @newer: the one that this call raised; its stack is about to be given back
 *
 * A newer panic replaces the panic in flight; an exit ends it.
 */
void panic_replace(struct unwind *older, struct unwind *newer)
{
	const bool recovered = older->recovered;
	unsigned int i;

	older->recovered = false;
	if (older->panicking && !panic_is_replaced(older, newer))
		return;
	if (older->panicking) {
		older->now->origin.recovered = recovered;
		older->now->origin.repanicked = is_again(older, newer);
		archive(older, older->now);
	}
	/* An exit brings what it ended, and then what was raised during it. */
	for (i = 0; i <= newer->nr_older; i++) {
		if (newer->exiting && i == newer->exit_older)
			begin_exit(older, newer);
		if (i < newer->nr_older)
			archive(older, adopt(older, newer, newer->older[i]));
		/* A chain has one gap, behind the first: what is before this one goes. */
		while (!i && newer->omitted && older->nr_older > 1)
			omit(older);
	}
	older->omitted += newer->omitted;
	older->panicking = newer->panicking;
	older->final = newer->panicking && (older->final || newer->final);
	older->calls += newer->calls;
	older->site = newer->site;
	if (newer->panicking) {
		older->now = adopt(older, newer, newer->now);
	} else {
		older->now = free_record(older);
		older->now->panic.origin = NULL;
	}
	link_chain(older);
}

/* The record of a panic that is not over. */
struct panic_record *panic_record(const struct soft_panic *p)
{
	struct panic_record *r = container_of(p, struct panic_record, panic);

	return p && p->origin == &r->origin ? r : NULL;
}

/**
 * panic_stack() - where a panic was raised
 * @r:	     its record
 * @entries: where to put the return addresses, innermost first
 * @max:     room in @entries
 *
 * Return: how many there are.
 */
unsigned int panic_stack(const struct panic_record *r, unsigned long *entries,
			 unsigned int max)
{
	unsigned int n = min(max, r->origin.depth);

	if (!max)
		return 0;
	memcpy(entries, r->origin.stack, n * sizeof(*entries));
	return n + stack_save(unwind_of(r), entries + n, max - n, !n);
}
