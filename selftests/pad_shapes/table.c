// SPDX-License-Identifier: GPL-2.0
/*
 * Giving up by kdefer's table, which is read here as edit.awk says it is, and not by the
 * module's code. A frame is found by frame pointers; of the registers that calls keep
 * only those are known that the table says are saved, and a pad is given only those that
 * the table says it reads. All others are poisoned.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "processor.h"
#include "run.h"

#define ALL_REGISTERS ((1U << REGISTERS) - 1)

/*
 * A row. Of a function: frame, length, ranges and what is before the frame; of a range:
 * from, length, pad.
 */
struct row {
	int32_t from;
	uint32_t bytes;
	uint32_t third;
	uint32_t info;
};

#define IS_FUNCTION (1U << 31)
#define FRAME_UNKNOWN (1U << 30)
#define HAS_PADS (1U << 29)
#define KNOWS_FAULTS (1U << 26)
#define SEEMS_TO_RETURN (1U << 27)
#define IS_ASSEMBLY (1U << 25)

/* How the module loader keeps a parameter */
struct parameter {
	const char *name;
	const void *module, *ops;
	uint16_t permissions;
	int8_t level;
	uint8_t flags;
	const struct row *table;
};

extern const struct parameter __start___param[], __stop___param[];
const char __kdefer_pads[1], __this_module[1];

extern const char __start_own_text[], __stop_own_text[];
extern const char __executable_start[], etext[];

struct function {
	unsigned long start;
	const struct row *row;
};

static struct function *functions;
static size_t n_functions;

/* What is known of a place */
struct place {
	const struct row *function, *range;
	unsigned long pad;
	uint32_t info;
};

/**
 * struct unwind - one that has given up
 * @older:    whose pad gave up, or NULL
 * @known:    of which registers it is known what they were in the function that it has come to
 * @reg:      what they were
 * @pad_of:   the frame pointer of the function of which it runs a pad, or 0
 * @sp:       of call_pad()
 * @again:    where a newer one hands over
 * @again_ip: where in the pad that gave up
 * @again_reg: with these registers
 */
struct unwind {
	struct unwind *older;
	unsigned int known;
	unsigned long reg[REGISTERS];
	unsigned long pad_of;
	unsigned long sp;
	jmp_buf again;
	unsigned long again_ip;
	unsigned long again_reg[REGISTERS];
};

static struct unwind *newest;

/* Of the pad that runs; what it ends with must be the same. */
unsigned long *pad_sp;

void call_pad(unsigned long *sp, unsigned long pad, unsigned long bp,
	      const unsigned long *reg, unsigned long poison);
void unwind(const unsigned long *reg, const unsigned long *frame);

/* With "fixed" no pad may read any register. */
static int nothing_is_known;

static unsigned long poison(void)
{
	static unsigned long state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state | 1UL << 63;
}

