// SPDX-License-Identifier: GPL-2.0
/*
 * CPU faults as soft panics: who wants them, and raising them.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/ptrace.h>

#include <arch_gate.h>

#include "clients.h"
#include "compat.h"
#include "fault.h"
#include "gates.h"
#include "held.h"
#include "own.h"
#include "raise.h"
#include "stack.h"
#include "trap_policy.h"
#include "upcall.h"
#include "walk.h"

/**
 * fault_watch() - hear of faults, or not any more
 * @wanted: which of them
 *
 * Context: Process context. Sleeps. One at a time.
 */
void fault_watch(bool wanted)
{
	arch_trap_watch(wanted);
}

/**
 * __kdefer_trap() - see trap_faults()
 * @frame: the frame
 * @flags: of the frame, to be set
 *
 * Return: 0, or -EOPNOTSUPP.
 */
int __kdefer_trap(struct defer_frame *frame, unsigned int flags)
{
	/* Built in: which part of the kernel's text would be the client's own? */
	const bool is_kernel = KERNEL_IS_CLIENT && is_kernels_text(_RET_IP_);

	if (trap_forbidden() || !arch_can_trap() ||
	    (is_kernel && !trap_is_all()))
		return -EOPNOTSUPP;
	frame->flags |= flags;
	return 0;
}
EXPORT_SYMBOL_KDEFER(__kdefer_trap);

static const struct {
	int err;
	const char *text;
} causes[] = {
	[SOFT_PANIC_PAGE_FAULT] = { -EFAULT, "page fault" },
	[SOFT_PANIC_PROTECTION] = { -EFAULT, "general protection fault" },
	[SOFT_PANIC_DIVIDE] = { -EDOM, "divide error" },
	[SOFT_PANIC_BUG] = { -ENOTRECOVERABLE, "BUG() or invalid instruction" },
};

static void report_refused(const struct fault *f, const char *why)
{
	pr_warn("a %s at %pS is not trapped: %s\n", causes[f->cause].text,
		(void *)(f->ip ?: f->addr), why);
}

static bool traps(const struct walk *w)
{
	const struct defer_frame *frame = walk_frame(w);

	return w->kind == RECOVER_GATE && frame->life == kdefer_life(frame) &&
	       frame->flags & KDEFER_TRAPS;
}

/*
 * Whose fault is it, as far as @w has come, which is one step? The client's that has the
 * instruction, which is @mod, or that has called a harmless function, or through a bad
 * pointer. A call that we were to make is of the client further out.
 */
static const struct module *
culprit(const struct fault *f, const struct module *mod, const struct walk *w)
{
	if (!f->ip) {
		mod = clients_find(w->at.ip);
		return f->called && clients_find(f->called) != mod ? NULL : mod;
	}
	if (mod || f->cause == SOFT_PANIC_BUG)
		return mod;
	mod = clients_find(w->at.ip);
	return mod && arch_is_harmless(w->at.ip, f->ip) ? mod : NULL;
}

static bool is_of(const struct module *mod, unsigned long ip)
{
	return mod && within_module(ip, (struct module *)mod);
}

/**
 * struct way - from a fault outwards to a frame that traps it
 * @client: whose fault it is; NULL: nobody's who could ask for it to be trapped
 * @all:    the policy, which may change meanwhile, is trap=all
 * @ours:   was it a call that we made?
 * @others: is there code of others on the way?
 * @asked:  has anybody asked for faults to be trapped?
 */
struct way {
	const struct module *client;
	bool all;
	bool ours;
	bool others;
	bool asked;
};

/* Only the rules that are no policy: somebody has asked. */
static bool is_asked_for(struct way *way, const struct walk *w)
{
	if (way->ours && !way->client)
		way->client = clients_find(w->at.ip);
	if (!traps(w)) {
		way->others |= !is_of(way->client, w->at.ip);
		return false;
	}
	way->asked = true;
	if (is_of(way->client, w->at.ip) || way->all)
		return true;
	way->others = true;
	return false;
}

/*
 * Does a frame that is still to be visited trap the fault? Our own code on the way
 * there is a loop that makes deferred calls, or it is what faulted: then the next
 * attempt would fault as well.
 */
static bool find_frame(struct fault *f, struct walk *w, struct way *way)
{
	bool in_loop = false, first = true;

	while (walk_step(w)) {
		if (first) {
			f->caller = w->at;
			f->caller_kind = w->kind;
			way->client = way->all ? NULL :
						 culprit(f, way->client, w);
			way->ours = !f->ip && w->kind == CALL_GATE;
			/* Whoever was called so may have jumped there. */
			way->others = !f->ip && !f->called;
			first = false;
		}
		if (w->kind == CALL_GATE) {
			in_loop = true;
			if (!walk_call(w)->unwind)
				continue;
			walk_fork(w, &walk_call(w)->unwind->walk);
		} else if (walk_is_own(w)) {
			if (!in_loop)
				return false;
			continue;
		}
		in_loop = false;
		if (is_asked_for(way, w))
			return true;
	}
	return false;
}

