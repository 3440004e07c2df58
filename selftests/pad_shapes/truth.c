// SPDX-License-Identifier: GPL-2.0
/*
 * Giving up as libgcc does it, by gcc's own tables.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <ucontext.h>
#include <unwind.h>

#include "processor.h"
#include "run.h"

extern const char __start_top_text[], __stop_top_text[];

static struct _Unwind_Exception exceptions[4];
static unsigned int next_exception;

static _Unwind_Reason_Code stop(int version, _Unwind_Action actions,
				_Unwind_Exception_Class class,
				struct _Unwind_Exception *exception,
				struct _Unwind_Context *context, void *unused)
{
	const char *ip = (const char *)_Unwind_GetIP(context);

	if (actions & _UA_END_OF_STACK)
		die("the stack has ended, below", run_top_bp);
	if (ip >= __start_top_text && ip < __stop_top_text)
		longjmp(run_top, 1);
	return _URC_NO_REASON;
}

ALIGNS void give_up(void)
{
	struct _Unwind_Exception *exception = &exceptions[next_exception++ % 4];

	*exception = (struct _Unwind_Exception){ 0 };
	die("libgcc came back", _Unwind_ForcedUnwind(exception, stop, NULL));
}

void __real__Unwind_Resume(struct _Unwind_Exception *exception);
void __wrap__Unwind_Resume(struct _Unwind_Exception *exception);

ALIGNS void __wrap__Unwind_Resume(struct _Unwind_Exception *exception)
{
	__real__Unwind_Resume(exception);
	die("libgcc came back", 0);
}

static void handle(int signal, siginfo_t *info, void *context)
{
	if (!run.faults || run.steps < run.first ||
	    (signal == SIGSEGV && info->si_addr != (void *)8))
		die("it faulted at", SIGNAL_IP((ucontext_t *)context));
	give_up();
}

void unwinder_start(void)
{
	struct sigaction action = { .sa_sigaction = handle,
				    .sa_flags = SA_NODEFER | SA_SIGINFO };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGFPE, &action, NULL);
}
