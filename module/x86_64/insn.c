// SPDX-License-Identifier: GPL-2.0
/*
 * As much of x86's instructions as is needed to know what a function can have done. The
 * kernel's own decoder is not exported, and does not tell this.
 *
 * Known is what compilers make of loops over memory, and what the kernel's string
 * functions in assembly consist of. Everything else is INSN_OTHER: calls, instructions
 * with a lock prefix or a segment, those that change memory by what was in it, which
 * may be a count or a lock, and those that change the state of the processor.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/text-patching.h>

#include "insn.h"

#define MAX_BYTES 15

/* How an opcode goes on, and what it may do. None: not known. */
enum {
	PLAIN = 1 << 0, /* nothing follows */
	MODRM = 1 << 1,
	IMM8 = 1 << 2,
	IMM32 = 1 << 3, /* 2 bytes with an operand size prefix */
	IMM64 = 1 << 4, /* with REX.W, else as above */
	REG = 1 << 5, /* known only if it changes a register, and no memory */
	REL8 = 1 << 6,
	REL32 = 1 << 7,
};

/* add, or, adc, sbb, and, sub, xor: the form that changes memory is the first of three. */
#define ALU(op)                                                          \
	[(op)...(op) + 1] = MODRM | REG, [(op) + 2 ...(op) + 3] = MODRM, \
		       [(op) + 4] = IMM8, [(op) + 5] = IMM32

/* clang-format off */
static const u8 one_byte[256] = {
	ALU(0x00), ALU(0x08), ALU(0x10), ALU(0x18), ALU(0x20), ALU(0x28), ALU(0x30),
	[0x38 ... 0x3b] = MODRM, [0x3c] = IMM8, [0x3d] = IMM32,	/* cmp */
	[0x50 ... 0x5f] = PLAIN,			/* push, pop */
	[0x63] = MODRM,					/* movslq */
	[0x68] = IMM32, [0x6a] = IMM8,			/* push */
	[0x69] = MODRM | IMM32, [0x6b] = MODRM | IMM8,	/* imul */
	[0x70 ... 0x7f] = REL8,				/* jcc */
	[0x80] = MODRM | IMM8 | REG, [0x81] = MODRM | IMM32 | REG,
	[0x83] = MODRM | IMM8 | REG,			/* add ... cmp */
	[0x84 ... 0x85] = MODRM,			/* test */
	[0x86 ... 0x87] = MODRM | REG,			/* xchg */
	[0x88 ... 0x8b] = MODRM, [0x8d] = MODRM,	/* mov, lea */
	[0x90 ... 0x99] = PLAIN,			/* nop, xchg, cltq, cqto */
	[0xa4 ... 0xa7] = PLAIN, [0xaa ... 0xaf] = PLAIN, /* strings */
	[0xa8] = IMM8, [0xa9] = IMM32,			/* test */
	[0xb0 ... 0xb7] = IMM8, [0xb8 ... 0xbf] = IMM64, /* mov */
	[0xc0 ... 0xc1] = MODRM | IMM8 | REG,		/* shifts */
	[0xc3] = PLAIN,					/* ret */
	[0xc6] = MODRM | IMM8, [0xc7] = MODRM | IMM32,	/* mov */
	[0xc9] = PLAIN,					/* leave */
	[0xd0 ... 0xd3] = MODRM | REG,			/* shifts */
	[0xe9] = REL32, [0xeb] = REL8,			/* jmp */
	[0xf6] = MODRM | REG, [0xf7] = MODRM | REG,	/* test, not, neg, mul, div */
	[0xfc ... 0xfd] = PLAIN,			/* cld, std */
	[0xfe ... 0xff] = MODRM | REG,			/* inc, dec */
};

