/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tables of landing pads that clients bring: see pad_table.c.
 */
#ifndef KDEFER_PAD_TABLE_H
#define KDEFER_PAD_TABLE_H

#include <linux/bits.h>
#include <linux/jump_label.h>
#include <linux/types.h>

struct module;

/*
 * What is known of a place: in ARCH_PAD_WORDS where registers are saved, and which of them its
 * pad reads; and these. The compiler was told
 * that an instruction may give up, not only a call.
 */
#define PAD_KNOWS_FAULTS BIT(26)

/*
 * Of a function: the compiler may take it for one that is only left by a return, and its
 * callers have no pads over calls of it.
 */
#define PAD_SEEMS_TO_RETURN BIT(27)

/* The compiler takes it that nothing gives up there, in a function with pads. */
#define PAD_UNSURE BIT(28)

/* Of a function: there are pads in it. */
#define PAD_IN_FUNCTION BIT(29)
#define PAD_FRAME_UNKNOWN BIT(30)

/* It is in no function that has said anything. */
#define PAD_NOWHERE BIT(31)

/**
 * struct pad_place - what is known of a place in a client's text
 * @pad:  the landing pad of what is held there; 0: nothing is
 * @info: of its frame, and what the pad needs
 * @of_function: what the row of its function says, for arch_pad_load()
 */
struct pad_place {
	unsigned long pad;
	u32 info;
	u32 of_function;
};

/* Is there any client that has pads? */
DECLARE_STATIC_KEY_FALSE(kdefer_pads_known);

int pad_table_add(const struct module *mod);
void pad_table_started(const struct module *mod);
void pad_table_remove(const struct module *mod);
struct pad_place pad_find(unsigned long ip);

static inline bool pad_is_known(const struct pad_place *place)
{
	return !(place->info & PAD_NOWHERE);
}

#endif /* KDEFER_PAD_TABLE_H */
