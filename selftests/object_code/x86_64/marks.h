/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions in the shapes that follow.py knows: a NOP that says that a resource is
 * taken or given back there, or that this may fault; a load as an operand of assembly.
 */
#ifndef KDEFER_SHAPES_MARKS_H
#define KDEFER_SHAPES_MARKS_H

#define MARK_TAKE 0x7a0100
#define MARK_GIVE 0x7a0200
#define MARK_FAULT 0x7a0300

#define MARK_TAKEN(letter) \
	asm volatile("nopl %c0(%%rax)" : : "i"(MARK_TAKE | (letter)) : "memory")
#define MARK_GIVEN(letter) \
	asm volatile("nopl %c0(%%rax)" : : "i"(MARK_GIVE | (letter)) : "memory")

#define MARKED_FAULT(a)                                  \
	({                                               \
		int __x;                                 \
		asm volatile("nopl %c2(%%rax)"           \
			     : "=r"(__x)                 \
			     : "0"(a), "i"(MARK_FAULT)); \
		__x;                                     \
	})

#define LOAD_OPERAND(p)                                     \
	({                                                  \
		int __x;                                    \
		asm("movl %1, %0" : "=r"(__x) : "m"(*(p))); \
		__x;                                        \
	})

#endif /* KDEFER_SHAPES_MARKS_H */
