// SPDX-License-Identifier: GPL-2.0
/*
 * Probes on every function of the modules that are loaded after this one, from before
 * they run until they are gone; assembly and functions that ftrace leaves alone, which
 * kprobe_events refuses, included.
 *
 *	core=Y			kprobes, on kdefer
 *	clients=Y		kretprobes, on every other module
 *	kernel=SYMBOL,...	kretprobes, on functions of the kernel
 *
 * /sys/kernel/debug/kdefer_probes says how many there are, and what they have seen. Does
 * not use kdefer, and so does not keep it loaded.
 */
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

/*
 * So few that those which are not given back with skipped frames are soon missing, and
 * enough for the deepest recursion.
 */
#define INSTANCES 128

static bool core, clients;
static char *kernel[32];
static int kernels;
module_param(core, bool, 0400);
MODULE_PARM_DESC(core, "kprobes on every function of kdefer");
module_param(clients, bool, 0400);
MODULE_PARM_DESC(clients, "kretprobes on every function of other modules");
module_param_array(kernel, charp, &kernels, 0400);
MODULE_PARM_DESC(kernel, "functions of the kernel that get a kretprobe");

/**
 * struct probe - one probe
 * @node:     in the list of all
 * @of:       the module; NULL for the kernel
 * @returns:  a kretprobe?
 * @ret:      it; a kprobe uses ret.kp alone
 * @seen:     entries; a count may be lost
 * @returned: likewise, returns
 * @symbol:   of the function
 */
struct probe {
	struct list_head node;
	const struct module *of;
	bool returns;
	struct kretprobe ret;
	unsigned long seen;
	unsigned long returned;
	char symbol[];
};

static LIST_HEAD(probes);
/* Of the list, and of what is counted of those that are gone. */
static DEFINE_MUTEX(lock);
static unsigned long gone_probes, gone_seen, gone_missed;

static int on_hit(struct kprobe *kp, struct pt_regs *regs)
{
	container_of(kp, struct probe, ret.kp)->seen++;
	return 0;
}

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	container_of(get_kretprobe(ri), struct probe, ret)->seen++;
	return 0;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *ret = get_kretprobe(ri);

	if (ret)
		container_of(ret, struct probe, ret)->returned++;
	return 0;
}

/* Without @addr by name. What the kernel does not let us probe is left out. */
static void add(const struct module *of, bool returns, const char *symbol,
		void *addr)
{
	size_t bytes = strlen(symbol) + 1;
	struct probe *probe = kzalloc(sizeof(*probe) + bytes, GFP_KERNEL);
	int err;

	if (!probe)
		return;
	memcpy(probe->symbol, symbol, bytes);
	probe->of = of;
	probe->returns = returns;
	probe->ret.kp.addr = addr;
	if (!addr)
		probe->ret.kp.symbol_name = probe->symbol;
	if (returns) {
		probe->ret.entry_handler = on_entry;
		probe->ret.handler = on_return;
		probe->ret.maxactive = INSTANCES;
		err = register_kretprobe(&probe->ret);
	} else {
		probe->ret.kp.pre_handler = on_hit;
		err = register_kprobe(&probe->ret.kp);
	}
	if (err)
		kfree(probe);
	else
		list_add(&probe->node, &probes);
}

static unsigned long missed_by(const struct probe *probe)
{
	return probe->returns ? probe->ret.nmissed : 0;
}

static void say(struct seq_file *out, const struct probe *probe)
{
	if (missed_by(probe))
		seq_printf(out, "%s: %lu seen, %lu returned, %lu missed\n",
			   probe->symbol, probe->seen, probe->returned,
			   missed_by(probe));
}

/* Many at a time: the kernel waits for a grace period each time. */
static void remove(const struct module *of)
{
	struct kretprobe *ret[64];
	struct kprobe *kp[ARRAY_SIZE(ret)];
	struct probe *probe, *next;
	int rets, kps;
	LIST_HEAD(dying);

	do {
		rets = 0;
		kps = 0;
		list_for_each_entry_safe(probe, next, &probes, node) {
			if (probe->of != of)
				continue;
			if (rets == ARRAY_SIZE(ret) || kps == ARRAY_SIZE(kp))
				break;
			if (probe->returns)
				ret[rets++] = &probe->ret;
			else
				kp[kps++] = &probe->ret.kp;
			list_move(&probe->node, &dying);
		}
		if (rets)
			unregister_kretprobes(ret, rets);
		if (kps)
			unregister_kprobes(kp, kps);
		list_for_each_entry_safe(probe, next, &dying, node) {
			gone_probes++;
			gone_seen += probe->seen;
			gone_missed += missed_by(probe);
			if (missed_by(probe))
				pr_info("%s: %lu missed\n", probe->symbol,
					missed_by(probe));
			list_del(&probe->node);
			kfree(probe);
		}
	} while (rets || kps);
}

