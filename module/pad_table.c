// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of landing pads that clients bring.
 *
 * A client that is built with pads has a table in each of its objects, which it shows among
 * its parameters: those the module loader keeps together, and hands to nobody else. Its form is
 * said where it is written, in include/kdefer-pads/edit.awk. It is looked at once, when the
 * client is loaded, before any of its code runs; a client with a table that is not as it
 * should be is not loaded. It lies in what is read-only from then on.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include <arch_gate.h>

#include "compat.h"
#include "pad_table.h"

DEFINE_STATIC_KEY_FALSE(kdefer_pads_known);

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
#define OF_FUNCTION (PAD_IN_FUNCTION | PAD_KNOWS_FAULTS | PAD_SEEMS_TO_RETURN)

/* A function of a client, by where it begins. */
struct pad_function {
	unsigned long start;
	const struct pad_row *row;
};

/* A piece of text, of which it is known where in the order of functions it begins */
#define PIECE_SHIFT 6

/**
 * struct functions - functions in one piece of memory
 * @start:    where the first begins
 * @bytes:    how far the last reaches
 * @count:    how many there are
 * @function: they, sorted
 * @piece:    for each piece, how many begin before its end
 */
struct functions {
	unsigned long start;
	unsigned long bytes;
	unsigned int count;
	struct pad_function *function;
	u32 *piece;
};

/**
 * struct pad_table - all that one client has brought
 * @list:  of all
 * @mod:   the client; it outlives this
 * @core:  its functions
 * @init:  those that are gone when it is loaded
 */
struct pad_table {
	struct list_head list;
	const struct module *mod;
	struct functions core;
	struct functions init;
};

static LIST_HEAD(tables);

/* Guards the list against other writers. */
static DEFINE_MUTEX(tables_lock);

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
	const struct module *mod,
	const char *(*found)(struct pad_table *t, const struct pad_row *row),
	struct pad_table *t)
{
	const struct pad_row *row;
	const char *why = NULL;
	unsigned int i;

	for (i = 0; i < mod->num_kp && !why; i++) {
		if (!is_table(&mod->kp[i]))
			continue;
		row = mod->kp[i].arg;
		while (!is_end(row)) {
			why = found(t, row);
			if (why)
				break;
			row += row->ranges + 1;
		}
	}
	return why;
}

static const char *count(struct pad_table *t, const struct pad_row *row)
{
	const char *why = check_function(t->mod, row);

	if (is_core(t->mod, start_of(row), row->bytes))
		t->core.count++;
	else
		t->init.count++;
	return why;
}

static const char *fill(struct pad_table *t, const struct pad_row *row)
{
	struct functions *f = is_core(t->mod, start_of(row), row->bytes) ?
				      &t->core :
				      &t->init;

	f->function[f->count++] = (struct pad_function){ start_of(row), row };
	return NULL;
}

