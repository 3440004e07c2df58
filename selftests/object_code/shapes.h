/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the shapes are made of, so that "check" finds it again in the object code:
 * resources that calls and marked instructions take and give back, and operations
 * that can fault.
 */
#ifndef KDEFER_SHAPES_H
#define KDEFER_SHAPES_H

#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

#include <linux/kdefer.h>

#include "x86_64/marks.h"

/* Resources by the letter at the end: A and B are taken by a call. */
void *take_A(void);
void *take_B(void);
void give_A(void *p);
void give_B(void *p);

/* A call that may do anything, of no importance here. */
void consume(int value);

static const bool const_true = true;

/* I is taken by an instruction, as preempt_disable() takes: no call is in the way. */
static __always_inline void *take_I(void)
{
	MARK_TAKEN('I');
	return (void *)&const_true;
}

static __always_inline void give_I(void *unused)
{
	MARK_GIVEN('I');
}

DEFINE_CLASS(class_A, void *, give_A(_T), take_A(), void)
DEFINE_CLASS(class_B, void *, give_B(_T), take_B(), void)
DEFINE_CLASS(class_I, void *, give_I(_T), take_I(), void)
DEFINE_FREE(give_A, void *, give_A(_T))
DEFINE_FREE(give_B, void *, give_B(_T))

extern struct mutex mutex;

/* clang-format off */

/*
 * Behind this whatever was stored before is in memory, and nothing that faults has
 * moved across: what a client writes that changes a variable of defer_free() in its
 * block. That it ends a basic block keeps the compiler from moving anything.
 */
#ifndef defer_fence
#define defer_fence()							\
	do {								\
		__label__ next;						\
									\
		asm goto("" : : : "memory" : next);			\
next:;									\
	} while (0)
#endif

/* What takes a resource and registers how it is given back. */
#define BY_CLASS()	defer_class(class_A, __UNIQUE_ID(held))
#define BY_INLINE()	defer_class(class_I, __UNIQUE_ID(held))
#define BY_MUTEX()	defer_guard(mutex, &mutex)
#define BY_FREE()	void *held = take_A(); defer_free(give_A, held)
#define BY_DEFER()	do { void *held = take_A(); defer(give_A, held); } while (0)
#define BY_CALL()	do { void *held = take_A(); defer_call(give_A, held); } while (0)
#define BY_RECOVER()	defer_recover()
#define BY_HANDLER()	defer_recover_with(look, p)

/* What can fault, and has a value. */
#define DIVIDE(a, b)	((a) / (b))
#define BUG_IF(a, b)	({ BUG_ON((a) == 3); (b); })
#define CONST_TABLE(a, b)	const_table[a]
#define TABLE(a, b)	table[a]
#define POINTER(a, b)	(*p)
#define STORE(a, b)	({ *p = (a); (b); })
#define VOLATILE(a, b)	MARKED_FAULT(a)
#define OPERAND(a, b)	LOAD_OPERAND(p)
#define GET_USER(a, b)	({ int __x; get_user(__x, user) ? -EFAULT : __x; })
#define PUT_USER(a, b)	(put_user((a), user) ? -EFAULT : (b))
#define UNSAFE_GET(a, b)						\
	({								\
		__label__ bad;						\
		int __x = -EFAULT;					\
		if (user_access_begin(user, sizeof(*user))) {		\
			unsafe_get_user(__x, user, bad);		\
			if (0) {					\
bad:				__x = -EFAULT;				\
			}						\
			user_access_end();				\
		}							\
		__x;							\
	})

/* What is to be found in which state: see "check". */
#define EXPECT(name, ...)						\
	static const char __used __section(".kdefer_expect")		\
	expect_##name[] = #name " " __VA_ARGS__

#define SHAPE(name, ...)						\
	EXPECT(name, __VA_ARGS__);					\
	DEFER_FN(int, name, int, a, int, b, int *, p, int __user *, user)

#define RECOVER_SHAPE(name, ...)					\
	EXPECT(name, __VA_ARGS__);					\
	RECOVER_FN(int, name, int, a, int, b, int *, p, int __user *, user)

/* clang-format on */

#endif /* KDEFER_SHAPES_H */
