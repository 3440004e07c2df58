/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How often kdefer.ko allocates and frees: what a case leaks, and what it should
 * not have needed.
 */
#ifndef KDEFER_KUNIT_HEAP_H
#define KDEFER_KUNIT_HEAP_H

#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <trace/events/kmem.h>

#include "suite.h"

/* How often memory is allocated for so many deferred calls of a frame. */
static inline unsigned int heap_blocks(unsigned int calls)
{
	return DIV_ROUND_UP(calls - KDEFER_LEAST_SLOTS, 7);
}

static struct {
	unsigned int allocated;
	unsigned int freed;
} heap;

static bool is_in(const char *where, unsigned long ip)
{
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol(symbol, ip);
	return strstr(symbol, where);
}

/*
 * Is an event for kdefer? Under function_graph the address that it has is the
 * tracer's own; then the first module on the stack, beyond this one, has asked: not so
 * in an interrupt, which finds there what it has interrupted.
 */
static bool is_for_kdefer(unsigned long ip)
{
	unsigned long stack[16];
	unsigned int i = 0, n;

	if (!in_task())
		return false;
	if (!is_in("return_to_handler", ip))
		return is_in("[kdefer]", ip);
	n = stack_trace_save(stack, ARRAY_SIZE(stack), 0);
	while (i < n && within_module(stack[i], THIS_MODULE))
		i++;
	while (i < n && !is_in("[", stack[i]))
		i++;
	return i < n && is_in("[kdefer]", stack[i]);
}

static void on_kmalloc(void *data, unsigned long ip, const void *ptr,
		       size_t bytes_req, size_t bytes_alloc, gfp_t flags,
		       int node)
{
	if (ptr && is_for_kdefer(ip))
		heap.allocated++;
}

static void on_kfree(void *data, unsigned long ip, const void *ptr)
{
	if (ptr && is_for_kdefer(ip))
		heap.freed++;
}

static void heap_watch(struct kunit *test)
{
	needs_modules(test);
	heap.allocated = 0;
	heap.freed = 0;
	KUNIT_ASSERT_EQ(test, register_trace_kmalloc(on_kmalloc, NULL), 0);
	KUNIT_ASSERT_EQ(test, register_trace_kfree(on_kfree, NULL), 0);
}

static void heap_watch_end(void)
{
	unregister_trace_kmalloc(on_kmalloc, NULL);
	unregister_trace_kfree(on_kfree, NULL);
	tracepoint_synchronize_unregister();
}

#endif /* KDEFER_KUNIT_HEAP_H */
