/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What ../main.c does in the kernel, for the peers in user space: rounds of samples,
 * one line each. In C and C++.
 */
#ifndef KDEFER_BENCH_USER_H
#define KDEFER_BENCH_USER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH_NS 50000
#define BENCH_ERROR (-74)
#define NR_RES 64

#define bench_fn static __attribute__((noinline, noclone))

struct res {
	volatile bool taken;
};

static struct res bench_res[NR_RES];

static inline void res_take(struct res *r)
{
	r->taken = true;
}

static inline void res_drop(struct res *r)
{
	r->taken = false;
}

static inline void bench_use(void)
{
	__asm__ volatile("" : : : "memory");
}

#define RUN(name, call, want)                                \
	static unsigned long run_##name(unsigned long times, \
					unsigned int depth)  \
	{                                                    \
		unsigned long wrong = 0;                     \
                                                             \
		(void)depth;                                 \
		while (times--)                              \
			wrong += (call) != (want);           \
		return wrong;                                \
	}

struct work {
	const char *shape;
	unsigned int depth;
	unsigned long (*run)(unsigned long times, unsigned int depth);
	unsigned long times;
};

static long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

static long measure(const struct work *w, unsigned long times)
{
	long start = now();
	unsigned long wrong = w->run(times, w->depth);
	long end = now();
	unsigned int i;

	for (i = 0; i < NR_RES; i++)
		wrong += bench_res[i].taken;
	if (wrong) {
		fprintf(stderr, "%s %u: wrong\n", w->shape, w->depth);
		exit(1);
	}
	return end - start;
}

/* An interrupt may take longer than the work: three tries. */
static void choose_times(struct work *w)
{
	w->times = 1;
	while (measure(w, w->times) < BATCH_NS / 2 ||
	       measure(w, w->times) < BATCH_NS / 2 ||
	       measure(w, w->times) < BATCH_NS / 2)
		w->times *= 2;
}

/* The only argument is the number of rounds. */
static int bench(const char *peer, struct work *works, int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	struct work *w;

	for (w = works; w->shape; w++)
		choose_times(w);
	while (rounds--)
		for (w = works; w->shape; w++)
			printf("sample %s %u %s %ld %lu\n", w->shape, w->depth,
			       peer, measure(w, w->times), w->times);
	return 0;
}

#endif /* KDEFER_BENCH_USER_H */
