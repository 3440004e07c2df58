// SPDX-License-Identifier: GPL-2.0
/*
 * The rows of a client's tables of landing pads: they are looked at, and what they say is put
 * in an order in which it is found by address.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include <arch_gate.h>

#include "compat.h"
#include "pad_rows.h"

/* Nobody can set it, though its name is found: an administrator may try. */
static int refuse(const char *val, const struct kernel_param *kp)
{
	pr_err("kdefer_pads is a table, and no parameter that can be set\n");
	return -EPERM;
}

/* What the entry of a table among the parameters refers to. */
extern const struct kernel_param_ops __kdefer_pads;
const struct kernel_param_ops __kdefer_pads = { .set = refuse };
EXPORT_SYMBOL_KDEFER(__kdefer_pads);

/**
 * struct pad_row - one row of a table
 * @frame: of a function: where it sets up its frame, relative to this word, and 1 more
 * @from:  of a range: where it begins, from the beginning of its function
 * @bytes: how long it is
 * @pad:   of a range: where its pad is, likewise; 0: it has none
 * @ranges: of a function: how many rows of ranges follow
 * @before: how far behind its beginning it sets up its frame
 * @info:  IS_FUNCTION..., ARCH_PAD_WORDS
 */
struct pad_row {
	union {
		s32 frame;
		u32 from;
	};
	u32 bytes;
	union {
		u32 pad;
		struct {
			u16 ranges;
			u16 before;
		};
	};
	u32 info;
};

static_assert(sizeof(struct pad_row) == 16);

#define IS_FUNCTION BIT(31)
#define IS_ASSEMBLY BIT(25)

/* What both kinds of rows say in the same way */
#define OF_BOTH (PAD_FRAME_UNKNOWN | ARCH_PAD_WORDS)

/* What is said of a function as a whole */
#define OF_FUNCTION                                                 \
	(PAD_IN_FUNCTION | PAD_KNOWS_FAULTS | PAD_SEEMS_TO_RETURN | \
	 PAD_REPORTED)

/* A function of a client, by where it begins. */
struct pad_function {
	unsigned long start;
	const struct pad_row *row;
};

/* A client whose tables are read */
struct reading {
	const struct module *mod;
	struct functions *core;
	struct functions *init;
};

static unsigned long start_of(const struct pad_row *row)
{
	return (unsigned long)&row->frame + row->frame - 1 - row->before;
}

static bool is_core(const struct module *mod, unsigned long start,
		    unsigned long bytes)
{
	const unsigned long text = module_text_start(mod);

	return start >= text && bytes <= module_text_bytes(mod) &&
	       start - text <= module_text_bytes(mod) - bytes;
}

static bool is_init(const struct module *mod, unsigned long start,
		    unsigned long bytes)
{
	return !within_module_core(start, mod) &&
	       within_module_init(start, mod) &&
	       within_module_init(start + bytes - 1, mod);
}

/* The ranges of a function: they ascend, and stay within it. */
static const char *check_ranges(const struct pad_row *function)
{
	const struct pad_row *row = function + 1;
	const struct pad_row *end = row + function->ranges;
	bool has_pads = false;
	u32 last = 0;

	for (; row != end; row++) {
		if (row->info &
		    ~(ARCH_PAD_WORDS | PAD_FRAME_UNKNOWN | IS_ASSEMBLY))
			return "flags of a range that are not known";
		if (row->from < last || row->from > function->bytes ||
		    row->bytes > function->bytes - row->from)
			return "a range that is not in its function";
		if (row->pad >= function->bytes)
			return "a pad that is not in its function";
		if (row->pad && row->info & (PAD_FRAME_UNKNOWN | IS_ASSEMBLY))
			return "a pad of an unknown frame";
		has_pads |= row->pad;
		last = row->from + row->bytes;
	}
	if (has_pads && !(function->info & PAD_IN_FUNCTION))
		return "pads in a function that has none";
	return NULL;
}

/* What is wrong with a function's rows, or NULL. */
static const char *check_function(const struct module *mod,
				  const struct pad_row *row)
{
	const unsigned long start = start_of(row);

	if (!(row->info & IS_FUNCTION) ||
	    row->info & ~(IS_FUNCTION | OF_FUNCTION | OF_BOTH))
		return "flags of a function that are not known";
	if (row->before >= row->bytes)
		return "a function that ends before its frame is set up";
	if (!is_core(mod, start, row->bytes) &&
	    !is_init(mod, start, row->bytes))
		return "a function that is not in its text";
	if (row->ranges > row->bytes)
		return "more ranges than there is room for";
	if (!within_module((unsigned long)(row + row->ranges + 1), mod))
		return "no end";
	return check_ranges(row);
}

