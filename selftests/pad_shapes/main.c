// SPDX-License-Identifier: GPL-2.0
/*
 * main [--faults] [NAME [FIRST GAP]]: runs each program that is linked, giving up at
 * each of its steps, and prints what was said: how much and a hash; all of it with a
 * NAME.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shapes.h"
#include "run.h"

#define MOST_STEPS 40
#define MOST_SECOND_STEPS 12
#define MOST_GAP 2

extern const struct shape __start_shapes[], __stop_shapes[];

jmp_buf run_top;
unsigned long run_top_bp;

void die(const char *why, unsigned long where)
{
	printf("died: %s %lx\n", why, where);
	fflush(stdout);
	_Exit(2);
}

/* The outermost frame that is left; true: the program came to its end. */
__attribute__((__noinline__, section("top_text"))) static int
attempt(const struct shape *shape, volatile long *result)
{
	if (setjmp(run_top))
		return 0;
	run_top_bp = (unsigned long)__builtin_frame_address(0);
	*result = shape->enter(run.first * 0x9e3779b97f4a7c15);
	return 1;
}

/* True: further steps there are not. */
static int run_once(const struct shape *shape, long first, long gap, int faults,
		    int loud)
{
	volatile long result = 0;
	int returned;
	long i;

	memset(&run, 0, sizeof(run));
	run.first = first;
	run.gap = gap;
	run.faults = faults;
	run.fuel = 8;
	returned = attempt(shape, &result);
	printf("%s %ld %ld: %ld %lx %s %lx%s\n", shape->name, first, gap,
	       run.notes, run.hash, returned ? "returned" : "gave up", result,
	       run.unsure ? " unsure" : "");
	for (i = 0; loud && i < run.notes && i < MOST_NOTES; i++)
		printf("\t%ld %lx\n", run.note[i].kind, run.note[i].value);
	return returned;
}

static void run_all(const struct shape *shape, int faults, int loud)
{
	long first, gap;

	for (gap = 0; gap <= MOST_GAP; gap++)
		for (first = 1; first <= (gap ? MOST_SECOND_STEPS : MOST_STEPS);
		     first++)
			if (run_once(shape, first, gap, faults, loud))
				break;
}

int main(int argc, char **argv)
{
	const int faults = argc > 1 && !strcmp(argv[1], "--faults");
	const struct shape *shape;

	argc -= faults;
	argv += faults;
	unwinder_start();
	for (shape = __start_shapes; shape != __stop_shapes; shape++) {
		if (argc > 1 && strcmp(argv[1], shape->name))
			continue;
		if (argc > 3)
			run_once(shape, atol(argv[2]), atol(argv[3]), faults,
				 1);
		else
			run_all(shape, faults, argc > 1);
	}
	return 0;
}
