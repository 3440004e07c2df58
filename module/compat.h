/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels from 6.1 to 7.3. The rest of the module names
 * no version, and this asks none: distributions take what they like of later ones. Where
 * the preprocessor cannot see what a kernel has, module/Kbuild looks into its headers:
 * KDEFER_HAS_...
 */
#ifndef KDEFER_COMPAT_H
#define KDEFER_COMPAT_H

#ifdef __ASSEMBLY__

/*
 * 6.4 gave "nothing is known of the stack here" a name of its own (fb799447ae29). Before,
 * UNWIND_HINT_EMPTY says that the stack ends, and a trace that does is called reliable.
 */
#ifdef KDEFER_HAS_UNWIND_HINT_UNDEFINED
#define UNWIND_HINT_NOTHING UNWIND_HINT_UNDEFINED
#else
#define UNWIND_HINT_NOTHING UNWIND_HINT UNWIND_HINT_TYPE_CALL
#endif

/* From 6.18 on, where it is CONFIG_CFI, objtool looks for indirect calls that kCFI misses. */
#ifdef CONFIG_CFI
#include <linux/annotate.h>
#define ANNOTATE_NOCFI ANNOTATE_NOCFI_SYM
#else
#define ANNOTATE_NOCFI
#endif

#else /* __ASSEMBLY__ */

#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/preempt.h>

/* 6.13 made the namespace of an export a string (cdd30ebb1b9f). */
#ifdef KDEFER_HAS_STRING_NAMESPACES
#define EXPORT_SYMBOL_KDEFER(sym) EXPORT_SYMBOL_NS_GPL(sym, "KDEFER")
#else
#define EXPORT_SYMBOL_KDEFER(sym) EXPORT_SYMBOL_NS_GPL(sym, KDEFER)
#endif

/* What kthread_exit() is in the kernel: 7.2 made it a macro for do_exit(). */
#ifdef kthread_exit
#define KTHREAD_EXIT_NAME "do_exit"
#else
#define KTHREAD_EXIT_NAME "kthread_exit"
#endif

/* After 6.12 the probe of sched_process_exit was given one more thing to know. */
#ifdef KDEFER_HAS_GROUP_DEAD
#define EXIT_PROBE(name, task) name(void *unused, task, bool group_dead)
#else
#define EXIT_PROBE(name, task) name(void *unused, task)
#endif

/*
 * 7.3 counts in preempt_count who wants interrupts off by local_interrupt_disable(). Where
 * there is no such count, none is ever found.
 */
#ifdef HARDIRQ_DISABLE_MASK
#include <linux/interrupt_rc.h>

#define COUNTED_IRQS_MASK HARDIRQ_DISABLE_MASK
#define COUNTED_IRQS_OFFSET HARDIRQ_DISABLE_OFFSET
static inline void counted_irq_enable(void)
{
	local_interrupt_enable();
}
#else
#define COUNTED_IRQS_MASK 0
#define COUNTED_IRQS_OFFSET 1
static inline void counted_irq_enable(void)
{
}
#endif

/*
 * Ends a section that keeps bottom halves away. Where interrupts are off the kernels without
 * PREEMPT_RT must be told that those that wait are not to run yet.
 */
static inline void bh_enable(void)
{
#ifndef CONFIG_PREEMPT_RT
	if (irqs_disabled()) {
		_local_bh_enable();
		return;
	}
#endif
	local_bh_enable();
}

/* With PREEMPT_RT the lock that it may be is let go where one may wait, and so not here. */
static inline void bh_enable_bare(void)
{
	preempt_disable();
	local_bh_enable();
	preempt_enable();
}

/*
 * Likewise, but it is. What has come on top of it is taken off for that alone. Should there be
 * no lock after all, which is not certain, nobody comes before that is seen.
 */
static inline void bh_enable_locked(void)
{
	const int levels = preempt_count();
	const bool irqs_off = irqs_disabled();

	preempt_disable();
	if (irqs_off)
		local_irq_enable();
	preempt_count_sub(levels + PREEMPT_DISABLE_OFFSET);
	local_bh_enable();
	preempt_count_add(levels);
	if (irqs_off)
		local_irq_disable();
}

/* 6.4 replaced struct module_layout by a table of memory types (ac3b43283923). */
static inline unsigned long module_text_start(const struct module *mod)
{
#ifdef KDEFER_HAS_MODULE_MEMORY
	return (unsigned long)mod->mem[MOD_TEXT].base;
#else
	return (unsigned long)mod->core_layout.base;
#endif
}

static inline unsigned long module_text_bytes(const struct module *mod)
{
#ifdef KDEFER_HAS_MODULE_MEMORY
	return mod->mem[MOD_TEXT].size;
#else
	return mod->core_layout.text_size;
#endif
}

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
#include <linux/ftrace.h>

/*
 * How much is in use of a task's return stack. 6.11 made it words, each
 * struct ftrace_ret_stack followed by words of the tracers (42675b723b48).
 */
