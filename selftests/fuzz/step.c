// SPDX-License-Identifier: GPL-2.0
/*
 * The instructions that need no frame. They run in a plain function between the
 * body and what it calls, as helpers do.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>

#include "fuzz.h"

#define TEXT_BYTES 40

/* What soft_panic_with() is given along with the panic of that number. */
static void *data_of(struct run *run, unsigned int number)
{
	return &run->stacks[number % MAX_RAISES];
}

static noinline void raise(struct run *run, u8 err, u8 how)
{
	unsigned int n = run->nr_raised;
	char text[TEXT_BYTES];

	trace_print("panic p%u/%u\n", n, err);
	run->data[n] = NULL;
	switch (how) {
	case 0:
		soft_panic(-err, "p%u/%u", n, err);
	case 1:
		/* The text may be asked for as long as the panic lives. */
		snprintf(text, sizeof(text), "p%u/%u", n, err);
		soft_panic(-err, "%s", text);
	case 2:
		soft_panic(-err, "p%u/%u\n%s", n, err, "and more");
	default:
		run->data[n] = data_of(run, n);
		soft_panic_with(-err, data_of(run, n), "p%u/%u", n, err);
	}
}

/* The panic and those that it replaced, and whether each is what was raised. */
static void print_seen(const struct run *run, const struct soft_panic *p)
{
	unsigned int n, err;
	char text[TEXT_BYTES];

	if (!p) {
		trace_print("sees nil\n");
		return;
	}
	trace_print("sees");
	for (; p; p = soft_panic_prev(p)) {
		soft_panic_message(p, text, sizeof(text));
		trace_print(" %s", text);
		if (sscanf(text, "p%u/%u", &n, &err) != 2 || n > MAX_RAISES ||
		    p->err != -(int)err || p->data != run->data[n])
			trace_print(" (errno %d, data %lx)", p->err,
				    (unsigned long)p->data);
	}
	trace_print("\n");
}

static void print_asked(const struct soft_panic *p)
{
	char text[TEXT_BYTES];

	soft_panic_message(p, text, sizeof(text));
	trace_print("asks %s\n", p ? text : "nil");
}

static void again(struct run *run, const struct soft_panic *p)
{
	char text[TEXT_BYTES];

	if (!p || !machine_give(run))
		return;
	soft_panic_message(p, text, sizeof(text));
	trace_print("repanic %s\n", text);
	soft_repanic(p);
}

/* What the innermost handler was handed that has deferred @c, or is @c; or one @up. */
static const struct soft_panic *handed_above(const struct call *c, u8 up)
{
	while (c->owner && (c->body->kind < KIND_HANDLER_PLAIN || up--))
		c = c->owner;
	return c->p;
}

static void try_recover(struct call *c, const struct insn *i)
{
	struct soft_panic *p = c->recovered ? NULL : c->p;
	bool wanted = p && (!i->b || p->err == -i->b);

	print_seen(c->run, p);
	if (!p || (!wanted && i->c == OTHERWISE_LEAVE))
		return;
	recover(p, i->a);
	c->recovered = true;
	if (wanted)
		trace_print("recover = %u\n", i->a);
	else
		again(c->run, p);
}

static const struct insn *fetch(struct call *c)
{
	static const struct insn end = { .op = OP_END };

	c->run->level = c->level;
	if (c->over || c->run->steps >= MAX_STEPS)
		return &end;
	c->run->steps++;
	return &c->body->code[c->pc++];
}

/**
 * step() - go on up to the next instruction that needs the frame
 * @c: the call; @at is that instruction
 *
 * Return: false at the end of a block or of the body.
 */
bool step(struct call *c)
{
	struct run *run = c->run;
	const struct insn *i;

	for (;;) {
		i = fetch(c);
		c->at = i;
		switch (i->op) {
		case OP_END:
		case OP_BLOCK_END:
			return false;
		case OP_MARK:
			trace_print("mark %u\n", i->a);
			break;
		case OP_CALL:
			machine_call(run, i->a);
			break;
		case OP_LOOP:
			c->loops[i->b] = i->a;
			break;
		case OP_LOOP_END:
			if (--c->loops[i->b])
				c->pc = i->c;
			break;
		case OP_IF:
			if (run->steps % i->a != i->b)
				c->pc = i->c;
			break;
		case OP_PANIC:
			if (machine_give(run))
				raise(run, i->a, i->b);
			break;
		case OP_EXIT:
			if (machine_give(run)) {
				run->last_exit = run->nr_raised;
				trace_print("exit %u\n", i->a);
				soft_exit(i->a);
			}
			break;
		case OP_RETURN:
			c->result = i->a;
			c->over = true;
			break;
		case OP_RECOVER:
			try_recover(c, i);
			break;
		case OP_REPANIC:
			again(run, handed_above(c, i->a));
			break;
		case OP_LOOK:
			print_seen(run, c->recovered ? NULL : c->p);
			break;
		case OP_ASK:
			print_asked(soft_panicking());
			break;
		default:
			return true;
		}
	}
}
