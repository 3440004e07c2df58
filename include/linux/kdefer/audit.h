/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The audit, for tests: what does a piece of code leave held? <kunit/kdefer.h> asks.
 */
#ifndef _LINUX_KDEFER_AUDIT_H
#define _LINUX_KDEFER_AUDIT_H

#include <linux/kdefer/frame.h>

/**
 * struct kdefer_findings - what a thread has left held
 * @count: how many kinds of things
 * @text:  their names, each with the place that gave up, if any
 */
struct kdefer_findings {
	unsigned int count;
	char text[240];
	/* private: */
	struct kdefer_context then;
};

/**
 * kdefer_audit_begin() - from here on, what is left held is noted
 * @f: where; kept until kdefer_audit_end() or kdefer_audit_forget()
 *
 * What the audit finds in this thread from now on, wherever a soft panic or an exit ends, is
 * noted in @f, besides what the parameter ``audit`` says. They nest.
 *
 * Context: Process context.
 * Return: 0, or -EBUSY if as many threads are listened to as can be.
 */
int kdefer_audit_begin(struct kdefer_findings *f);

/**
 * kdefer_audit_end() - and now is compared with then
 * @f: what kdefer_audit_begin() was given, by this thread
 *
 * What is held that was not is noted as well, and given back unless ``audit`` is ``warn``.
 *
 * Context: Process context.
 * Return: how many kinds of things were found in all.
 */
unsigned int kdefer_audit_end(struct kdefer_findings *f);

/**
 * kdefer_audit_forget() - nothing is noted any more
 * @f: what kdefer_audit_begin() was given, perhaps by a thread that is gone
 *
 * Context: Any context.
 */
void kdefer_audit_forget(struct kdefer_findings *f);

#endif /* _LINUX_KDEFER_AUDIT_H */
