// SPDX-License-Identifier: GPL-2.0
/*
 * The functions that run bodies: one for each kind. The instructions that need the
 * frame are macros because what they use, defer_call() and the like, works only in
 * the function whose frame it is.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>

#include "fuzz.h"

static void run_deferred(struct call *c)
{
	void (*fn)(void *arg);

	if (!c)
		return;
	fn = body_deferred(c->body);
	fn(c);
}

DEFINE_FREE(fuzz_call, struct call *, run_deferred(_T))
DEFINE_CLASS(fuzz_block, struct call *, run_deferred(_T), c, struct call *c)

#ifdef KDEFER_PADS
/*
 * A cleanup that pads call, and whose stack is realigned: with arguments on it the compiler has a
 * copy of its return address.
 */
static noinline void run_realigned(struct call *c)
{
	char line[64] __aligned(64);

	snprintf(line, sizeof(line), "%d%d%d%d%d%d%d", 1, 2, 3, 4, 5, 6, 7);
	run_deferred(c);
	barrier_data(line);
}

DEFINE_FREE(fuzz_realigned, struct call *, run_realigned(_T))

struct values {
	unsigned long a, b;
};

static __always_inline void check_values(const struct values *v)
{
	if (v->a + 1 != v->b)
		trace_print("registers of a cleanup %lx %lx!\n", v->a, v->b);
}

/*
 * A cleanup that is part of the pad, and has values in registers when what it calls gives up: of
 * the rest of the pad they are needed.
 */
static __always_inline void run_with_values(struct call *const *c)
{
	unsigned long a = (unsigned long)*c * 0x9e3779b97f4a7c15UL, b = a + 1;

	asm volatile("" : "+r"(a), "+r"(b));
	if (*c) {
		const struct values v __cleanup(check_values) = { a, b };

		run_deferred(*c);
	}
}
#endif

/* A helper defers into its caller. */
static noinline struct defer *defer_for(struct defer_frame *frame,
					struct call *d)
{
	return defer_to(frame, fuzz_call, d);
}

/* clang-format off */

/* A function-scoped deferred call, in one of the three ways to make one. */
#define DEFER(who)							\
	do {								\
		struct call *__c = (who);				\
		struct call *__d = machine_register(__c, __c->at->a);	\
		u8 __how = __c->at->b;					\
									\
		if (!__d)						\
			break;						\
		if (__how == 0)						\
			__d->handle = defer_call(body_deferred(__d->body), __d); \
		else if (__how == 1)					\
			__d->handle = defer(fuzz_call, __d);		\
		else							\
			__d->handle = defer_for(defer_frame(), __d);	\
	} while (0)

#define HANDLER(who)							\
	do {								\
		struct call *__c = (who);				\
		struct call *__d = machine_register(__c, __c->at->a);	\
									\
		if (__d)						\
			__d->handle = defer_recover_with(body_handler(__d->body), __d); \
	} while (0)

#define CANCEL(who)							\
	do {								\
		struct call *__c = (who);				\
		struct call *__d = machine_pending(__c, __c->at->a);	\
									\
		if (__d) {						\
			trace_print("cancel #%u\n", __d->number);	\
			__d->pending = false;				\
			if (defer_cancel(__d->handle))			\
				trace_print("not cancelled!\n");	\
		}							\
	} while (0)

#define NOW(who)							\
	do {								\
		struct call *__c = (who);				\
		struct call *__d = machine_pending(__c, __c->at->a);	\
									\
		if (__d) {						\
			trace_print("now #%u\n", __d->number);		\
			if (defer_now(__d->handle))			\
				trace_print("not made!\n");		\
		}							\
	} while (0)

/* What each kind of function can do with its frame. */
#define DO_NOTHING(who)		do { } while (0)

#define DO_DEFER(who)							\
	do {								\
		struct call *__who = (who);				\
									\
		switch (__who->at->op) {				\
		case OP_DEFER:						\
			DEFER(__who);					\
			break;						\
		case OP_CANCEL:						\
			CANCEL(__who);					\
			break;						\
		case OP_NOW:						\
			NOW(__who);					\
			break;						\
		}							\
	} while (0)

