// SPDX-License-Identifier: GPL-2.0
/*
 * Who wants to hear what the audit finds: tests of clients, each in its own thread, which
 * alone writes to what it has given.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kdefer/audit.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "compat.h"
#include "findings.h"

/* A thread that listens; NULL: nobody. It is compared only, and may be gone. */
struct listener {
	const struct task_struct *task;
	struct kdefer_findings *findings;
};

static struct listener listeners[16];

/**
 * findings_listen() - tell this thread's findings
 * @f: where to
 *
 * Context: Process context.
 * Return: 0, or -EBUSY.
 */
int findings_listen(struct kdefer_findings *f)
{
	struct listener *l;

	for (l = listeners; l != listeners + ARRAY_SIZE(listeners); l++) {
		if (READ_ONCE(l->task) || cmpxchg(&l->task, NULL, current))
			continue;
		WRITE_ONCE(l->findings, f);
		return 0;
	}
	return -EBUSY;
}

/* See <linux/kdefer/audit.h>. */
void kdefer_audit_forget(struct kdefer_findings *f)
{
	struct listener *l;

	for (l = listeners; l != listeners + ARRAY_SIZE(listeners); l++) {
		if (READ_ONCE(l->findings) != f)
			continue;
		WRITE_ONCE(l->findings, NULL);
		/* Free only when it is empty. */
		smp_store_release(&l->task, NULL);
	}
}
EXPORT_SYMBOL_KDEFER(kdefer_audit_forget);

/* Of each kind once. */
static void add(struct kdefer_findings *f, const char *what, int more,
		unsigned long site)
{
	size_t length = strlen(f->text);

	if (strstr(f->text, what))
		return;
	f->count++;
	length += scnprintf(f->text + length, sizeof(f->text) - length,
			    "%s%s %+d", length ? ", " : "", what, more);
	if (site)
		scnprintf(f->text + length, sizeof(f->text) - length, " (%ps)",
			  (void *)site);
}

/**
 * findings_tell() - tell whoever listens in this thread
 * @what: what is held
 * @more: how much more than before
 * @site: where it gave up; 0: it returned
 *
 * Context: Any context; what an interrupt has left held is nobody's.
 */
void findings_tell(const char *what, int more, unsigned long site)
{
	struct kdefer_findings *f;
	struct listener *l;

	if (!in_task())
		return;
	for (l = listeners; l != listeners + ARRAY_SIZE(listeners); l++) {
		if (READ_ONCE(l->task) != current)
			continue;
		f = READ_ONCE(l->findings);
		if (f)
			add(f, what, more, site);
	}
}
