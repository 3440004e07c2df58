/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a gate keeps on the stack, as the compiler (this file), the gate's
 * assembly (kdefer/<arch>.h) and the module agree on it. Nothing here is for
 * callers: they use <linux/kdefer.h>.
 */
#ifndef _LINUX_KDEFER_FRAME_H
#define _LINUX_KDEFER_FRAME_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

/* Sizes and offsets that assembly repeats as text; each is asserted below. */
#define KDEFER_LEAST_SLOTS	2
#define KDEFER_MOST_SLOTS	8
#define KDEFER_SLOT_BYTES	32
#define KDEFER_MOST_ROOM	192
#define KDEFER_FRAME_SIZE	112
#define KDEFER_NOTE_BYTES	56
#define KDEFER_FRAME_ARG	0
#define KDEFER_FRAME_RESULT	8
#define KDEFER_FRAME_LIFE	16
#define KDEFER_FRAME_HEAD	24
#define KDEFER_FRAME_BLOCKS	32
#define KDEFER_FRAME_STATE	40

/* What the word of the state begins as where there are no more slots than the least. */
#define KDEFER_STATE_LEAST	0x300

/*
 * A frame that lives holds its own address, with this added: what lies on a stack holds
 * addresses, of its own neighbours too (a list head does), and this makes it one that no
 * pointer can have.
 */
#define KDEFER_LIFE	0x6bdef00d00000000

/*
 * A gate is known by 8 bytes of text after its calls, which do nothing: the upper three bytes
 * of this say that it is one of ours and of which kind. They lie where a probe that is set
 * there does not overwrite them. Each slot of the frame beyond the least adds
 * KDEFER_MARK_SLOT: where the frame is must be known without it.
 */
#define KDEFER_MARK_DEFER	0x6bdef100
#define KDEFER_MARK_RECOVER	0x6bdef200
#define KDEFER_MARK_CALL	0x6bdef300
#define KDEFER_MARK_SLOT	0x00000400

#ifndef __ASSEMBLY__

/* What a kernel's headers say of per-CPU variables is for the compiler that it is built by. */
#if !defined(__CHECKER__) && defined(__clang__) && defined(CONFIG_CC_IS_GCC)
#error "kdefer: this kernel is configured for gcc: build with that, not with clang"
#elif !defined(__CHECKER__) && !defined(__clang__) && defined(CONFIG_CC_IS_CLANG)
#error "kdefer: this kernel is configured for clang: build with that, not with gcc"
#endif

/* What is local to a file has its name to itself: assembly refers to it by that. */
#ifdef CONFIG_LTO_CLANG_FULL
#error "kdefer: LTO of all files at once is not supported: CONFIG_LTO_CLANG_THIN is"
#endif

#include <linux/build_bug.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/types.h>

struct soft_panic;

/**
 * enum kdefer_kind - how a deferred call is made
 * @KDEFER_CALL:	``call(arg)``
 * @KDEFER_VALUE:	``call(&arg)``: a DEFINE_FREE destructor and its value
 * @KDEFER_HANDLER:	``handler(panic or NULL, arg)``
 * @KDEFER_RECOVER:	no call: a panic in flight is recovered with its errno
 * @KDEFER_NOTE:	no call: a handler was cancelled that carries the note, or memory
 *			is reserved
 * @KDEFER_UNDO_CALL:	KDEFER_CALL, but no call when the body has returned
 * @KDEFER_UNDO_VALUE:	KDEFER_VALUE likewise
 */
enum kdefer_kind {
	KDEFER_CALL,
	KDEFER_VALUE,
	KDEFER_HANDLER,
	KDEFER_RECOVER,
	KDEFER_NOTE,
	KDEFER_UNDO_CALL = 6,
	KDEFER_UNDO_VALUE,
};

/* Of those that are called, whose argument is handed by reference. */
#define KDEFER_BY_REFERENCE	1

static_assert(KDEFER_VALUE & KDEFER_UNDO_VALUE & KDEFER_BY_REFERENCE);
static_assert(KDEFER_CALL < KDEFER_VALUE && KDEFER_VALUE < KDEFER_HANDLER);
static_assert(!((KDEFER_CALL | KDEFER_HANDLER | KDEFER_UNDO_CALL) & KDEFER_BY_REFERENCE));

/* Flags of a frame. A CPU fault below it is a soft panic: trap_faults(). */
#define KDEFER_TRAPS	1

/* A pending call carries a note of the context: see struct kdefer_context. */
#define KDEFER_NOTED	2

/* That says that the context held nothing, and stands nowhere else. */
#define KDEFER_CLEAN	4

/* A panic or an exit has ended here. */
#define KDEFER_ENDED	8

/*
 * What the function of a RECOVER_FN returns, so that nothing else is returned from it:
 * a pointer, nothing, or an integer of so many bytes; can it hold a negative errno?
 */