/* Behind 0x0f. */
static const u8 two_bytes[256] = {
	[0x0b] = PLAIN,		/* ud2: a WARN() goes on behind it, and a BUG() may be one */
	[0x0d] = MODRM, [0x18] = MODRM,			/* prefetch */
	[0x1e ... 0x1f] = MODRM,			/* endbr64, nop */
	[0x40 ... 0x4f] = MODRM,			/* cmov */
	[0x80 ... 0x8f] = REL32,			/* jcc */
	[0x90 ... 0x9f] = MODRM,			/* set */
	[0xa3] = MODRM,					/* bt */
	[0xa4] = MODRM | IMM8 | REG, [0xa5] = MODRM | REG, /* shld */
	[0xab] = MODRM | REG,				/* bts */
	[0xac] = MODRM | IMM8 | REG, [0xad] = MODRM | REG, /* shrd */
	[0xaf] = MODRM,					/* imul */
	[0xb3] = MODRM | REG,				/* btr */
	[0xb6 ... 0xb8] = MODRM,			/* movz, popcnt */
	[0xba] = MODRM | IMM8 | REG,			/* bt, bts, btr, btc */
	[0xbb] = MODRM | REG,				/* btc */
	[0xbc ... 0xbf] = MODRM,			/* bsf, bsr, movs */
	[0xc3] = MODRM,					/* movnti */
	[0xc8 ... 0xcf] = PLAIN,			/* bswap */
};

/* clang-format on */

/**
 * struct code - the bytes of an instruction
 * @byte:  they, and what follows
 * @at:	   the next one to look at
 * @two:   is the opcode one of those behind 0x0f?
 * @short_operand: has it an operand size prefix?
 * @wide:  REX.W
 * @op:	   the opcode
 */
struct code {
	u8 byte[MAX_BYTES];
	unsigned int at;
	bool two;
	bool short_operand;
	bool wide;
	u8 op;
};

static void read_opcode(struct code *c)
{
	for (;; c->at++) {
		if (c->byte[c->at] == 0x66)
			c->short_operand = true;
		else if (c->byte[c->at] != 0xf3 && c->byte[c->at] != 0xf2 &&
			 c->byte[c->at] != 0x2e && c->byte[c->at] != 0x3e)
			break;
		if (c->at >= 4)
			break;
	}
	if ((c->byte[c->at] & 0xf0) == 0x40)
		c->wide = c->byte[c->at++] & 8;
	c->two = c->byte[c->at] == 0x0f;
	c->at += c->two;
	c->op = c->byte[c->at++];
}

/* Is the instruction with this "reg" one that only looks at memory, or is another one? */
static bool only_looks(const struct code *c, unsigned int reg)
{
	if (c->two)
		return c->op == 0xba && reg == 4;
	switch (c->op) {
	case 0x80 ... 0x83:
		return reg == 7;
	case 0xf6 ... 0xf7:
		return reg < 2 || reg >= 4;
	case 0xff:
		return reg == 6;
	default:
		return false;
	}
}

/* Those of which the same opcode is also something that is not known. */
static bool is_known(const struct code *c, unsigned int reg)
{
	if (c->two)
		return c->op != 0xba || reg >= 4;
	switch (c->op) {
	case 0xc6 ... 0xc7:
		return reg == 0;
	case 0xfe:
		return reg < 2;
	case 0xff:
		return reg < 2 || reg == 6;
	default:
		return true;
	}
}

/* Takes the operand that stands in ModRM. False: not known. */
static bool read_modrm(struct code *c, u8 *form)
{
	u8 modrm = c->byte[c->at++];
	unsigned int mod = modrm >> 6, reg = (modrm >> 3) & 7, rm = modrm & 7;

	if (!is_known(c, reg) ||
	    (*form & REG && mod != 3 && !only_looks(c, reg)))
		return false;
	if (!c->two && (c->op & 0xfe) == 0xf6 && reg < 2)
		*form |= c->op == 0xf6 ? IMM8 : IMM32;
	if (mod == 3)
		return true;
	if (rm == 4) {
		rm = c->byte[c->at] & 7;
		c->at++;
	}
	if (mod == 1)
		c->at += 1;
	else if (mod == 2 || rm == 5)
		c->at += 4;
	return true;
}

static unsigned int immediate_bytes(const struct code *c, u8 form)
{
	if (form & (IMM8 | REL8))
		return 1;
	if (form & REL32)
		return 4;
	if (form & IMM64 && c->wide)
		return 8;
	if (form & (IMM32 | IMM64))
		return c->short_operand ? 2 : 4;
	return 0;
}

