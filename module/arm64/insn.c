// SPDX-License-Identifier: GPL-2.0
/*
 * As much of arm64's instructions as is needed.
 */
#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/uaccess.h>
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

/**
 * insn_is_behind_call() - can a call return there?
 * @ret: any word
 *
 * Context: Any context.
 * Return: true if the instruction before is a call.
 */
bool insn_is_behind_call(unsigned long ret)
{
	u32 insn;

	return read_insn(ret - sizeof(insn), &insn) &&
	       (aarch64_insn_is_bl(insn) || is_blr(insn));
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
