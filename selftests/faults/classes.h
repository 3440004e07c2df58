/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checking one fault of a victim, at each kind of address.
 */
#ifndef FAULTS_CLASSES_H
#define FAULTS_CLASSES_H

#include "../arch.h"
#include "faults.h"

/* Where the victims reach; each run sets them up anew. */
struct places {
	void *null;
	void *near_null; /* a member of a structure at NULL */
	void *page; /* one page of kernel memory */
	void *hole; /* nothing is mapped there: right behind @page */
	void *constant; /* must not be written */
	void *user; /* readable, writable and executable for user space */
	void *user_hole; /* for nobody */
	void *poison; /* what a pointer in freed memory looks like: not canonical */
};

extern struct places at;

bool set_up(void);
void tear_down(void);

/* One fault; @is_at is the label of the instruction. */
void check_fault(victim_fn *victim, const char *is_at, void *arg,
		 enum soft_panic_cause cause, void *addr);

static inline void check_page_fault(victim_fn *victim, const char *is_at,
				    void *addr)
{
	check_fault(victim, is_at, addr, SOFT_PANIC_PAGE_FAULT, addr);
}

#define PAGE_FAULT(victim, addr) \
	check_page_fault(victim_##victim, victim_##victim##_at, (addr))
#define OTHER_FAULT(victim, arg, cause)                           \
	check_fault(victim_##victim, victim_##victim##_at, (arg), \
		    SOFT_PANIC_##cause, NULL)

/* Where the processor says so, the address is told. */
#define POISON_FAULT(victim)                                          \
	check_fault(victim_##victim, victim_##victim##_at, at.poison, \
		    NOT_CANONICAL_CAUSE, NOT_CANONICAL_ADDR(at.poison))

#define CLASS_CASE(name)             \
	static void run_##name(void) \
	{                            \
		CHECK(set_up());     \
		test_##name();       \
		tear_down();         \
	}

#endif /* FAULTS_CLASSES_H */
