// SPDX-License-Identifier: GPL-2.0
/*
 * What a trace must be. When a function is entered the return address is where the
 * stack pointer points, and all its callers, which are kdefer's or ours, keep frame pointers up to
 * truth_run(). Which of these return addresses are there as long as that function
 * runs is a question of the stack pointer alone:
 *
 *	| truth_run()'s caller |	its trace from there on, taken in C
 *	| ...		       |
 *	| return address       |	into a body
 *	| ...		       | <- stack pointer after a leap: from here on
 *	| return address       |	into soft_panic()
 *	| kdefer_leap()	       | <- stack pointer before
 */
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "sample.h"

#define CALLS_MAX 32

/* A return address and where it lies; that is not asked for beyond truth_run(). */
struct step {
	unsigned long slot;
	unsigned long ip;
};

/**
 * struct call - a function of assembly that runs
 * @place: it
 * @slot:  where the stack pointer was when it was entered, or has leapt to
 * @nr:	   how many steps
 * @steps: the true trace then
 */
struct call {
	const struct place *place;
	unsigned long slot;
	unsigned int nr;
	struct step steps[STEPS_MAX];
};

static const struct task_struct *runner;
static const char *running;

/* Where truth_run()'s return address is, and the trace from that on. */
static unsigned long outer_slot;
static struct trace outer;

/* Outermost first. */
static struct call calls[CALLS_MAX];
static unsigned int nr_calls;

/**
 * struct finding - what is wrong with a trace
 * @what:   if it is no address; else NULL
 * @wanted: an address that should be there, 0: the end
 * @got:    what is there
 */
struct finding {
	const char *what;
	unsigned long wanted;
	unsigned long got;
};

/* A sample that the next one decides on. */
static struct {
	struct spot *spot;
	unsigned long sp;
	struct trace trace;
	struct finding finding;
} undecided;

static bool is_true(const struct call *call, unsigned long sp,
		    const struct trace *trace, struct finding *f)
{
	const struct step *step = call->steps, *end = step + call->nr;
	unsigned int i;

	*f = (struct finding){};
	while (step < end && step->slot < sp)
		step++;
	for (i = 0; i < trace->nr || step < end; i++) {
		f->wanted = step < end ? step++->ip : 0;
		f->got = i < trace->nr ? trace->ips[i] : 0;
		if (f->wanted != f->got)
			return false;
	}
	f->what = trace->failed ? "an error at the end" : NULL;
	return !f->what;
}

static void blame(struct spot *spot, const struct finding *f)
{
	if (spot->wrong++)
		return;
	spot->during = running;
	spot->what = f->what;
	spot->wanted = f->wanted;
	spot->got = f->got;
}

static bool add_step(struct call *call, unsigned long slot)
{
	if (call->nr == STEPS_MAX - outer.nr)
		return false;
	call->steps[call->nr++] = (struct step){
		.slot = slot,
		.ip = *(unsigned long *)slot,
	};
	return true;
}

/* By frame pointer, up to truth_run(). */
static bool find_truth(struct call *call, struct pt_regs *regs)
{
	unsigned long bp = frame_pointer(regs),
		      slot = kernel_stack_pointer(regs);
	unsigned int i;

	call->nr = 0;
	while (add_step(call, slot)) {
		if (bp <= slot || bp >= outer_slot)
			break;
		slot = bp + sizeof(long);
		bp = *(unsigned long *)bp;
	}
	if (slot != outer_slot)
		return false;
	for (i = 1; i < outer.nr; i++)
		call->steps[call->nr++] = (struct step){
			.slot = ULONG_MAX,
			.ip = outer.ips[i],
		};
	return true;
}

static struct call *enter(const struct spot *spot, struct pt_regs *regs)
{
	struct call *call = &calls[nr_calls];

	if (nr_calls == CALLS_MAX)
		return NULL;
	call->place = spot->place;
	call->slot = kernel_stack_pointer(regs);
	if (!find_truth(call, regs))
		return NULL;
	nr_calls++;
	return call;
}