static void read_jump(struct insn *insn, const struct code *c, unsigned long at,
		      u8 form)
{
	s32 offset = (s8)c->byte[c->at - 1];

	if (form & REL32)
		memcpy(&offset, &c->byte[c->at - 4], sizeof(offset));
	insn->target = at + c->at + offset;
	insn->flow = !c->two && (c->op == 0xe9 || c->op == 0xeb) ? INSN_JUMP :
								   INSN_BRANCH;
}

/**
 * insn_read() - read an instruction
 * @insn: where to put what it is
 * @at:	  its address
 *
 * Context: Any context.
 */
void insn_read(struct insn *insn, unsigned long at)
{
	struct code c = {};
	u8 form;

	insn->flow = INSN_OTHER;
	if (copy_from_kernel_nofault(c.byte, (void *)at, sizeof(c.byte)))
		return;
	read_opcode(&c);
	form = c.two ? two_bytes[c.op] : one_byte[c.op];
	if (!form || (form & MODRM && !read_modrm(&c, &form)))
		return;
	c.at += immediate_bytes(&c, form);
	if (c.at > MAX_BYTES)
		return;
	insn->bytes = c.at;
	insn->flow = INSN_NEXT;
	if (form & (REL8 | REL32))
		read_jump(insn, &c, at, form);
	else if (!c.two && c.op == 0xc3)
		insn->flow = INSN_END;
}

/* Ends an indirect call of this length here? @code is what stands before. */
static bool is_indirect_call(const u8 *code, unsigned int bytes)
{
	const u8 *modrm = code + 1;
	unsigned int mod, rm, length = 2;

	if (code[0] != 0xff || (*modrm & 0x38) != 0x10)
		return false;
	mod = *modrm >> 6;
	rm = *modrm & 7;
	if (mod != 3 && rm == 4) {
		length++;
		rm = modrm[1] & 7;
	}
	if (mod == 1)
		length += 1;
	else if (mod == 2 || (mod == 0 && rm == 5))
		length += 4;
	return length == bytes;
}

/**
 * insn_is_behind_call() - may this be a return address?
 * @ret: an address
 *
 * Context: Any context.
 * Return: true if a call ends right before it.
 */
bool insn_is_behind_call(unsigned long ret)
{
	u8 code[7];
	unsigned int bytes;

	if (copy_from_kernel_nofault(code, (void *)(ret - sizeof(code)),
				     sizeof(code)))
		return false;
	if (code[sizeof(code) - CALL_INSN_SIZE] == CALL_INSN_OPCODE)
		return true;
	for (bytes = 2; bytes <= sizeof(code); bytes++)
		if (is_indirect_call(code + sizeof(code) - bytes, bytes))
			return true;
	return false;
}

/**
 * insn_is_indirect_jump() - does it go where a register, or memory, says?
 * @at: an instruction
 *
 * Context: Any context.
 * Return: true for indirect jumps, calls and returns.
 */
bool insn_is_indirect_jump(unsigned long at)
{
	struct code c = {};
	unsigned int reg;

	if (copy_from_kernel_nofault(c.byte, (void *)at, sizeof(c.byte)))
		return false;
	read_opcode(&c);
	reg = (c.byte[c.at] >> 3) & 7;
	return !c.two &&
	       (c.op == 0xc3 || (c.op == 0xff && reg >= 2 && reg <= 5));
}

/**
 * insn_called() - which function was called before this return address?
 * @ret: the return address
 *
 * Context: Any context.
 * Return: the function; 0 if it was not called by name.
 */
unsigned long insn_called(unsigned long ret)
{
	u8 code[CALL_INSN_SIZE];
	s32 offset;

	if (copy_from_kernel_nofault(code, (void *)(ret - sizeof(code)),
				     sizeof(code)) ||
	    code[0] != CALL_INSN_OPCODE)
		return 0;
	memcpy(&offset, &code[1], sizeof(offset));
	return ret + offset;
}