static bool make_room(struct functions *f)
{
	f->function =
		kvmalloc_array(f->count + 1, sizeof(*f->function), GFP_KERNEL);
	f->count = 0;
	return f->function;
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

static void free_table(struct pad_table *t)
{
	kvfree(t->core.function);
	kvfree(t->core.piece);
	kvfree(t->init.function);
	kvfree(t->init.piece);
	kfree(t);
}

/* They are sorted, and do not overlap. */
static bool make_pieces(struct functions *f)
{
	const struct pad_function *last;
	unsigned long pieces, i;
	unsigned int n = 0;

	if (!f->count)
		return true;
	last = &f->function[f->count - 1];
	f->start = f->function[0].start;
	f->bytes = last->start + last->row->bytes - f->start;
	pieces = ((f->bytes - 1) >> PIECE_SHIFT) + 1;
	f->piece = kvmalloc_array(pieces, sizeof(*f->piece), GFP_KERNEL);
	if (!f->piece)
		return false;
	for (i = 0; i < pieces; i++) {
		while (n < f->count &&
		       f->function[n].start - f->start < (i + 1) << PIECE_SHIFT)
			n++;
		f->piece[i] = n;
	}
	return true;
}

static int read_table(struct pad_table *t)
{
	const char *why = each_function(t->mod, count, t);

	if (!why) {
		if (!make_room(&t->core) || !make_room(&t->init))
			return -ENOMEM;
		each_function(t->mod, fill, t);
		why = sort_functions(&t->core) ?: sort_functions(&t->init);
	}
	if (!why)
		return make_pieces(&t->core) && make_pieces(&t->init) ? 0 :
									-ENOMEM;
	pr_err("%s is not loaded: its table of landing pads has %s\n",
	       t->mod->name, why);
	return -ENOEXEC;
}

/**
 * pad_table_add() - a module is being loaded
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 * Return:
 * * 1 - it has landing pads.
 * * 0 - it has none.
 * * -ENOMEM, -ENOEXEC - it has, and must not be loaded.
 */
int pad_table_add(const struct module *mod)
{
	struct pad_table *t;
	unsigned int i;
	int err;

	for (i = 0; i < mod->num_kp; i++)
		if (is_table(&mod->kp[i]))
			break;
	if (i == mod->num_kp)
		return 0;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->mod = mod;
	err = read_table(t);
	if (err) {
		free_table(t);
		return err;
	}
	mutex_lock(&tables_lock);
	list_add_tail_rcu(&t->list, &tables);
	mutex_unlock(&tables_lock);
	static_branch_inc(&kdefer_pads_known);
	return 1;
}

static struct pad_table *table_of(const struct module *mod)
{
	struct pad_table *t;

	list_for_each_entry(t, &tables, list)
		if (t->mod == mod)
			return t;
	return NULL;
}

/**
 * pad_table_started() - a module is loaded, and has run what it begins with
 * @mod: the module
 *
 * The memory of that is another's from now on.
 *
 * Context: Process context. Sleeps.
 */
void pad_table_started(const struct module *mod)
{
	struct pad_table *t;

	mutex_lock(&tables_lock);
	t = table_of(mod);
	if (t)
		WRITE_ONCE(t->init.bytes, 0);
	mutex_unlock(&tables_lock);
}

/**
 * pad_table_remove() - a module goes, or was not loaded after all
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 */
void pad_table_remove(const struct module *mod)
{
	struct pad_table *t;

	mutex_lock(&tables_lock);
	t = table_of(mod);
	if (t)
		list_del_rcu(&t->list);
	mutex_unlock(&tables_lock);
	if (!t)
		return;
	synchronize_rcu();
	free_table(t);
	static_branch_dec(&kdefer_pads_known);
}

/* The function of these that @ip is in, or NULL. */
static const struct pad_function *find_function(const struct functions *f,
						unsigned long ip)
{
	const unsigned long off = ip - f->start;
	const struct pad_function *last;

	if (off >= READ_ONCE(f->bytes))
		return NULL;
	/* The first function begins where the first piece does. */
	last = &f->function[f->piece[off >> PIECE_SHIFT] - 1];
	while (last->start > ip)
		last--;
	return ip - last->start < last->row->bytes ? last : NULL;
}

/* The range of a function that @off is in, or NULL. */
static const struct pad_row *find_range(const struct pad_row *function, u32 off)
{
	const struct pad_row *row = function + 1;
	u32 low = 0, high = function->ranges, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (row[middle].from <= off)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || off - row[low - 1].from >= row[low - 1].bytes)
		return NULL;
	return &row[low - 1];
}

static struct pad_place describe(const struct pad_function *f, unsigned long ip)
{
	const struct pad_row *range = find_range(f->row, ip - f->start);
	const u32 of_function = f->row->info;
	struct pad_place place;

	place.of_function = of_function;
	place.info = of_function & OF_FUNCTION;
	if (!range) {
		place.pad = 0;
		place.info |= of_function & OF_BOTH;
		if (of_function & PAD_IN_FUNCTION)
			place.info |= PAD_UNSURE;
		return place;
	}
	place.pad = range->pad ? f->start + range->pad : 0;
	place.info |= range->info & OF_BOTH;
	if (range->info & IS_ASSEMBLY)
		place.info |= PAD_UNSURE;
	return place;
}

/**
 * pad_find() - what is known of a place in a client's text?
 * @ip: an instruction, or a byte of one
 *
 * Context: Any context.
 * Return: what is known; PAD_NOWHERE: nothing.
 */
struct pad_place pad_find(unsigned long ip)
{
	struct pad_place place = { .info = PAD_NOWHERE };
	const struct pad_function *f;
	const struct pad_table *t;

	rcu_read_lock_sched_notrace();
	list_for_each_entry_rcu(t, &tables, list, rcu_read_lock_sched_held()) {
		f = find_function(&t->core, ip) ?: find_function(&t->init, ip);
		if (f) {
			place = describe(f, ip);
			break;
		}
	}
	rcu_read_unlock_sched_notrace();
	return place;
}
