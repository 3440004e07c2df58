/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that hold something over what another function of the kernel calls. Built
 * twice: see fixed.c.
 */
static int compare_by(const void *a, const void *b, const void *fn)
{
	long result = ((step_fn)fn)(5);

	barrier();
	return result;
}

static __always_inline long sort_with(long n, step_fn fn)
{
	long numbers[] = { 3, 1, 2 };
	CLASS(note, x)(n + 1);
	CLASS(note, y)(n + 2);

	sort_r(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), compare_by, NULL,
	       fn);
	return numbers[0] + x + y;
}
