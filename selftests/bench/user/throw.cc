// SPDX-License-Identifier: GPL-2.0
/*
 * C++: throw and catch, and destructors.
 */
#include "user.h"

struct error {
	int err;
	const char *text;
};

class guard {
	struct res *r;

public:
	explicit guard(struct res *r) : r(r) { res_take(r); }
	~guard() { res_drop(r); }
};

/* Holds as many as it is told to. */
class guards {
	struct res *held[NR_RES];
	unsigned int nr = 0;

public:
	void hold(struct res *r)
	{
		res_take(r);
		held[nr++] = r;
	}
	~guards()
	{
		while (nr--)
			res_drop(held[nr]);
	}
};

bench_fn int nothing()
{
	bench_use();
	return 0;
}

bench_fn int block_1()
{
	guard g(&bench_res[0]);

	bench_use();
	return 0;
}

bench_fn int block_8()
{
	guard g0(&bench_res[0]), g1(&bench_res[1]), g2(&bench_res[2]);
	guard g3(&bench_res[3]), g4(&bench_res[4]), g5(&bench_res[5]);
	guard g6(&bench_res[6]), g7(&bench_res[7]);

	bench_use();
	return 0;
}

bench_fn int loop(unsigned int depth)
{
	guards g;

	for (unsigned int i = 0; i < depth; i++)
		g.hold(&bench_res[i]);
	bench_use();
	return 0;
}

bench_fn void down(unsigned int depth)
{
	if (depth > 1)
		down(depth - 1);
	else if (depth)
		throw error{BENCH_ERROR, "bench"};
	bench_use();
}

bench_fn void down_holding(unsigned int depth)
{
	guard g(&bench_res[0]);

	if (depth > 1)
		down_holding(depth - 1);
	else if (depth)
		throw error{BENCH_ERROR, "bench"};
	bench_use();
}

/* The compiler does not know whether it throws. */
static bool throws;

bench_fn void may_throw()
{
	bench_use();
	if (throws)
		throw error{BENCH_ERROR, "bench"};
}

#define RECOVERING(name, call)                \
	bench_fn int name(unsigned int depth) \
	{                                     \
		(void)depth;                  \
		try {                         \
			call;                 \
		} catch (const error &e) {    \
			return e.err;         \
		}                             \
		return 0;                     \
	}

RECOVERING(no_error, may_throw())
RECOVERING(panic_plain, down(depth))
RECOVERING(panic_holding, down_holding(depth))

RUN(nothing, nothing(), 0)
RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)
RUN(loop, loop(depth), 0)
RUN(no_error, no_error(depth), 0)
RUN(panic_plain, panic_plain(depth), BENCH_ERROR)
RUN(panic_holding, panic_holding(depth), BENCH_ERROR)

static struct work works[] = {
	{ "call", 0, run_nothing, 0 },
	{ "block", 1, run_block_1, 0 },
	{ "block", 8, run_block_8, 0 },
	{ "function", 1, run_block_1, 0 },
	{ "function", 8, run_block_8, 0 },
	{ "loop", 8, run_loop, 0 },
	{ "loop", 64, run_loop, 0 },
	{ "recover", 0, run_no_error, 0 },
	{ "panic", 1, run_panic_plain, 0 },
	{ "panic", 10, run_panic_plain, 0 },
	{ "panic", 100, run_panic_plain, 0 },
	{ "panic+block", 1, run_panic_holding, 0 },
	{ "panic+block", 10, run_panic_holding, 0 },
	{ "panic+block", 100, run_panic_holding, 0 },
	{ "panic+function", 1, run_panic_holding, 0 },
	{ "panic+function", 10, run_panic_holding, 0 },
	{ "panic+function", 100, run_panic_holding, 0 },
	{ nullptr, 0, nullptr, 0 }
};

int main(int argc, char **argv)
{
	return bench("c++", works, argc, argv);
}
