/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests of trap_faults(): a module with a case for everything that is to be known.
 *
 * Writing the name of a case to /dev/faults runs it in the writer's context; write(2)
 * fails if a check did, and read(2) tells which. Cases called die/... end in an oops
 * on purpose, everything else must leave the kernel as it was.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <linux/kdefer.h>
#include <linux/types.h>

/**
 * struct fault_case - a test
 * @name: AREA/NAME
 * @run:  makes its checks with CHECK()
 */
struct fault_case {
	const char *name;
	void (*run)(void);
};

/* Each ends with an empty case. */
extern const struct fault_case class_cases[];
extern const struct fault_case arch_class_cases[];
extern const struct fault_case nesting_cases[];
extern const struct fault_case null_call_cases[];
extern const struct fault_case context_cases[];
extern const struct fault_case kernel_code_cases[];
extern const struct fault_case kfence_cases[];
extern const struct fault_case tracer_cases[];
extern const struct fault_case report_cases[];
extern const struct fault_case rounds_cases[];
extern const struct fault_case untrapped_cases[];
extern const struct fault_case parser_cases[];

/* Another module's, one at a time; NULL takes them away. */
void faults_add_cases(const struct fault_case *cases);

/* Notes a failed check; the case goes on. */
__printf(3, 4) void check_failed(const char *file, int line, const char *fmt,
				 ...);
void check_reset(void);
bool check_all_passed(void);
ssize_t check_read(char __user *ubuf, size_t len, loff_t *pos);

#define CHECK(cond)                                                    \
	do {                                                           \
		if (!(cond))                                           \
			check_failed(__FILE__, __LINE__, "%s", #cond); \
	} while (0)

/* Two integers or pointers are the same. */
#define CHECK_EQ(got, wanted)                                         \
	check_eq(#got, (unsigned long)(got), (unsigned long)(wanted), \
		 __FILE__, __LINE__)

void check_eq(const char *what, unsigned long got, unsigned long wanted,
	      const char *file, int line);

/* Is this address in that function? */
#define CHECK_IN(addr, function) \
	check_in_function((addr), (function), __FILE__, __LINE__)

void check_in_function(unsigned long addr, const char *function,
		       const char *file, int line);
bool is_in_function(unsigned long addr, const char *symbol);

/* A function that is to fault. */
typedef long victim_fn(void *arg);

/* What the last recovering handler returned from its function. */
#define SURVIVED 0x5afe5afe5afeL

#define STACK_SEEN 16

/**
 * struct outcome - what came of a victim under trap_faults()
 * @victim: what is called
 * @arg:    its argument
 * @result: what the trapping function returned: SURVIVED, or the victim's own
 * @order:  the deferred calls in the order in which they ran, a digit each
 * @faults: how often the handler saw a panic
 * @err:    of the panic
 * @cause:  likewise
 * @ip:     likewise
 * @addr:   likewise
 * @depth:  return addresses in @stack
 * @stack:  the panic's call stack
 * @text:   its reason
 * @wrong:  callee-saved registers that were not restored, a bit each
 * @flags:  what differs in the CPU's flags before and after
 * @preempt: likewise in preempt_count()
 */
struct outcome {
	victim_fn *victim;
	void *arg;
	long result;
	unsigned int order;
	unsigned int faults;
	int err;
	enum soft_panic_cause cause;
	unsigned long ip;
	unsigned long addr;
	unsigned int depth;
	unsigned long stack[STACK_SEEN];
	char text[64];
	unsigned long wrong;
	unsigned long flags;
	int preempt;
};

void survive(struct outcome *o, victim_fn *victim, void *arg);
void check_survived(const struct outcome *o, enum soft_panic_cause cause,
		    unsigned long addr, const char *file, int line);

/*
 * How C code that KASAN checks finds out about NULL: it asks for the shadow of the
 * address first, which is not canonical.
 */
#ifdef CONFIG_KASAN_GENERIC
#define SOFT_PANIC_NULL_IN_C SOFT_PANIC_PROTECTION
#else
#define SOFT_PANIC_NULL_IN_C SOFT_PANIC_PAGE_FAULT
#endif

/* The fault was trapped, reported to the handler as this, and left no trace. */
#define CHECK_SURVIVED(o, cause, addr) \
	check_survived((o), (cause), (unsigned long)(addr), __FILE__, __LINE__)

/* In assembly: functions that fault, each at the label of the same name and "_at". */
#define DECLARE_VICTIM(name)     \
	victim_fn victim_##name; \
	extern const char victim_##name##_at[]

DECLARE_VICTIM(read);
DECLARE_VICTIM(read_first);
DECLARE_VICTIM(read_pushed);
DECLARE_VICTIM(write);
DECLARE_VICTIM(call);
DECLARE_VICTIM(invalid);
DECLARE_VICTIM(loop);

/* Reads the address 0 at one of so many places. */
#define VICTIM_SITES 16
victim_fn victim_site;

#endif /* FAULTS_H */
