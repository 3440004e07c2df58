// SPDX-License-Identifier: GPL-2.0
/*
 * Probes on the function that faults, and on the one that hears of it.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/slab.h>

#include "../arch.h"
#include "faults.h"

static unsigned int hits;

static int on_hit(struct kprobe *probe, struct pt_regs *regs)
{
	hits++;
	return 0;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	hits++;
	return 0;
}

static noinline long traced_victim(void *arg)
{
	return victim_read(arg) + 1;
}

static void read_traced(unsigned int wanted_hits)
{
	struct outcome o;

	hits = 0;
	survive(&o, traced_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK_EQ(o.ip, victim_read_at);
	CHECK_EQ(hits, wanted_hits);
}

/* What is registered must be zero but for the function. */
static void with_kprobe(const char *symbol)
{
	struct kprobe probe = { .symbol_name = symbol, .pre_handler = on_hit };

	CHECK_EQ(register_kprobe(&probe), 0);
	read_traced(1);
	unregister_kprobe(&probe);
}

/* The return of a function that faulted never comes. */
static void with_kretprobe(const char *symbol, unsigned int wanted_hits)
{
	struct kretprobe *probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	unsigned int i;

	CHECK(probe);
	probe->kp.symbol_name = symbol;
	probe->handler = on_return;
	probe->maxactive = 4;
	CHECK_EQ(register_kretprobe(probe), 0);
	for (i = 0; i < 16; i++)
		read_traced(wanted_hits);
	CHECK_EQ(probe->nmissed, 0);
	unregister_kretprobe(probe);
	kfree(probe);
}

static void test_kprobe(void)
{
	with_kprobe("traced_victim");
}

static void test_kretprobe(void)
{
	with_kretprobe("traced_victim", 0);
}

/* Others may watch page faults too; ours was first. */
static void test_page_fault_kprobe(void)
{
	struct kprobe probe = { .symbol_name = BAD_ACCESS_FUNCTION,
				.pre_handler = on_hit };
	struct outcome o;

	CHECK_EQ(register_kprobe(&probe), 0);
	survive(&o, traced_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	unregister_kprobe(&probe);
}

static void test_page_fault_kretprobe(void)
{
	struct kretprobe *probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	struct outcome o;

	CHECK(probe);
	probe->kp.symbol_name = BAD_ACCESS_FUNCTION;
	probe->handler = on_return;
	CHECK_EQ(register_kretprobe(probe), 0);
	survive(&o, traced_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	unregister_kretprobe(probe);
	kfree(probe);
}

const struct fault_case tracer_cases[] = {
	{ "tracer/kprobe", test_kprobe },
	{ "tracer/kretprobe", test_kretprobe },
	{ "tracer/page_fault_kprobe", test_page_fault_kprobe },
	{ "tracer/page_fault_kretprobe", test_page_fault_kretprobe },
	{}
};