#define KDEFER_RETURNS_ERRNO	0x010
#define KDEFER_RETURNS_POINTER	0x020
#define KDEFER_RETURNS_VOID	0x040
#define KDEFER_RETURNS_BOOL	0x080
#define KDEFER_RETURNS_BYTES	0xf00
#define KDEFER_BYTES_SHIFT	8

/* What a CPU fault leaves held is not fatal in this frame: trap_faults_unsafe(). */
#define KDEFER_UNSAFE	0x1000

/* It was one that ended here, and what it leaves held is fatal. */
#define KDEFER_FAULTED	0x2000

/* The body was left for good: what is its own, not the frame's, was cleaned up. */
#define KDEFER_LEFT	0x4000

/*
 * What a list of deferred calls ends with, instead of NULL, where the oldest one is a
 * defer_recover() in a context that holds nothing: it needs no record, and a gate
 * needs no help to leave it alone on a return.
 */
#define KDEFER_LAST_RECOVERS	((struct defer *)1)

/* One function-scoped deferred call; opaque to callers, who hold only handles to it. */
struct defer {
	struct defer *next;
	union {
		void (*call)(void *arg);
		void (*handler)(struct soft_panic *p, void *arg);
	};
	unsigned long arg;
	u32 serial;
	u8 kind;
	u8 home;			/* the slot's bit in defer_frame.free; 0: kmalloc() */
	u16 noted;			/* the frame's context was noted with it */
};

/*
 * One block-scoped call: call(arg). A variable of the block that registered it. Those
 * of a frame have a list of their own: when the body has returned, its blocks are
 * gone, and nothing may be read through a record that was left on a list.
 */
struct kdefer_block {
	struct kdefer_block *next;	/* the block around it */
	void (*call)(void *arg);	/* NULL when the block has ended */
	void *arg;
	struct defer *below;		/* function-scoped calls that are older */
};

/*
 * The frame of a DEFER_FN or RECOVER_FN, at the bottom of its gate's stack. It
 * lives from the gate's entry to its return and belongs to one context: no
 * lock guards it.
 *
 * Its first two words are arguments that the body finds on the stack, where they do not fit
 * into registers. They are the body's, which may write them. The second is free while the
 * body does not run: the first may be a variable of the body that a deferred call refers to.
 */
struct defer_frame {
	unsigned long arg;		/* the seventh of the body's arguments */
	unsigned long result;		/* the eighth; kept while leftover calls run */
	unsigned long life;		/* proof of life: kdefer_life() */
	struct defer *head;		/* newest deferred call first */
	struct kdefer_block *blocks;	/* innermost block first */
	u8 room;			/* bytes of the slots beyond the least */
	u8 free;			/* slots that are not in use, a bit each */
	u16 flags;			/* KDEFER_TRAPS... */
	u32 serial;			/* registrations so far */
	struct defer slot[KDEFER_LEAST_SLOTS]; /* and more: kdefer_slot() */
};

/*
 * What a context holds, in the kernel's own terms. It is noted with the first
 * handler of a frame, and compared when that has had its turn in a frame that a
 * panic or an exit ends in. See the module's audit.c.
 */
struct kdefer_context {
	const void *journal_info;	/* unless it is on the stack */
	const void *creds;		/* if they are not the task's own */
	int preempt_count;
	int rcu;
	int task_flags;
	int task_state;
	u16 pagefault;
	u16 migrate;
	u8 lockdep;
	u8 kmap;
	bool irqs_off;
	bool fpu;
	unsigned long site;		/* where that was raised, once it ended here */
};

/* What lies between the last slot of a RECOVER_FN's frame and the saved registers. */
struct kdefer_note {
	int graph_index;		/* function-graph state at entry */
	int graph_depth;
	struct kdefer_context context;
};

/* The frame of a RECOVER_FN. */
struct recover_frame {
	struct defer_frame base;
};

/* As above, in a function whose result can carry a negative errno, or that has none. */
struct recover_frame_errno {
	struct recover_frame base;
};

/*
 * Marks the list of blocks when a handler takes a note within a block: the block's end
 * makes the note void, and is told so by not finding its record on the list at once.
 */
#define KDEFER_NOTED_WITHIN	1UL

static inline struct kdefer_block *
kdefer_innermost(const struct kdefer_block *blocks)
{
	return (void *)((unsigned long)blocks & ~KDEFER_NOTED_WITHIN);
}

/* What a frame at this address holds as long as it lives. */
static inline unsigned long kdefer_life(const void *frame)
{
	return (unsigned long)frame + KDEFER_LIFE;
}

/*
 * A frame has as many slots as the function has places that register a call for its end,
 * two at least and eight at most. The function is compiled after its gate: each place adds
 * to a section that is thrown away, and the assembler knows in the end how long that is
 * between the labels that the gate has put there. @k is the number of the function in its
 * file, as text in the gate, and as a constant at each place.
 *
 * A place pretends to change the pointer to the frame, which the call is then registered in: so
 * it is there as often as that is. Were it volatile instead, it could fault for all the compiler
 * knows, and had landing pads.
 */
