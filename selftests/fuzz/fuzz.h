/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kernel client that runs programs which are data: see go/doc.go for what they
 * are, and go/program.go for their form.
 */
#ifndef KDEFER_FUZZ_H
#define KDEFER_FUZZ_H

#include <linux/types.h>

struct file;
struct soft_panic;

/* These numbers are those of go/program.go. */
/* clang-format off */
#define MAX_STEPS	150
#define MAX_CALLS	120
#define MAX_RAISES	40
#define MAX_MADE	24
#define CALL_COST	2
#define RAISE_COST	7
#define MAX_LOOPS	2
#define MAX_BODIES	32
/* clang-format on */

enum op {
	OP_END,
	OP_MARK,
	OP_CALL,
	OP_DEFER,
	OP_HANDLER,
	OP_CATCH,
	OP_BLOCK,
	OP_BLOCK_END,
	OP_LOOP,
	OP_LOOP_END,
	OP_IF,
	OP_PANIC,
	OP_EXIT,
	OP_RETURN,
	OP_CANCEL,
	OP_NOW,
	OP_RECOVER,
	OP_REPANIC,
	OP_LOOK,
	OP_ASK,
};

enum otherwise {
	OTHERWISE_LEAVE,
	OTHERWISE_REPANIC,
};

enum kind {
	KIND_PLAIN,
	KIND_DEFER,
	KIND_DEFER6,
	KIND_RECOVER,
	KIND_RECOVER6,
	KIND_CALL_PLAIN,
	KIND_CALL_DEFER,
	KIND_CALL_RECOVER,
	KIND_HANDLER_PLAIN,
	KIND_HANDLER_DEFER,
	KIND_HANDLER_RECOVER,
};

struct insn {
	u8 op;
	u8 a;
	u8 b;
	u8 c;
};

struct body {
	u8 kind;
	u8 nr_insns;
	const struct insn *code;
};

/**
 * struct level - how high the stack is, in units of some 300 bytes
 * @height:    so high
 * @nr_stacks: panics and exits on it, see struct run
 */
struct level {
	unsigned int height;
	unsigned int nr_stacks;
};

/**
 * struct stack - where a panic or exit was raised
 * @height: so high
 * @unsure: it may be over, and newer ones count instead
 */
struct stack {
	unsigned int height;
	bool unsure;
};

/**
 * struct call - one call of a body, or one deferred call from its registration on
 * @run:	what it belongs to
 * @body:	what it does
 * @number:	how many calls there were before it, and one
 * @owner:	who deferred it; NULL: it was called
 * @handle:	for defer_cancel() and defer_now()
 * @pending:	deferred and not made yet
 * @over:	has it returned?
 * @pc:		index of the next instruction
 * @at:		the instruction at hand
 * @loops:	counters
 * @result:	what it returns
 * @made:	what it deferred, newest last
 * @nr_made:	how many that are
 * @p:		what this handler was handed
 * @recovered:	has it recovered that?
 * @level:	when the body began
 * @raised_before: run.nr_raised then
 * @has_deferred: did it defer anything?
 * @catches_early: is a defer_recover() not the first of that?
 * @gave_back:	has a handler of its own just recovered?
 */
struct call {
	struct run *run;
	const struct body *body;
	unsigned int number;
	struct call *owner;
	struct defer *handle;
	bool pending;
	bool over;
	u8 pc;
	const struct insn *at;
	u8 loops[MAX_LOOPS];
	long result;
	struct call *made[MAX_MADE];
	unsigned int nr_made;
	struct soft_panic *p;
	bool recovered;
	struct level level;
	unsigned int raised_before;
	bool has_deferred;
	bool catches_early;
	bool gave_back;
};

/**
 * struct run - one run of a program
 * @bodies:	the program
 * @nr_bodies:	how many they are
 * @steps:	instructions so far
 * @calls:	every call so far
 * @nr_calls:	how many they are
 * @nr_raised:	panics and exits so far
 * @last_exit:	@nr_raised at the last exit
 * @data:	what soft_panic_with() was given, by number of the panic
 * @stacks:	where the panics and exits were raised that are not over
 * @level:	of the stack now
 * @returned:	did the first body return?
 */
struct run {
	struct body bodies[MAX_BODIES];
	unsigned int nr_bodies;
	unsigned int steps;
	struct call calls[MAX_CALLS];
	unsigned int nr_calls;
	unsigned int nr_raised;
	unsigned int last_exit;
	const void *data[MAX_RAISES + 1];
	struct stack stacks[MAX_RAISES];
	struct level level;
	bool returned;
};

/* main.c: the module's parameter */
extern unsigned int max_height;

/* machine.c: what happens around the bodies */
struct call *machine_new_call(struct run *run, u8 index);
struct call *machine_register(struct call *c, u8 index);
struct call *machine_open_block(struct call *c, u8 index);
struct call *machine_pending(struct call *c, u8 before);
void machine_catch(struct call *c);
void machine_call(struct run *run, u8 index);
bool machine_give(struct run *run);
void machine_enter(struct call *c, struct soft_panic *p);
void machine_leave(struct call *c);

/* step.c: the instructions that need no frame */
bool step(struct call *c);

/* bodies.c: the functions of each kind */
long body_call(struct call *c);
void body_defer(struct call *c);
void (*body_deferred(const struct body *body))(void *arg);
void (*body_handler(const struct body *body))(struct soft_panic *p, void *arg);

/* program.c: programs from a file */
int program_next(struct file *file, loff_t *pos, struct run *run);
void program_run(struct run *run);

/* trace.c: what is compared */
int trace_init(void);
void trace_exit(void);
__printf(1, 2) void trace_print(const char *fmt, ...);
int trace_flush(struct file *file, loff_t *pos, bool all);

/* log.c: what the module prints is part of the trace */
void log_init(void);
void log_exit(void);

#endif /* KDEFER_FUZZ_H */
