// SPDX-License-Identifier: GPL-2.0
/*
 * A client below functions that somebody else traces, by means that leave frames of
 * generated code on the stack. An exit and an uncaught panic look for the outermost
 * RECOVER_FN, and so pass all of it, up to the system call:
 *
 *	| vfs_write()		and its tracer's trampoline	|
 *	| client_write()	RECOVER_FN, one deferred call	|
 *	| do_word()		DEFER_FN, one deferred call	|
 *
 * Words are written to /sys/kernel/debug/bpf_client/write.
 */
#include <linux/fs.h>
#include <linux/net.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/tracepoint.h>
#include <linux/uaccess.h>
#include <net/net_namespace.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "bpf.h"

atomic_t cleaned;

void clean(void *unused)
{
	atomic_inc(&cleaned);
}

static void recover_it(struct soft_panic *p, void *unused)
{
	if (p && p == soft_panicking())
		recover(p, -EBUSY);
}

DEFER_FN(void, do_word, const char *, word)
{
	defer_call(clean, NULL);
	if (!strcmp(word, "exit"))
		soft_exit(EXITED);
	if (!strcmp(word, "uncaught") || !strcmp(word, "panic"))
		soft_panic(GAVE_UP, "asked to");
	if (!strcmp(word, "panicking") && soft_panicking())
		clean(NULL);
}

RECOVER_FN(ssize_t, client_write, struct file *, file, const char __user *,
	   from, size_t, len, loff_t *, pos)
{
	char word[16] = {};

	atomic_set(&cleaned, 0);
	if (len >= sizeof(word) || copy_from_user(word, from, len))
		return -EFAULT;
	strim(word);
	if (!strcmp(word, "panic"))
		defer_recover_with(recover_it, NULL);
	defer_call(clean, NULL);
	do_word(word);
	return len;
}

static const struct file_operations client_fops = {
	.owner = THIS_MODULE,
	.write = client_write,
};

/*
 * Below a program itself: it writes to the trace, which is a tracepoint, and that has a
 * probe of ours. The probe is the outermost RECOVER_FN, but that is known only at the
 * stack's end.
 */
static atomic_t below, below_cleaned;
static pid_t below_whom;

static void clean_below(void *unused)
{
	atomic_inc(&below_cleaned);
}

RECOVER_FN(int, below_program, const char *, text)
{
	defer_call(clean_below, NULL);
	if (soft_panicking())
		return 0;
	soft_exit(EXITED);
}

/* What the reader of the case does counts, and nothing else. */
static void on_program(void *unused, const char *text)
{
	if (current->pid == READ_ONCE(below_whom) &&
	    below_program(text) == EXITED)
		atomic_inc(&below);
}

/* For a bystander that is a module. */
void bpf_client_called(void)
{
	on_program(NULL, NULL);
}
EXPORT_SYMBOL_GPL(bpf_client_called);

/* A connection that never was ends; its congestion control is told, if it is there. */
static void disconnect(void)
{
#ifdef CONFIG_INET
	struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
	char name[] = "bystand";
	struct socket *sock;

	if (sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP,
			     &sock))
		return;
	sock->ops->setsockopt(sock, SOL_TCP, TCP_CONGESTION,
			      KERNEL_SOCKPTR(name), strlen(name));
	kernel_connect(sock, (void *)&nowhere, sizeof(nowhere), 0);
	sock_release(sock);
#endif
}

/* The reader does by its own hand what a bystander sees. */
static void case_below(struct seq_file *out)
{
	struct file *file;
	bool is_right;

	atomic_set(&below, 0);
	atomic_set(&below_cleaned, 0);
	WRITE_ONCE(below_whom, current->pid);
	file = filp_open("/dev/null", O_WRONLY, 0);
	if (!IS_ERR(file))
		filp_close(file, NULL);
	disconnect();
	WRITE_ONCE(below_whom, 0);
	is_right = atomic_read(&below) == atomic_read(&below_cleaned);
	seq_printf(out, "%d %s", atomic_read(&below) > 0,
		   is_right ? "right" : "wrong");
}

static void case_cleaned(struct seq_file *out)
{
	seq_printf(out, "%d", atomic_read(&cleaned));
}

static const struct test_case cases[] = {
	TEST_CASE(cleaned),  TEST_CASE(below),	       TEST_CASE(bus),
	TEST_CASE(bus_exit), TEST_CASE(bus_panicking), TEST_CASE(open_fault),
};

static struct tracepoint *trace_printk_point;

static void find_point(struct tracepoint *tp, void *unused)
{
	if (!strcmp(tp->name, "bpf_trace_printk"))
		trace_printk_point = tp;
}

static int __init client_init(void)
{
	int err = ways_init();

	if (err)
		return err;
	for_each_kernel_tracepoint(find_point, NULL);
	if (trace_printk_point)
		tracepoint_probe_register(trace_printk_point, on_program, NULL);
	cases_publish(cases, ARRAY_SIZE(cases));
	debugfs_create_file_unsafe("write", 0200, cases_dir, NULL,
				   &client_fops);
	return 0;
}

static void __exit client_exit(void)
{
	cases_withdraw();
	if (trace_printk_point)
		tracepoint_probe_unregister(trace_printk_point, on_program,
					    NULL);
	tracepoint_synchronize_unregister();
	ways_exit();
}

module_init(client_init);
module_exit(client_exit);

MODULE_DESCRIPTION("Test of kdefer: soft panics below BPF programs");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