static int by_start(const void *a, const void *b)
{
	const struct pad_function *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static bool is_table(const struct kernel_param *kp)
{
	return kp->ops == &__kdefer_pads;
}

static bool is_end(const struct pad_row *row)
{
	return !(row->frame | row->bytes | row->pad | row->info);
}

/* Calls for each function of a client, until one of them is not as it should be. */
static const char *each_function(
	const char *(*found)(struct reading *r, const struct pad_row *row),
	struct reading *r)
{
	const struct pad_row *row;
	const char *why = NULL;
	unsigned int i;

	for (i = 0; i < r->mod->num_kp && !why; i++) {
		if (!is_table(&r->mod->kp[i]))
			continue;
		row = r->mod->kp[i].arg;
		while (!is_end(row)) {
			why = found(r, row);
			if (why)
				break;
			row += row->ranges + 1;
		}
	}
	return why;
}

static struct functions *place_of(struct reading *r, const struct pad_row *row)
{
	return is_core(r->mod, start_of(row), row->bytes) ? r->core : r->init;
}

static const char *count(struct reading *r, const struct pad_row *row)
{
	const char *why = check_function(r->mod, row);
	struct functions *f = place_of(r, row);

	f->count++;
	f->ranges += row->ranges;
	return why;
}

static const char *fill(struct reading *r, const struct pad_row *row)
{
	struct functions *f = place_of(r, row);

	f->function[f->count++] = (struct pad_function){ start_of(row), row };
	return NULL;
}

/* A function is a segment more than its ranges and what follows each, and one is behind it. */
static bool make_room(struct functions *f)
{
	const size_t segments = 2 * ((size_t)f->count + f->ranges);

	f->function =
		kvmalloc_array(f->count + 1, sizeof(*f->function), GFP_KERNEL);
	f->segment =
		kvmalloc_array(segments + 1, sizeof(*f->segment), GFP_KERNEL);
	f->count = 0;
	return f->function && f->segment;
}

/* Two functions in one place would each be found by chance. */
static const char *sort_functions(struct functions *f)
{
	unsigned int i;

	sort(f->function, f->count, sizeof(*f->function), by_start, NULL);
	for (i = 1; i < f->count; i++)
		if (f->function[i].start - f->function[i - 1].start <
		    f->function[i - 1].row->bytes)
			return "functions that overlap";
	return NULL;
}

/**
 * pad_rows_free() - forget what tables have said
 * @f: functions in one piece of memory
 */
void pad_rows_free(struct functions *f)
{
	kvfree(f->function);
	kvfree(f->segment);
	kvfree(f->piece);
}

/* What is known of a function where it has no range that says otherwise. */
static u32 info_of(const struct pad_row *function)
{
	const u32 info = function->info & (OF_FUNCTION | OF_BOTH);

	return info & PAD_IN_FUNCTION ? info | PAD_UNSURE : info;
}

static u32 info_of_range(const struct pad_row *function,
			 const struct pad_row *range)
{
	u32 info = function->info & OF_FUNCTION;

	if (range->info & IS_ASSEMBLY)
		info |= PAD_UNSURE;
	return info | (range->info & OF_BOTH);
}

/* Where it begins the one before ends, and if that is empty it is none. */
static struct segment *add_segment(struct segment *last, u32 from, u32 pad,
				   u32 info, u32 of_function)
{
	if (last->from != from)
		last++;
	*last = (struct segment){ from, pad, info, of_function };
	return last;
}

static struct segment *add_function(struct segment *last, u32 from,
				    const struct pad_row *function)
{
	const struct pad_row *row = function + 1;
	const struct pad_row *end = row + function->ranges;
	const u32 info = info_of(function);

	last = add_segment(last, from, 0, info, function->info);
	for (; row != end; row++) {
		if (!row->bytes)
			continue;
		last = add_segment(last, from + row->from,
				   row->pad ? from + row->pad : 0,
				   info_of_range(function, row),
				   function->info);
		last = add_segment(last, from + row->from + row->bytes, 0, info,
				   function->info);
	}
	return add_segment(last, from + function->bytes, 0, PAD_NOWHERE, 0);
}

/* They are sorted, and do not overlap. The segment behind the last is none of any piece. */
static bool make_segments(struct functions *f)
{
	struct segment *last = f->segment;
	unsigned long pieces, i;
	unsigned int n;

	if (!f->count)
		return true;
	f->start = f->function[0].start;
	last->from = 0;
	for (n = 0; n < f->count; n++)
		last = add_function(last, f->function[n].start - f->start,
				    f->function[n].row);
	f->bytes = last->from;
	pieces = ((f->bytes - 1) >> PIECE_SHIFT) + 1;
	f->piece = kvmalloc_array(pieces, sizeof(*f->piece), GFP_KERNEL);
	if (!f->piece)
		return false;
	for (i = 0, n = 0; i < pieces; i++) {
		while (f->segment[n + 1].from < (i + 1) << PIECE_SHIFT &&
		       f->segment + n + 1 != last)
			n++;
		f->piece[i] = n;
	}
	kvfree(f->function);
	f->function = NULL;
	return true;
}

/**
 * pad_rows_are_there() - has a module tables of landing pads?
 * @mod: the module
 *
 * Return: true if it has.
 */
bool pad_rows_are_there(const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < mod->num_kp; i++)
		if (is_table(&mod->kp[i]))
			return true;
	return false;
}

/**
 * pad_rows_read() - look at all tables of a client
 * @mod:  the client
 * @core: becomes what is known of its functions; empty before
 * @init: likewise, of those that are gone when it is loaded
 *
 * Context: Process context. Sleeps.
 * Return: 0, -ENOMEM, or -ENOEXEC and a message. Either way what was allocated is for
 * pad_rows_free().
 */
int pad_rows_read(const struct module *mod, struct functions *core,
		  struct functions *init)
{
	struct reading r = { .mod = mod, .core = core, .init = init };
	const char *why = each_function(count, &r);

	if (!why) {
		if (!make_room(core) || !make_room(init))
			return -ENOMEM;
		each_function(fill, &r);
		why = sort_functions(core) ?: sort_functions(init);
	}
	if (!why)
		return make_segments(core) && make_segments(init) ? 0 : -ENOMEM;
	pr_err("%s is not loaded: its table of landing pads has %s\n",
	       mod->name, why);
	return -ENOEXEC;
}
