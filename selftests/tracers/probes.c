// SPDX-License-Identifier: GPL-2.0
/*
 * Kretprobes on everything that a soft panic passes: gates, their bodies, plain
 * functions of the client, the kernel's own between them, and kdefer itself.
 *
 * Each has few instances: one that was not given back with a skipped frame would be
 * missing after so many rounds, and the kernel counts in nmissed that there was none.
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/slab.h>

#include "tracers.h"

#define INSTANCES 8

/* How often it comes back, in a round; what is left never does. */
enum comes_back { NEVER, ONCE, SOMETIMES };

static const struct {
	const char *symbol;
	enum comes_back how;
} probed[] = {
	{ "tracers:around_round", ONCE },
	{ "tracers:__kdefer_body_around_round", NEVER },
	{ "tracers:try_round", NEVER },
	{ "tracers:__kdefer_body_try_round", NEVER },
	{ "tracers:beneath", NEVER },
	{ "tracers:__kdefer_body_beneath", NEVER },
	{ "list_sort", SOMETIMES },
	{ "tracers:compare", NEVER },
	{ "sort_r", SOMETIMES },
	{ "tracers:compare_numbers", NEVER },
	{ "tracers:give_up", NEVER },
	{ "tracers:__kdefer_body_give_up", NEVER },
	{ "tracers:replace", NEVER },
	{ "tracers:give_up_again", NEVER },
	{ "tracers:clean", SOMETIMES },
	{ "kdefer:__kdefer_panic", NEVER },
	{ "kdefer:kdefer_leap", NEVER },
	{ "kdefer:kdefer_call_gate", SOMETIMES },
	{ "kdefer:kdefer_unwind", SOMETIMES },
	{ "kdefer:kdefer_finish", SOMETIMES },
};

struct probe {
	struct kretprobe ret;
	atomic_t entered;
	atomic_t returned;
};

static struct probe *probe_of(struct kretprobe_instance *ri)
{
	return container_of(get_kretprobe(ri), struct probe, ret);
}

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	atomic_inc(&probe_of(ri)->entered);
	return 0;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	atomic_inc(&probe_of(ri)->returned);
	return 0;
}

static bool is_right(const struct probe *probe, enum comes_back how)
{
	unsigned int entered = atomic_read(&probe->entered);
	unsigned int returned = atomic_read(&probe->returned);

	if (probe->ret.nmissed || entered < rounds / 2)
		return false;
	switch (how) {
	case NEVER:
		return !returned;
	case ONCE:
		return entered == rounds && returned == rounds;
	default:
		return returned <= entered;
	}
}

static void unregister(struct probe *probes, unsigned int count)
{
	while (count--)
		unregister_kretprobe(&probes[count].ret);
	kfree(probes);
}

/* Says only what is wrong with the probes. */
void case_kretprobes(struct seq_file *out)
{
	struct probe *probes;
	unsigned int i;
	int err;

	probes = kcalloc(ARRAY_SIZE(probed), sizeof(*probes), GFP_KERNEL);
	if (!probes)
		return;
	for (i = 0; i < ARRAY_SIZE(probed); i++) {
		probes[i].ret.kp.symbol_name = probed[i].symbol;
		probes[i].ret.entry_handler = on_entry;
		probes[i].ret.handler = on_return;
		probes[i].ret.maxactive = INSTANCES;
		err = register_kretprobe(&probes[i].ret);
		if (err) {
			seq_printf(out, "%s: %d", probed[i].symbol, err);
			unregister(probes, i);
			return;
		}
	}
	rounds_run(out);
	for (i = 0; i < ARRAY_SIZE(probed); i++) {
		struct probe *probe = &probes[i];

		if (!is_right(probe, probed[i].how))
			seq_printf(out,
				   ", %s: entered %d, returned %d, missed %d",
				   probed[i].symbol,
				   atomic_read(&probe->entered),
				   atomic_read(&probe->returned),
				   probe->ret.nmissed);
	}
	unregister(probes, ARRAY_SIZE(probed));
}