/* What lies below has returned, or was left. */
static void forget(unsigned long sp)
{
	while (nr_calls && calls[nr_calls - 1].slot < sp)
		nr_calls--;
}

static struct call *find_call(const struct spot *spot, struct pt_regs *regs)
{
	struct call *call;

	if (spot == spot->place->spots)
		return enter(spot, regs);
	if (spot->place->leaps)
		while (nr_calls && calls[nr_calls - 1].place != spot->place)
			nr_calls--;
	else
		forget(kernel_stack_pointer(regs));
	if (!nr_calls || calls[nr_calls - 1].place != spot->place)
		return NULL;
	call = &calls[nr_calls - 1];
	call->slot = max(call->slot, kernel_stack_pointer(regs));
	return call;
}

/*
 * At an instruction that is about to give stack back, what will be true then may be
 * said already: nothing of what is left will run again.
 */
static void decide(const struct call *call, struct pt_regs *regs)
{
	struct spot *spot = undecided.spot;
	struct finding unused;

	undecided.spot = NULL;
	if (!spot)
		return;
	if (call && call->place == spot->place &&
	    kernel_stack_pointer(regs) > undecided.sp &&
	    is_true(call, kernel_stack_pointer(regs), &undecided.trace,
		    &unused))
		return;
	blame(spot, &undecided.finding);
}

/**
 * truth_sample() - compare the trace from some registers with the true one
 * @spot: the instruction
 * @regs: the registers
 */
void truth_sample(struct spot *spot, struct pt_regs *regs)
{
	static const struct finding no_error = { .what = "no error" };
	static const struct finding no_truth = { .what = "no true trace" };
	static struct trace trace;
	struct finding finding;
	struct call *call;

	if (current != runner)
		return;
	spot->hits++;
	take_trace(&trace, regs);
	if (spot->place->unknown) {
		if (!trace.failed)
			blame(spot, &no_error);
		return;
	}
	call = find_call(spot, regs);
	/* To where a pad is, or was called: its function's frame leads past what is between. */
	if (call && spot->place->turns && is_return(spot->opcode) &&
	    !is_true(call, kernel_stack_pointer(regs), &trace, &finding)) {
		call->slot = kernel_stack_pointer(regs);
		if (!find_truth(call, regs))
			call = NULL;
	}
	decide(call, regs);
	if (!call) {
		blame(spot, &no_truth);
	} else if (!is_true(call, kernel_stack_pointer(regs), &trace,
			    &finding)) {
		if (spot->place->leaps && !trace.failed) {
			undecided.spot = spot;
			undecided.sp = kernel_stack_pointer(regs);
			undecided.trace = trace;
			undecided.finding = finding;
		} else {
			blame(spot, &finding);
		}
	}
	/* It returns from the gate that it has leapt to. */
	if (spot->place->leaps && is_return(spot->opcode))
		forget(kernel_stack_pointer(regs) + 1);
}

/**
 * truth_run() - call a function, with samples being taken
 * @name: of the case
 * @run:  the function
 * @arg:  its argument
 * Return: what it returns.
 */
noinline long truth_run(const char *name, long (*run)(const void *),
			const void *arg)
{
	unsigned int skip = 0;
	long result;

	outer_slot = (unsigned long)__builtin_frame_address(0) + sizeof(long);
	take_trace(&outer, NULL);
	while (skip < outer.nr &&
	       outer.ips[skip] != *(unsigned long *)outer_slot)
		skip++;
	if (outer.failed || skip == outer.nr)
		return -ENODATA;
	outer.nr -= skip;
	memmove(outer.ips, outer.ips + skip, outer.nr * sizeof(*outer.ips));
	nr_calls = 0;
	undecided.spot = NULL;
	running = name;
	runner = current;
	barrier();
	result = run(arg);
	barrier();
	runner = NULL;
	decide(NULL, NULL);
	return result;
}
