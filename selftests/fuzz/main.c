// SPDX-License-Identifier: GPL-2.0
/*
 * Loading the module runs the programs.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "fuzz.h"

static char *programs;
module_param(programs, charp, 0444);
MODULE_PARM_DESC(programs, "file to read the programs from");

static char *trace;
module_param(trace, charp, 0444);
MODULE_PARM_DESC(trace, "file to write the traces to");

static bool careful;
module_param(careful, bool, 0444);
MODULE_PARM_DESC(careful,
		 "write each trace at once, for programs that may crash");

unsigned int max_height = 40;
module_param_named(height, max_height, uint, 0444);
MODULE_PARM_DESC(height,
		 "how high the stack may be, in units of some 300 bytes");

static int run_all(struct file *in, struct file *out, struct run *run)
{
	loff_t from = 0, to = 0;
	unsigned int n;
	int err;

	for (n = 0; (err = program_next(in, &from, run)) > 0; n++) {
		trace_print("= %u\n", n);
		program_run(run);
		err = trace_flush(out, &to, careful);
		if (err)
			return err;
		cond_resched();
	}
	return err ?: trace_flush(out, &to, true);
}

static int run_file(void)
{
	struct run *run = vmalloc(sizeof(*run));
	struct file *in = filp_open(programs, O_RDONLY, 0);
	struct file *out = filp_open(trace, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	int err;

	if (!run)
		err = -ENOMEM;
	else if (IS_ERR(in))
		err = PTR_ERR(in);
	else if (IS_ERR(out))
		err = PTR_ERR(out);
	else
		err = run_all(in, out, run);

	if (!IS_ERR(out))
		filp_close(out, NULL);
	if (!IS_ERR(in))
		filp_close(in, NULL);
	vfree(run);
	return err;
}

struct job {
	struct work_struct work;
	int err;
};

static void run_job(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	log_init();
	job->err = run_file();
	log_exit();
}

/* In a worker, whose stack is nearly empty: all of it is there for the programs. */
static int run_in_worker(void)
{
	struct job job;

	INIT_WORK_ONSTACK(&job.work, run_job);
	queue_work(system_unbound_wq, &job.work);
	flush_work(&job.work);
	destroy_work_on_stack(&job.work);
	return job.err;
}

static int __init fuzz_init(void)
{
	int err = trace_init();

	if (err)
		return err;
	err = run_in_worker();
	if (err)
		trace_exit();
	return err;
}

static void __exit fuzz_exit(void)
{
	trace_exit();
}

module_init(fuzz_init);
module_exit(fuzz_exit);

MODULE_DESCRIPTION(
	"Runs programs of deferred calls, panics and exits, and says what they did");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
