// SPDX-License-Identifier: GPL-2.0
/*
 * As much of arm64's instructions as is needed.
 */
#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/uaccess.h>
#include <asm/brk-imm.h>
#include <asm/debug-monitors.h>
#include <asm/insn.h>

#include "insn.h"

/* blr, and those that authenticate what they call. */
#define BLR 0xd63f0000U
#define BLR_AUTH 0xd63f0800U
#define BLR_AUTH_MODIFIER 0xd73f0800U
#define BLR_REGISTER (0x1fU << 5)
#define BLR_AUTH_ANY (BLR_REGISTER | 0x1fU | 1U << 10)

static bool is_blr(u32 insn)
{
	return (insn & ~BLR_REGISTER) == BLR ||
	       (insn & ~BLR_AUTH_ANY) == BLR_AUTH ||
	       (insn & ~BLR_AUTH_ANY) == BLR_AUTH_MODIFIER;
}

/* Kprobes and debuggers put a breakpoint in the place of an instruction: it may be a call. */
static bool is_probe(u32 insn)
{
	return insn == (AARCH64_BREAK_MON | KPROBES_BRK_IMM << 5) ||
	       insn == (AARCH64_BREAK_MON | KGDB_DYN_DBG_BRK_IMM << 5);
}

static bool read_insn(unsigned long at, u32 *insn)
{
	return IS_ALIGNED(at, sizeof(*insn)) &&
	       !copy_from_kernel_nofault(insn, (void *)at, sizeof(*insn));
}

/* Where a branch with link leads. */
static unsigned long target_of(unsigned long at, u32 bl)
{
	return at + sign_extend64((u64)(bl & GENMASK(25, 0)) << 2, 27);
}

/* mov x9, x30; nop: where a function begins that a tracer may be called from. */
#define MOV_X9_X30 0xaa1e03e9U
#define NOP 0xd503201fU

/*
 * Has a tracer been called before, which is gone? It may have called the function itself. A
 * kprobe on the function is on its first instruction.
 */
static bool is_behind_tracer(unsigned long ret)
{
	u32 insn[2];

	return !copy_from_kernel_nofault(insn, (void *)(ret - sizeof(insn)),
					 sizeof(insn)) &&
	       (insn[0] == MOV_X9_X30 || is_probe(insn[0])) && insn[1] == NOP;
}

/* adr x30, . + 8 */
#define ADR_X30_BEHIND 0x1000005eU

/*
 * The trampoline of BPF programs that look at a function's end calls that function so: the address
 * behind goes to x30, and a return through another register to where its own entry was left.
 */
static bool is_behind_trampoline(unsigned long ret)
{
	u32 insn[2];

	return !copy_from_kernel_nofault(insn, (void *)(ret - sizeof(insn)),
					 sizeof(insn)) &&
	       insn[0] == ADR_X30_BEHIND && aarch64_insn_is_ret(insn[1]);
}

/**
 * insn_is_behind_call() - can a call return there?
 * @ret: any word
 *
 * Context: Any context.
 * Return: true if the instruction before is a call, or was one of a tracer, or has a
 *	   breakpoint in its place; or the two before are what a trampoline has for one.
 */
bool insn_is_behind_call(unsigned long ret)
{
	u32 insn;

	return read_insn(ret - sizeof(insn), &insn) &&
	       (aarch64_insn_is_bl(insn) || is_blr(insn) || is_probe(insn) ||
		is_behind_tracer(ret) || is_behind_trampoline(ret));
}

/**
 * insn_is_behind_bug() - is the instruction before a BUG() or WARN()?
 * @at: where an instruction is
 *
 * Context: Any context.
 * Return: false also where it cannot be read.
 */
bool insn_is_behind_bug(unsigned long at)
{
	u32 insn;

	return read_insn(at - sizeof(insn), &insn) &&
	       insn == (AARCH64_BREAK_MON | BUG_BRK_IMM << 5);
}

/* adrp x16, page; add x16, x16, offset; br x16: how a module calls what is far away. */
#define ADRP_X16 0x90000010U
#define ADRP_ANY 0x60ffffe0U
#define ADD_X16 0x91000210U
#define ADD_ANY (0xfffU << 10)
#define BR_X16 0xd61f0200U

/* What a call leads to by way of that, or by itself. */
static unsigned long follow(unsigned long at)
{
	u32 insn[3];
	s64 page;

	if (copy_from_kernel_nofault(insn, (void *)at, sizeof(insn)) ||
	    (insn[0] & ~ADRP_ANY) != ADRP_X16 ||
	    (insn[1] & ~ADD_ANY) != ADD_X16 || insn[2] != BR_X16)
		return at;
	page = sign_extend64((u64)(insn[0] >> 5 & GENMASK(18, 0)) << 2 |
				     (insn[0] >> 29 & 3),
			     20);
	return (at & ~0xfffUL) + page * 4096 + (insn[1] >> 10 & 0xfff);
}

/**
 * insn_called() - which function has been called by name?
 * @ret: a return address
 *
 * Context: Any context.
 * Return: where it begins; 0: it was called by a pointer, or nothing was.
 */
unsigned long insn_called(unsigned long ret)
{
	u32 insn;

	if (!read_insn(ret - sizeof(insn), &insn) || !aarch64_insn_is_bl(insn))
		return 0;
	return follow(target_of(ret - sizeof(insn), insn));
}