static const char not_their_bug[] =
	"a BUG() that is not in code of the client that asked";
static const char not_theirs[] =
	"not in code of the client that asked, nor in a harmless function that it called";

/* Why is a fault not trapped that was asked for? Was the frame found that may trap it? */
static const char *refusal(const struct fault *f, const struct way *way,
			   bool is_there)
{
	const char *why = trap_forbidden();

	if (!why && !way->all)
		why = f->never;
	if (!why && !is_there)
		why = f->cause == SOFT_PANIC_BUG ? not_their_bug : not_theirs;
	return why ?: trap_take();
}

/**
 * fault_is_trapped() - shall this fault be a soft panic?
 * @f: the fault; @f->by is set
 *
 * Context: In the handler of the fault. Takes no lock, and time linear in the depth of
 *	    the stack.
 * Return: true if a frame that is still to be visited traps faults, and this one may be.
 */
bool fault_is_trapped(struct fault *f)
{
	struct cursor from = arch_fault_cursor(f->regs);
	struct walk w __uninitialized;
	struct way way = { .all = trap_is_all() };
	const char *why;
	bool is_there;

	if (!trap_is_on() || !stack_has_room(from.slot))
		return false;
	way.client = f->ip ? clients_find(f->ip) : NULL;
	if (!walk_start_fault(&w, f->regs, &from, way.client) ||
	    walk_is_own(&w))
		return false;
	is_there = find_frame(f, &w, &way);
	if (!way.asked)
		return false;
	why = refusal(f, &way, is_there);
	if (why) {
		report_refused(f, why);
		return false;
	}
	f->all = way.all;
	f->by = way.others && !way.all ? walk_frame(&w) : NULL;
	return true;
}

/*
 * What is held that was not when the frame's handler was deferred? Code of others on the
 * way may hold it, and goes on without giving it back: a spinlock, the run queue's too.
 */
static const char *held_on_the_way(const struct defer_frame *frame)
{
	static const struct kdefer_context nothing;
	const struct kdefer_context *then = &nothing;
	struct kdefer_context now;
	enum held_item item;

	if ((frame->flags & (KDEFER_NOTED | KDEFER_CLEAN)) == KDEFER_NOTED)
		then = &kdefer_note_of(frame)->context;
	held_read(&now);
	for (item = 0; item < NR_HELD; item++)
		if (held_surplus(item, &now, then) > 0)
			return held_name(item);
	return NULL;
}

static bool is_in_the_middle(const struct fault *f)
{
	const char *what = f->by ? held_on_the_way(f->by) : NULL;

	if (!what)
		return false;
	pr_warn("a %s at %pS is not trapped: code between it and %ps may hold what is held: %s\n",
		causes[f->cause].text, (void *)(f->ip ?: f->addr),
		(void *)gate_name(f->by), what);
	return true;
}

/*
 * Apart from its caller because of the stack that it needs. The registers stay: the
 * unwinder's state refers to them. It returns if nobody has recovered.
 */
static noinline void raise_fault(const struct fault *f,
				 const struct cursor *from)
{
	struct va_format format = { .fmt = causes[f->cause].text };
	struct unwind u __uninitialized;
	bool exact = f->ip;
	bool ready;

	raise_init(&u, NULL, from);
	u.exact = exact;
	u.faulted = true;
	u.strict = !f->all;
	u.judged = NULL;
	if (exact) {
		ready = walk_start_behind(&u.walk, from, &f->caller,
					  f->caller_kind);
	} else {
		ready = walk_start(&u.walk, NULL, from);
		u.walk.asks = true;
	}
	raise_init_panic(&u, f->cause, causes[f->cause].err, NULL, &format);
	u.now->panic.ip = from->ip - exact;
	u.site = u.now->panic.ip;
	u.now->panic.addr = f->addr;
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
	panic_if_wanted();
}

/**
 * kdefer_fault() - raise the soft panic that a fault has become
 * @f:	   the fault
 * @frame: the landing pad's own, directly below the stack at the fault
 *
 * Called by the landing pad alone, in the context of the fault, which is an oops after
 * all if it returns: nobody has recovered.
 */
void kdefer_fault(const struct fault *f, const unsigned long *frame)
{
	struct cursor from = {
		.ip = frame[1],
		.bp = frame[0],
		.slot = (unsigned long)&frame[1],
	};

	if (is_in_the_middle(f))
		trap_return();
	else
		raise_fault(f, &from);
}

/**
 * fault_gives_up() - is this the beginning of a function that has a BUG() behind it?
 * @target: where a call leads; it may skip what lets a function be called by a pointer
 *
 * Return: true for those that clients give up by.
 */
bool fault_gives_up(unsigned long target)
{
	const unsigned long begins[] = {
		(unsigned long)__kdefer_panic,
		(unsigned long)__kdefer_repanic,
		(unsigned long)__kdefer_exit,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(begins); i++)
		if (target - begins[i] <= 4)
			return true;
	return false;
}
