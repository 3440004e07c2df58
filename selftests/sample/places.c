// SPDX-License-Identifier: GPL-2.0
/*
 * Which instructions there are: those that a kprobe can be set on, which looks for the
 * boundaries itself.
 */
#include <linux/kallsyms.h>
#include <linux/mm.h>

#include "sample.h"

static int on_spot(struct kprobe *probe, struct pt_regs *regs)
{
	struct pt_regs at = *regs;

	/* The breakpoint is behind us, the instruction is not. */
	instruction_pointer_set(&at, (unsigned long)probe->addr);
	truth_sample(container_of(probe, struct spot, probe), &at);
	return 0;
}

/* A probe on a function's first instruction may be given to the one after ENDBR. */
static int find(struct place *place, unsigned long *size)
{
	struct kprobe probe = { .symbol_name = place->symbol };
	char name[KSYM_SYMBOL_LEN];
	unsigned long offset;
	char *plus;
	int err;

	err = register_kprobe(&probe);
	if (err)
		return err;
	unregister_kprobe(&probe);
	sprint_symbol(name, (unsigned long)probe.addr);
	plus = strchr(name, '+');
	if (!plus || sscanf(plus, "+%lx/%lx", &offset, size) != 2)
		return -ENOENT;
	place->start = (unsigned long)probe.addr - offset;
	return 0;
}

static bool arm(struct spot *spot, unsigned long addr)
{
	spot->opcode = *(u8 *)addr;
	spot->probe.addr = (kprobe_opcode_t *)addr;
	spot->probe.pre_handler = on_spot;
	if (register_kprobe(&spot->probe))
		return false;
	if (spot->probe.addr == (kprobe_opcode_t *)addr)
		return true;
	unregister_kprobe(&spot->probe);
	return false;
}

/**
 * place_arm() - set a probe on each instruction
 * @place: where
 * Return: 0 or a negative errno.
 */
int place_arm(struct place *place)
{
	unsigned long size, i;
	int err = find(place, &size);

	if (err)
		return err;
	place->spots = kvcalloc(size, sizeof(*place->spots), GFP_KERNEL);
	if (!place->spots)
		return -ENOMEM;
	for (i = 0; i < size; i++) {
		struct spot *spot = &place->spots[place->nr];

		spot->place = place;
		if (arm(spot, place->start + i))
			place->nr++;
		else
			memset(spot, 0, sizeof(*spot));
	}
	return 0;
}

/**
 * place_disarm() - take the probes away
 * @place: where
 */
void place_disarm(struct place *place)
{
	while (place->nr)
		unregister_kprobe(&place->spots[--place->nr].probe);
	kvfree(place->spots);
	place->spots = NULL;
}

/* Nobody comes to these at the end of a function. */
static bool is_padding(const struct spot *spot)
{
	return !spot->hits && is_filler(spot->opcode);
}

static void show_spot(const struct spot *spot, struct seq_file *out)
{
	seq_printf(out, "%s+0x%lx: ", spot->place->symbol,
		   (unsigned long)spot->probe.addr - spot->place->start);
	if (!spot->hits) {
		seq_puts(out, "not sampled\n");
		return;
	}
	seq_printf(out, "%u of %u wrong, first in %s: ", spot->wrong,
		   spot->hits, spot->during);
	if (spot->what)
		seq_printf(out, "%s\n", spot->what);
	else if (!spot->got)
		seq_printf(out, "ends before %pS\n", (void *)spot->wanted);
	else if (!spot->wanted)
		seq_printf(out, "goes on with %pS\n", (void *)spot->got);
	else
		seq_printf(out, "%pS is missing, there is %pS\n",
			   (void *)spot->wanted, (void *)spot->got);
}

/**
 * place_show() - say what was found
 * @place: where
 * @out:   one line for all, one for each instruction that was not sampled, or wrongly
 */
void place_show(const struct place *place, struct seq_file *out)
{
	unsigned int nr = place->nr, missed = 0, wrong = 0, i;

	if (!knows_every_instruction()) {
		seq_puts(out, "not with this unwinder\n");
		return;
	}
	while (nr && is_padding(&place->spots[nr - 1]))
		nr--;
	for (i = 0; i < nr; i++) {
		missed += !place->spots[i].hits;
		wrong += !!place->spots[i].wrong;
	}
	seq_printf(out, "%s, %u wrong\n",
		   nr && !missed ? "all sampled" : "not all sampled", wrong);
	seq_printf(out, "%s: %u instructions\n", place->symbol, nr);
	for (i = 0; i < nr; i++)
		if (!place->spots[i].hits || place->spots[i].wrong)
			show_spot(&place->spots[i], out);
}