static int by_start(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* What pad_table.c asks of a table when a client is loaded */
static void check_function(const struct row *row, unsigned long start)
{
	const unsigned int ranges = row->third & 0xffff;
	const struct row *range = row + 1;
	uint32_t last = 0;

	if (!(row->info & IS_FUNCTION) ||
	    row->info & ~(IS_FUNCTION | FRAME_UNKNOWN | HAS_PADS |
			  KNOWS_FAULTS | SEEMS_TO_RETURN | ROW_OF_REGISTERS))
		die("flags of a function", start);
	if (row->third >> 16 >= row->bytes)
		die("a function that ends before its frame is set up", start);
	if (start < (unsigned long)__executable_start ||
	    start + row->bytes > (unsigned long)etext)
		die("a function that is not in its text", start);
	for (; range != row + 1 + ranges; range++) {
		if (range->info &
		    ~(ROW_OF_REGISTERS | FRAME_UNKNOWN | IS_ASSEMBLY))
			die("flags of a range", start);
		if ((uint32_t)range->from < last ||
		    (uint32_t)range->from > row->bytes ||
		    range->bytes > row->bytes - range->from)
			die("a range that is not in its function", start);
		if (range->third >= row->bytes)
			die("a pad that is not in its function", start);
		if (range->third && range->info & (FRAME_UNKNOWN | IS_ASSEMBLY))
			die("a pad of an unknown frame", start);
		if (range->third && !(row->info & HAS_PADS))
			die("pads in a function that has none", start);
		last = range->from + range->bytes;
	}
}

static void add_functions(const struct row *row)
{
	unsigned long start;

	while (row->from | row->bytes | row->third | row->info) {
		start = (unsigned long)&row->from + row->from - 1 -
			(row->third >> 16);
		check_function(row, start);
		if (!(n_functions & (n_functions + 1)))
			functions =
				realloc(functions, (n_functions + 1) * 2 *
							   sizeof(*functions));
		functions[n_functions++] = (struct function){ start, row };
		row += 1 + (row->third & 0xffff);
	}
}

/* False: it is in no function that the table has. */
static int find(unsigned long ip, struct place *place)
{
	size_t low = 0, high = n_functions, middle;
	const struct function *f;
	const struct row *range;

	while (low < high) {
		middle = (low + high) / 2;
		if (functions[middle].start <= ip)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low ||
	    ip - functions[low - 1].start >= functions[low - 1].row->bytes)
		return 0;
	f = &functions[low - 1];
	*place = (struct place){ f->row, NULL, 0, f->row->info };
	for (range = f->row + 1; range != f->row + 1 + (f->row->third & 0xffff);
	     range++) {
		if (ip - f->start - range->from >= range->bytes)
			continue;
		place->range = range;
		place->info = range->info;
		place->pad = range->third ? f->start + range->third : 0;
	}
	return 1;
}

/*
 * What is held at a call must be known; of what gcc gives no range to that faults nobody
 * knows it, libgcc neither.
 */
static void check_place(const struct place *place, unsigned long ip,
			int faulted)
{
	if (place->range ? place->info & IS_ASSEMBLY :
			   place->function->info & HAS_PADS) {
		if (!faulted)
			run.unsure++;
	}
	if (place->info & FRAME_UNKNOWN && !faulted)
		die("the frame is not known at", ip);
}

/* Runs the pad of a place, and of each place in there that gives up in its turn. */
static void run_pads(struct unwind *u, unsigned long ip, unsigned long bp,
		     int faulted)
{
	unsigned long reg[REGISTERS];
	volatile unsigned int known = u->known;
	struct place place;
	int i;

	memcpy(u->again_reg, u->reg, sizeof(reg));
	u->again_ip = ip + !faulted;
	if (setjmp(u->again))
		known = ALL_REGISTERS;
	if (!find(u->again_ip - 1 + (faulted && u->again_ip == ip), &place))
		die("not in the table:", u->again_ip);
	check_place(&place, u->again_ip, faulted && u->again_ip == ip);
	if (place.pad) {
		if (nothing_is_known)
			known = 0;
		if (NEEDS(place.info) & ~known) {
			run.unsure++;
		} else {
			for (i = 0; i < REGISTERS; i++)
				reg[i] = NEEDS(place.info) >> i & 1 ?
						 u->again_reg[i] :
						 poison();
			u->pad_of = bp;
			pad_sp = &u->sp;
			call_pad(&u->sp, place.pad, bp, reg, poison());
		}
	}
	u->pad_of = 0;
}

/* The function is left outwards: what had its caller in the registers? */
static void leave(struct unwind *u, const struct place *place, unsigned long bp)
{
	long at;
	int i;

	for (i = 0; i < REGISTERS; i++) {
		at = saved_at(place->info, place->function->info, i);
		if (!at)
			continue;
		u->reg[i] = ((unsigned long *)bp)[at];
		u->known |= 1U << i;
	}
}

/*
 * From @ip outwards. If that is what has faulted it is that instruction, and where the
 * call returns to otherwise.
 */
static void go_outwards(struct unwind *u, unsigned long ip, unsigned long bp,
			int faulted)
{
	struct place place;

	for (;; faulted = 0) {
		if (u->older && u->older->pad_of == bp) {
			newest = u->older;
			newest->again_ip = ip;
			memcpy(newest->again_reg, u->reg, sizeof(u->reg));
			longjmp(newest->again, 1);
		}
		if (bp == run_top_bp) {
			newest = NULL;
			longjmp(run_top, 1);
		}
		if (ip < (unsigned long)__start_own_text ||
		    ip >= (unsigned long)__stop_own_text) {
			if (!find(ip - !faulted, &place))
				die("not in the table:", ip);
			run_pads(u, ip - !faulted, bp, faulted);
			leave(u, &place, bp);
		}
		ip = address(((unsigned long *)bp)[1]);
		if (*(unsigned long *)bp <= bp)
			die("frames that do not lead outwards, behind", ip);
		bp = *(unsigned long *)bp;
	}
}

static void begin(struct unwind *u, const unsigned long *reg)
{
	*u = (struct unwind){ .older = newest, .known = ALL_REGISTERS };
	memcpy(u->reg, reg, sizeof(u->reg));
	newest = u;
}

void unwind(const unsigned long *reg, const unsigned long *frame)
{
	struct unwind u;

	begin(&u, reg);
	go_outwards(&u, address(frame[1]), frame[0], 0);
}

static void handle(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *regs = context;
	const unsigned long ip = SIGNAL_IP(regs);
	unsigned long reg[REGISTERS];
	struct place place;
	struct unwind u;
	int i;

	for (i = 0; i < REGISTERS; i++)
		reg[i] = SIGNAL_REGISTER(regs, i);

	if (!run.faults || run.steps < run.first ||
	    (signal == SIGSEGV && info->si_addr != (void *)8) ||
	    !find(ip, &place))
		die("it faulted at", ip);
	if (!(place.function->info & KNOWS_FAULTS))
		die("a fault where the compiler knows of none:", ip);
	/*
	 * Before the frame is set up, and behind its end, there is nothing to find the
	 * caller by but what the kernel has.
	 */
	if (place.info & FRAME_UNKNOWN) {
		run.unsure++;
		newest = NULL;
		longjmp(run_top, 1);
	}
	begin(&u, reg);
	go_outwards(&u, ip, SIGNAL_BP(regs), 1);
}

void unwinder_start(void)
{
	struct sigaction action = { .sa_sigaction = handle,
				    .sa_flags = SA_NODEFER | SA_SIGINFO };
	const struct parameter *p;
	size_t i;

	nothing_is_known = *(getenv("SHAPES_KNOW_NOTHING") ?: "");
	for (p = __start___param; p != __stop___param; p++) {
		if (p->ops != __kdefer_pads || strcmp(p->name, "kdefer_pads") ||
		    p->permissions)
			die("a parameter that is no table", (unsigned long)p);
		add_functions(p->table);
	}
	qsort(functions, n_functions, sizeof(*functions), by_start);
	for (i = 1; i < n_functions; i++)
		if (functions[i].start - functions[i - 1].start <
		    functions[i - 1].row->bytes)
			die("functions that overlap:", functions[i].start);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGFPE, &action, NULL);
}
