/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The events of kdefer. They may fire in any context, NMI included. A soft panic or an
 * exit is known by its site, the address that gave up, until it is over: recovered,
 * taken over by the unwind whose deferred call raised it, or uncaught.
 *
 * No quotation marks in a format: the kernel hands it out between such, as it is.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM kdefer

#if !defined(_TRACE_KDEFER_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_KDEFER_H

#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

/* The columns of macros are laid out by hand. */
/* clang-format off */

TRACE_DEFINE_ENUM(SOFT_PANIC_RAISED);
TRACE_DEFINE_ENUM(SOFT_PANIC_PAGE_FAULT);
TRACE_DEFINE_ENUM(SOFT_PANIC_PROTECTION);
TRACE_DEFINE_ENUM(SOFT_PANIC_DIVIDE);
TRACE_DEFINE_ENUM(SOFT_PANIC_BUG);

#define kdefer_show_cause(cause)				\
	__print_symbolic(cause,					\
		{ SOFT_PANIC_RAISED,	 "raised" },		\
		{ SOFT_PANIC_PAGE_FAULT, "page fault" },	\
		{ SOFT_PANIC_PROTECTION, "protection" },	\
		{ SOFT_PANIC_DIVIDE,	 "divide" },		\
		{ SOFT_PANIC_BUG,	 "bug" })

/**
 * kdefer_panic - a soft panic was raised
 * @p: the panic; its text is not there yet
 */
TRACE_EVENT(kdefer_panic,
	TP_PROTO(const struct soft_panic *p),
	TP_ARGS(p),
	TP_STRUCT__entry(
		__field(int, err)
		__field(int, cause)
		__field(unsigned long, site)
		__field(unsigned long, addr)
	),
	TP_fast_assign(
		__entry->err = p->err;
		__entry->cause = p->cause;
		__entry->site = p->ip;
		__entry->addr = p->addr;
	),
	TP_printk("err=%d cause=%s site=%pS addr=0x%lx",
		  __entry->err, kdefer_show_cause(__entry->cause),
		  (void *)__entry->site, __entry->addr)
);

/**
 * kdefer_recover - a handler has stopped a soft panic
 * @p:	      the panic
 * @function: a return address into the function whose handler it was
 * @result:   what that is to return
 * @text:     the reason
 * @passed:   a return address into the outermost function of the kernel that it went past,
 *	      and that no client has named by defer_passes(); or 0
 *
 * The field "error" is the errno as text: "hist" triggers print all numbers without a sign.
 */
TRACE_EVENT(kdefer_recover,
	TP_PROTO(const struct soft_panic *p, unsigned long function,
		 unsigned long result, const char *text,
		 unsigned long passed),
	TP_ARGS(p, function, result, text, passed),
	TP_STRUCT__entry(
		__field(int, err)
		__field(int, cause)
		__field(unsigned long, site)
		__field(unsigned long, function)
		__field(unsigned long, result)
		__field(unsigned long, passed)
		__array(char, error, 8)
		__array(char, text, 120)
	),
	TP_fast_assign(
		__entry->err = p->err;
		__entry->cause = p->cause;
		__entry->site = p->ip;
		__entry->function = function;
		__entry->result = result;
		__entry->passed = passed;
		snprintf(__entry->error, sizeof(__entry->error), "%d", p->err);
		strscpy(__entry->text, text, sizeof(__entry->text));
	),
	TP_printk("err=%d cause=%s site=%pS function=%ps result=%ld passed=%ps text='%s'",
		  __entry->err, kdefer_show_cause(__entry->cause),
		  (void *)__entry->site, (void *)__entry->function,
		  (long)__entry->result, (void *)__entry->passed,
		  __entry->text)
);

/**
 * kdefer_refused - a recovery that the budget did not allow: max_recoveries
 * @p:	      the panic, which goes on
 * @function: a return address into the function whose handler it was
 */
TRACE_EVENT(kdefer_refused,
	TP_PROTO(const struct soft_panic *p, unsigned long function),
	TP_ARGS(p, function),
	TP_STRUCT__entry(
		__field(int, err)
		__field(unsigned long, site)
		__field(unsigned long, function)
	),
	TP_fast_assign(
		__entry->err = p->err;
		__entry->site = p->ip;
		__entry->function = function;
	),
	TP_printk("err=%d site=%pS function=%ps", __entry->err,
		  (void *)__entry->site, (void *)__entry->function)
);

/**
 * kdefer_exit - soft_exit(), or the end of a thread with deferred calls
 * @site: who called it
 * @code: what the outermost RECOVER_FN is to return, or kthread_stop()
 */
TRACE_EVENT(kdefer_exit,
	TP_PROTO(unsigned long site, unsigned long code),
	TP_ARGS(site, code),
	TP_STRUCT__entry(
		__field(unsigned long, site)
		__field(unsigned long, code)
	),
	TP_fast_assign(
		__entry->site = site;
		__entry->code = code;
	),
	TP_printk("site=%pS code=%ld", (void *)__entry->site,
		  (long)__entry->code)
);

/**
 * kdefer_takeover - a deferred call gave up, and who makes it goes on with that
 * @site:  where the newer panic or exit was raised
 * @older: where the older one was
 */
TRACE_EVENT(kdefer_takeover,
	TP_PROTO(unsigned long site, unsigned long older),
	TP_ARGS(site, older),
	TP_STRUCT__entry(
		__field(unsigned long, site)
		__field(unsigned long, older)
	),
	TP_fast_assign(
		__entry->site = site;
		__entry->older = older;
	),
	TP_printk("site=%pS older=%pS", (void *)__entry->site,
		  (void *)__entry->older)
);

/**
 * kdefer_uncaught - nobody recovered a soft panic, or it could not get outwards
 * @site: where it was raised
 * @err:  its errno; 0 for an exit
 * @why:  what was in its way; NULL: nothing
 */
TRACE_EVENT(kdefer_uncaught,
	TP_PROTO(unsigned long site, int err, const char *why),
	TP_ARGS(site, err, why),
	TP_STRUCT__entry(
		__field(int, err)
		__field(unsigned long, site)
		__array(char, why, 64)
	),
	TP_fast_assign(
		__entry->err = err;
		__entry->site = site;
		strscpy(__entry->why, why ?: "nobody recovered",
			sizeof(__entry->why));
	),
	TP_printk("err=%d site=%pS why='%s'", __entry->err,
		  (void *)__entry->site, __entry->why)
);

#endif /* _TRACE_KDEFER_H */

/* This part must be outside protection */
#include <trace/define_trace.h>