/*
 * The victims are instructions that fault: under a probe they do so while it
 * single-steps, and are not trapped. A section has no name. What is cold of a function is
 * jumped to, at its beginning and behind that: no return address is on top of the stack,
 * and the jump that the kernel makes of a breakpoint is written over what others jump to,
 * as it looks for those in the symbol itself.
 */
static bool may_add(const char *name)
{
	if (!*name || !strncmp(name, "victim_", strlen("victim_")))
		return false;
	/* The kernel looks at these jumps before it writes another one, and wants no breakpoint. */
	if (!strncmp(name, "__SCT__", strlen("__SCT__")))
		return false;
	return !strstr(name, ".cold");
}

static void add_all(const struct module *of, bool returns)
{
	const struct mod_kallsyms *all;
	unsigned int i;

	all = rcu_dereference_protected(of->kallsyms, true);
	for (i = 0; i < all->num_symtab; i++) {
		const typeof(*all->symtab) *symbol = &all->symtab[i];
		const char *name = all->strtab + symbol->st_name;

		if (tolower(all->typetab[i]) != 't' ||
		    !within_module_core(symbol->st_value, of) || !may_add(name))
			continue;
		add(of, returns, name, (void *)symbol->st_value);
	}
}

static void on_coming(const struct module *of)
{
	bool is_core = !strcmp(of->name, "kdefer");

	mutex_lock(&lock);
	if (is_core ? core : clients)
		add_all(of, !is_core);
	mutex_unlock(&lock);
}

static bool has_suites(const struct module *of)
{
#if IS_ENABLED(CONFIG_KUNIT)
	return of->num_kunit_suites;
#else
	return false;
#endif
}

/*
 * After the notifier of kprobes, which learns then what must not have one, and frees
 * theirs of what goes.
 */
static int on_module(struct notifier_block *nb, unsigned long state, void *of)
{
	if (state == MODULE_STATE_COMING && !has_suites(of))
		on_coming(of);
	if (state == MODULE_STATE_GOING) {
		mutex_lock(&lock);
		remove(of);
		mutex_unlock(&lock);
	}
	return NOTIFY_DONE;
}

static struct notifier_block modules = { .notifier_call = on_module };

/*
 * Before KUnit's, which runs the suites of 6.1 when their module is coming, and so
 * before that of kprobes as well.
 */
static int on_suites(struct notifier_block *nb, unsigned long state, void *of)
{
	if (state == MODULE_STATE_COMING && has_suites(of))
		on_coming(of);
	return NOTIFY_DONE;
}

static struct notifier_block suites = {
	.notifier_call = on_suites,
	.priority = 1,
};

static int report_show(struct seq_file *out, void *unused)
{
	unsigned long count, seen, missed;
	struct probe *probe;

	mutex_lock(&lock);
	count = gone_probes;
	seen = gone_seen;
	missed = gone_missed;
	list_for_each_entry(probe, &probes, node) {
		/* What the kernel's own see says nothing of those in modules. */
		if (probe->of) {
			count++;
			seen += probe->seen;
		}
		missed += missed_by(probe);
		say(out, probe);
	}
	mutex_unlock(&lock);
	seq_printf(out, "%lu probes in modules, %lu seen, %lu missed\n", count,
		   seen, missed);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(report);

static struct dentry *report;

static int __init probes_init(void)
{
	int i;

	for (i = 0; i < kernels; i++)
		add(NULL, true, kernel[i], NULL);
	report = debugfs_create_file(KBUILD_MODNAME, 0400, NULL, NULL,
				     &report_fops);
	return register_module_notifier(&modules) ?:
		       register_module_notifier(&suites);
}

static void __exit probes_exit(void)
{
	unregister_module_notifier(&suites);
	unregister_module_notifier(&modules);
	debugfs_remove(report);
	while (!list_empty(&probes))
		remove(list_first_entry(&probes, struct probe, node)->of);
}

module_init(probes_init);
module_exit(probes_exit);

MODULE_DESCRIPTION("Test of kdefer: probes on every function of a module");
MODULE_LICENSE("GPL");