#define DO_RECOVER(who)							\
	do {								\
		struct call *__handles = (who);				\
									\
		if (__handles->at->op == OP_HANDLER)			\
			HANDLER(__handles);				\
		else							\
			DO_DEFER(__handles);				\
	} while (0)

#define DO_CATCH(who)							\
	do {								\
		struct call *__catches = (who);				\
									\
		if (__catches->at->op == OP_CATCH) {			\
			machine_catch(__catches);			\
			defer_recover();				\
		} else {						\
			DO_RECOVER(__catches);				\
		}							\
	} while (0)

/* What is held by the words of the kernel alone, in a client that has landing pads. */
#ifdef KDEFER_PADS
#define HOLD(how, d)							\
	struct call *__held __cleanup(run_with_values) =		\
		(how) == 2 ? (d) : NULL;				\
	struct call *__kept __free(fuzz_realigned) = (how) == 3 ? (d) : NULL
#else
#define HOLD(how, d)	do { } while (0)
#endif

/* A block is a block: its call is made when @inner is done. All but one are NULL. */
#define BLOCK(who, inner)						\
	do {								\
		struct call *__c = (who);				\
		u8 __how = __c->at->b;					\
		struct call *__d = machine_open_block(__c, __c->at->a);	\
		struct call *__freed = __how == 1 ? __d : NULL;		\
									\
		defer_class(fuzz_block, __destroyed, __how == 0 ? __d : NULL); \
		defer_free(fuzz_call, __freed);				\
		HOLD(__how, __d);					\
		inner;							\
	} while (0)

#define BLOCK_PLAIN(who, inner)						\
	do {								\
		struct call *__c = (who);				\
		u8 __how = __c->at->b;					\
		struct call *__d = machine_open_block(__c, __c->at->a);	\
									\
		HOLD(__how, __d);					\
		inner;							\
	} while (0)

#define NO_BLOCK	do { } while (0)

/* Runs a body or block whose blocks are run by @block. */
#define RUN(who, do_op, block)						\
	do {								\
		struct call *__runs = (who);				\
									\
		while (step(__runs)) {					\
			if (__runs->at->op == OP_BLOCK)			\
				block;					\
			else						\
				do_op(__runs);				\
		}							\
	} while (0)

/* Blocks are up to two deep. @c is a variable. */
#define RUN_FLAT(c, do_op)	RUN(c, do_op, NO_BLOCK)
#define RUN_NESTED(c, do_op)	RUN(c, do_op, BLOCK(c, RUN_FLAT(c, do_op)))
#define RUN_BODY(c, do_op)	RUN(c, do_op, BLOCK(c, RUN_NESTED(c, do_op)))

/* Plain functions have blocks where they have landing pads. */
#ifdef KDEFER_PADS
#define RUN_PLAIN_1(c)	RUN(c, DO_NOTHING, BLOCK_PLAIN(c, RUN_FLAT(c, DO_NOTHING)))
#define RUN_PLAIN(c)	RUN(c, DO_NOTHING, BLOCK_PLAIN(c, RUN_PLAIN_1(c)))
#else
#define RUN_PLAIN(c)	RUN_FLAT(c, DO_NOTHING)
#endif
/* clang-format on */

/* Called */
static long call_plain(struct call *c)
{
	RUN_PLAIN(c);
	return c->result;
}

DEFER_FN(long, call_defer, struct call *, c)
{
	RUN_BODY(c, DO_DEFER);
	return c->result;
}

RECOVER_FN(long, call_recover, struct call *, c)
{
	RUN_BODY(c, DO_CATCH);
	return c->result;
}

/* The arguments of the functions with six, of all widths. */
/* clang-format off */
#define ARG1	((s8)-2)
#define ARG2	((u16)0xfffd)
#define ARG3	(-4)
#define ARG4	0x123456789abcdefUL
#define ARG5	((void *)0x5a5a5a5a)
/* clang-format on */