#define __KDEFER_SLOTS_LABELS(k)					\
	".pushsection .discard.kdefer_slots" k ", 0, \"\", %nobits\n"	\
	".Lkdefer_room" k ":\n\t"					\
	".subsection 2\n"						\
	".Lkdefer_state" k ":\n\t"					\
	".subsection 4\n"						\
	".Lkdefer_mark" k ":\n\t"					\
	".subsection 6\n"						\
	".Lkdefer_slots_end" k ":\n\t"					\
	".popsection\n\t"
#define __KDEFER_SLOTS_ROOM(k)	"(.Lkdefer_state" k " - .Lkdefer_room" k ")"
#define __KDEFER_SLOTS_STATE(k)						\
	"(" __stringify(KDEFER_STATE_LEAST)				\
	" + .Lkdefer_mark" k " - .Lkdefer_state" k ")"
/* What its slots add to a gate's mark. */
#define __KDEFER_SLOTS_MARK(k)						\
	"(.Lkdefer_slots_end" k " - .Lkdefer_mark" k ")"
#define __KDEFER_SLOTS_PLACE(k, frame)					\
	asm_inline(							\
		".ifndef .Lkdefer_places%c1\n\t"				\
		".set	.Lkdefer_places%c1, 0\n\t"				\
		".endif\n\t"						\
		".set	.Lkdefer_places%c1, .Lkdefer_places%c1 + 1\n\t" \
		".if .Lkdefer_places%c1 > %c2 && .Lkdefer_places%c1 <= %c3\n\t" \
		".pushsection .discard.kdefer_slots%c1, 1, \"\", %%nobits\n\t" \
		".skip	%c4\n\t"						\
		".subsection 3\n\t"					\
		".skip	%c4 + (1 << (.Lkdefer_places%c1 + 7))\n\t"	\
		".subsection 5\n\t"					\
		".skip	%c5\n\t"						\
		".popsection\n\t"					\
		".endif"						\
		: "+r" (frame)						\
		: "i" (k), "i" (KDEFER_LEAST_SLOTS),			\
		    "i" (KDEFER_MOST_SLOTS), "i" (KDEFER_SLOT_BYTES),	\
		    "i" (KDEFER_MARK_ADD_SLOT))

/* One of the frame's slots; the first are those that each frame has. */
static inline struct defer *kdefer_slot(struct defer_frame *frame, unsigned int i)
{
	return (void *)frame + KDEFER_FRAME_STATE + 8 + i * KDEFER_SLOT_BYTES;
}

static inline struct kdefer_note *kdefer_note_of(const struct defer_frame *frame)
{
	return (void *)frame + KDEFER_FRAME_SIZE + frame->room;
}

/* Is this a record, or what a list ends with? */
static inline bool kdefer_is_record(const struct defer *rec)
{
	return (unsigned long)rec > (unsigned long)KDEFER_LAST_RECOVERS;
}

static_assert(sizeof(struct defer_frame) == KDEFER_FRAME_SIZE);
static_assert(offsetof(struct defer_frame, arg) == KDEFER_FRAME_ARG);
static_assert(offsetof(struct defer_frame, result) == KDEFER_FRAME_ARG + 8);
static_assert(offsetof(struct defer_frame, result) == KDEFER_FRAME_RESULT);
static_assert(offsetof(struct defer_frame, life) == KDEFER_FRAME_LIFE);
static_assert(offsetof(struct defer_frame, head) == KDEFER_FRAME_HEAD);
static_assert(offsetof(struct defer_frame, blocks) == KDEFER_FRAME_BLOCKS);
static_assert(offsetof(struct defer_frame, room) == KDEFER_FRAME_STATE);
static_assert(offsetof(struct defer_frame, free) == KDEFER_FRAME_STATE + 1);
static_assert(KDEFER_STATE_LEAST == ((1 << KDEFER_LEAST_SLOTS) - 1) << 8);
static_assert(8 * sizeof_field(struct defer_frame, free) == KDEFER_MOST_SLOTS);
static_assert(KDEFER_MOST_ROOM ==
	      (KDEFER_MOST_SLOTS - KDEFER_LEAST_SLOTS) * KDEFER_SLOT_BYTES);
static_assert(KDEFER_MOST_ROOM <= U8_MAX);
static_assert(sizeof(struct defer) == KDEFER_SLOT_BYTES);
static_assert(offsetof(struct defer_frame, slot) == KDEFER_FRAME_STATE + 8);
static_assert(offsetof(struct recover_frame, base) == 0);
static_assert(sizeof(struct kdefer_note) == KDEFER_NOTE_BYTES);

#endif /* __ASSEMBLY__ */
#endif /* _LINUX_KDEFER_FRAME_H */
