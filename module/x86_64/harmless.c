// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that hold nothing, whatever they were doing: they call nothing and change
 * nothing but registers, and memory that they write plainly. So do memcpy() and strlen().
 *
 * It is no list of names that says so, and no table, but the code: every instruction
 * that can be reached from the function's beginning is looked at, as it stands there
 * now. A jump to elsewhere is followed.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/text-patching.h>

#include <arch_gate.h>

#include "../arch.h"
#include "insn.h"

/* Larger functions are not looked at to the end, and so not known. */
#define MAX_INSNS 1024
#define MAX_STARTS 48

/**
 * struct scan - how much of a function was looked at
 * @ip:	     the instruction that must be there
 * @found:   is it?
 * @insns:   how many may still be looked at
 * @nr:	     of @start
 * @start:   where stretches of code begin, as jumps lead there
 * @thunk:   what functions end by that do not by a return instruction; 0: none do
 */
struct scan {
	unsigned long ip;
	bool found;
	unsigned int insns;
	unsigned int nr;
	unsigned long start[MAX_STARTS];
	unsigned long thunk;
};

/* What our own functions end by, after the kernel has patched them. */
static unsigned long return_thunk(void)
{
	struct insn insn;
	unsigned long at = (unsigned long)kdefer_just_return;

	for (;;) {
		insn_read(&insn, at);
		if (insn.flow != INSN_NEXT)
			break;
		at += insn.bytes;
	}
	return insn.flow == INSN_JUMP ? insn.target : 0;
}

/* False: it is one too many. */
static bool add_start(struct scan *s, unsigned long start)
{
	unsigned int i;

	if (start == s->thunk)
		return true;
	for (i = 0; i < s->nr; i++)
		if (s->start[i] == start)
			return true;
	if (s->nr == MAX_STARTS)
		return false;
	s->start[s->nr++] = start;
	return true;
}

/* Has another stretch begun here already? */
static bool was_there(const struct scan *s, unsigned int own, unsigned long at)
{
	unsigned int i;

	for (i = 0; i < s->nr; i++)
		if (i != own && s->start[i] == at)
			return true;
	return false;
}

static bool scan_stretch(struct scan *s, unsigned int nr)
{
	unsigned long at = s->start[nr];
	struct insn insn;

	for (; s->insns; s->insns--) {
		s->found |= at == s->ip;
		insn_read(&insn, at);
		if (insn.flow == INSN_OTHER)
			return false;
		if (insn.flow == INSN_END)
			return true;
		if (insn.flow != INSN_NEXT && !add_start(s, insn.target))
			return false;
		if (insn.flow == INSN_JUMP)
			return true;
		at += insn.bytes;
		if (was_there(s, nr, at))
			return true;
	}
	return false;
}

/*
 * A tracer is called at the beginning of functions, and may be running no more: what
 * lies behind it has faulted.
 */
static unsigned long skip_tracer(unsigned long at)
{
	static const u8 endbr[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	char symbol[KSYM_SYMBOL_LEN];
	u8 code[sizeof(endbr)];
	unsigned long tracer;

	if (!copy_from_kernel_nofault(code, (void *)at, sizeof(code)) &&
	    !memcmp(code, endbr, sizeof(code)))
		at += sizeof(endbr);
	tracer = insn_called(at + CALL_INSN_SIZE);
	if (!tracer)
		return at;
	sprint_symbol(symbol, tracer);
	if (strncmp(symbol, "ftrace_", 7) &&
	    strncmp(symbol, "bpf_trampoline_", 15))
		return at;
	return at + CALL_INSN_SIZE;
}

bool arch_is_harmless(unsigned long ret, unsigned long ip)
{
	struct scan s = { .ip = ip, .insns = MAX_INSNS };
	unsigned long entry = insn_called(ret);
	unsigned int nr;

	if (!entry)
		return false;
	s.thunk = return_thunk();
	add_start(&s, skip_tracer(entry));
	for (nr = 0; nr < s.nr; nr++)
		if (!scan_stretch(&s, nr))
			return false;
	return s.found;
}