static noinline void check_args(s8 a, u16 b, int d, u64 e, void *f)
{
	if (a != ARG1 || b != ARG2 || d != ARG3 || e != ARG4 || f != ARG5)
		trace_print("arguments %d %u %d %llx %lx!\n", a, b, d, e,
			    (unsigned long)f);
}

DEFER_FN(long, call_defer6, s8, a, u16, b, int, d, u64, e, void *, f,
	 struct call *, c)
{
	check_args(a, b, d, e, f);
	RUN_BODY(c, DO_DEFER);
	return c->result;
}

RECOVER_FN(long, call_recover6, s8, a, u16, b, int, d, u64, e, void *, f,
	   struct call *, c)
{
	check_args(a, b, d, e, f);
	RUN_BODY(c, DO_CATCH);
	return c->result;
}

static long call_body(struct call *c)
{
	switch (c->body->kind) {
	case KIND_DEFER:
		return call_defer(c);
	case KIND_DEFER6:
		return call_defer6(ARG1, ARG2, ARG3, ARG4, ARG5, c);
	case KIND_RECOVER:
		return call_recover(c);
	case KIND_RECOVER6:
		return call_recover6(ARG1, ARG2, ARG3, ARG4, ARG5, c);
	default:
		return call_plain(c);
	}
}

/**
 * body_call() - call a body, and look whether the registers survive
 * @c: the call
 *
 * Five values, which the compiler has in the registers that a callee must keep.
 *
 * Return: the function's result.
 */
noinline long body_call(struct call *c)
{
	unsigned long v = (unsigned long)c * 0x9e3779b97f4a7c15UL;
	unsigned long a = v, b = v + 1, d = v + 2, e = v + 3, f = v + 4;
	long result;

	asm volatile("" : "+r"(a), "+r"(b), "+r"(d), "+r"(e), "+r"(f));
	result = call_body(c);
	asm volatile("" : "+r"(a), "+r"(b), "+r"(d), "+r"(e), "+r"(f));
	if (a + 1 != b || a + 2 != d || a + 3 != e || a + 4 != f)
		trace_print("registers %lx %lx %lx %lx %lx!\n", a, b, d, e, f);
	return result;
}

/* Deferred */
static void deferred_plain(void *arg)
{
	struct call *c = arg;

	machine_enter(c, NULL);
	RUN_PLAIN(c);
	machine_leave(c);
}

DEFER_FN(void, deferred_defer, void *, arg)
{
	struct call *c = arg;

	machine_enter(c, NULL);
	RUN_BODY(c, DO_DEFER);
	machine_leave(c);
}

RECOVER_FN(void, deferred_recover, void *, arg)
{
	struct call *c = arg;

	machine_enter(c, NULL);
	RUN_BODY(c, DO_RECOVER);
	machine_leave(c);
}

void (*body_deferred(const struct body *body))(void *arg)
{
	switch (body->kind) {
	case KIND_CALL_DEFER:
		return deferred_defer;
	case KIND_CALL_RECOVER:
		return deferred_recover;
	default:
		return deferred_plain;
	}
}

/* Handlers */
static void handler_plain(struct soft_panic *p, void *arg)
{
	struct call *c = arg;

	machine_enter(c, p);
	RUN_PLAIN(c);
	machine_leave(c);
}

DEFER_FN(void, handler_defer, struct soft_panic *, p, void *, arg)
{
	struct call *c = arg;

	machine_enter(c, p);
	RUN_BODY(c, DO_DEFER);
	machine_leave(c);
}

RECOVER_FN(void, handler_recover, struct soft_panic *, p, void *, arg)
{
	struct call *c = arg;

	machine_enter(c, p);
	RUN_BODY(c, DO_RECOVER);
	machine_leave(c);
}

void (*body_handler(const struct body *body))(struct soft_panic *p, void *arg)
{
	switch (body->kind) {
	case KIND_HANDLER_DEFER:
		return handler_defer;
	case KIND_HANDLER_RECOVER:
		return handler_recover;
	default:
		return handler_plain;
	}
}