static inline size_t ret_stack_before(const struct task_struct *task, int used)
{
	if (__same_type(task->ret_stack, unsigned long *))
		return used * sizeof(long);
	return (used + 1) * sizeof(struct ftrace_ret_stack);
}

static inline size_t ret_stack_bytes(const struct task_struct *task)
{
	return ret_stack_before(task, READ_ONCE(task->curr_ret_stack));
}
#endif

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#include <linux/ftrace.h>

/*
 * What a callback of ftrace is handed: registers, at least those of arguments, the frame
 * and the stack; without being asked to, where there is DYNAMIC_FTRACE_WITH_ARGS, and
 * faster. 6.13 hid them in a structure of another name (7888af4166d4).
 */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
#define HOOK_SAVES_REGS 0
#else
#define HOOK_SAVES_REGS FTRACE_OPS_FL_SAVE_REGS
#endif

static inline struct pt_regs *hook_regs(struct ftrace_regs *fregs)
{
#ifdef arch_ftrace_regs
	return &arch_ftrace_regs(fregs)->regs;
#else
	return &fregs->regs;
#endif
}
#endif

#ifdef CONFIG_KRETPROBES
#include <linux/llist.h>
#include <linux/sched.h>
#include <linux/slab.h>

/*
 * A return that a kretprobe waits for. Where those are made of rethooks it is a node of
 * that, else an instance. All are on a list of the task's, newest first.
 */
#ifdef CONFIG_KRETPROBE_ON_RETHOOK
#include <linux/rethook.h>

#define kretprobe_node rethook_node
#define kretprobe_nodes(task) (&(task)->rethooks.first)
#define kretprobe_key(node) READ_ONCE((node)->frame)
#define kretprobe_address(node) READ_ONCE((node)->ret_addr)
#else
#include <linux/kprobes.h>

#define kretprobe_node kretprobe_instance
#define kretprobe_nodes(task) (&(task)->kretprobe_instances.first)
#define kretprobe_key(node) ((unsigned long)READ_ONCE((node)->fp))
#define kretprobe_address(node) ((unsigned long)READ_ONCE((node)->ret_addr))
#endif
#define kretprobe_node_of(link) llist_entry(link, struct kretprobe_node, llist)

#ifdef CONFIG_KRETPROBE_ON_RETHOOK
/*
 * Gives back the node of a return that will not happen, as rethook_recycle() does,
 * which is not exported, nor is anything else that would. 6.7 replaced the freelist by
 * an objpool (4bbd93455659).
 */
#ifndef FREELIST_H
static inline void rethook_node_free(struct rcu_head *head)
{
	struct rethook_node *node =
		container_of(head, struct rethook_node, rcu);

	objpool_drop(node, &node->rethook->pool);
}

static inline void kretprobe_node_put(struct rethook_node *node)
{
	if (likely(rcu_access_pointer(node->rethook->handler)))
		objpool_push(node, &node->rethook->pool);
	else
		call_rcu(&node->rcu, rethook_node_free);
}
#else
static inline void rethook_node_free(struct rcu_head *head)
{
	struct rethook_node *node =
		container_of(head, struct rethook_node, rcu);

	if (refcount_dec_and_test(&node->rethook->ref))
		kfree(node->rethook);
	kfree(node);
}

static inline void kretprobe_node_put(struct rethook_node *node)
{
	if (likely(rcu_access_pointer(node->rethook->handler)))
		freelist_add(&node->freelist, &node->rethook->pool);
	else
		call_rcu(&node->rcu, rethook_node_free);
}
#endif
#else
/* Likewise, as the kernel recycles an instance. */
#ifndef FREELIST_H
static inline void kretprobe_instance_free(struct rcu_head *head)
{
	struct kretprobe_instance *node =
		container_of(head, struct kretprobe_instance, rcu);

	objpool_drop(node, &node->rph->pool);
}

static inline void kretprobe_node_put(struct kretprobe_instance *node)
{
	if (likely(rcu_access_pointer(node->rph->rp)))
		objpool_push(node, &node->rph->pool);
	else
		call_rcu(&node->rcu, kretprobe_instance_free);
}
#else
static inline void kretprobe_instance_free(struct rcu_head *head)
{
	struct kretprobe_instance *node =
		container_of(head, struct kretprobe_instance, rcu);

	if (refcount_dec_and_test(&node->rph->ref))
		kfree(node->rph);
	kfree(node);
}

static inline void kretprobe_node_put(struct kretprobe_instance *node)
{
	struct kretprobe *probe = rcu_access_pointer(node->rph->rp);

	if (likely(probe))
		freelist_add(&node->freelist, &probe->freelist);
	else
		call_rcu(&node->rcu, kretprobe_instance_free);
}
#endif
#endif /* CONFIG_KRETPROBE_ON_RETHOOK */
#endif /* CONFIG_KRETPROBES */
#endif /* __ASSEMBLY__ */

#endif /* KDEFER_COMPAT_H */
