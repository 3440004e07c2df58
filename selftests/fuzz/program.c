// SPDX-License-Identifier: GPL-2.0
/*
 * Programs from a file, and the run of one. The form is that of encode() in
 * go/program.go.
 */
#include <linux/fs.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "fuzz.h"

#define MAX_PROGRAM_BYTES U16_MAX

static u8 bytes[MAX_PROGRAM_BYTES];

static int read_exactly(struct file *file, loff_t *pos, void *buf, size_t size)
{
	ssize_t n = kernel_read(file, buf, size, pos);

	if (n == size)
		return size;
	return n <= 0 ? n : -EIO;
}

/* False: that is no program. */
static bool parse(struct run *run, const u8 *at, const u8 *end)
{
	struct body *body;

	if (at == end || *at == 0 || *at > MAX_BODIES)
		return false;
	run->nr_bodies = *at++;
	for (body = run->bodies; body < run->bodies + run->nr_bodies; body++) {
		if (end - at < 2)
			return false;
		body->kind = *at++;
		body->nr_insns = *at++;
		body->code = (const struct insn *)at;
		if (end - at < body->nr_insns * sizeof(struct insn))
			return false;
		at += body->nr_insns * sizeof(struct insn);
	}
	return at == end;
}

/**
 * program_next() - read a program
 * @file: where from
 * @pos:  where there
 * @run:  becomes a fresh run of it
 *
 * Return: 1; 0 at the end of the file; or a negative errno.
 */
int program_next(struct file *file, loff_t *pos, struct run *run)
{
	u8 size[2];
	int n;

	n = read_exactly(file, pos, size, sizeof(size));
	if (n <= 0)
		return n;
	n = read_exactly(file, pos, bytes, size[0] | size[1] << 8);
	if (n < 0)
		return n;
	if (!parse(run, bytes, bytes + n))
		return -EINVAL;
	run->steps = 0;
	run->nr_calls = 0;
	run->nr_raised = 0;
	run->last_exit = 0;
	run->level.height = 0;
	run->level.nr_stacks = 0;
	run->returned = false;
	return 1;
}

/*
 * The outermost RECOVER_FN: what an exit leaves, and what an uncaught panic ends
 * in, as the module's parameter "uncaught" is "contain".
 */
RECOVER_FN(long, outermost, struct run *, run)
{
	machine_call(run, 0);
	run->returned = true;
	return 0;
}

/*
 * Runs a program; its end is the last line of its trace. When the first body is a
 * plain RECOVER_FN, that is the outermost one, and its deferred calls are the last.
 */
void program_run(struct run *run)
{
	long result;

	if (run->bodies[0].kind == KIND_RECOVER) {
		machine_call(run, 0);
		trace_print("ended\n");
		return;
	}
	result = outermost(run);
	if (run->returned)
		trace_print("returned\n");
	else if (result < 0)
		trace_print("uncaught %ld\n", result);
	else
		trace_print("exited %ld\n", result);
}
