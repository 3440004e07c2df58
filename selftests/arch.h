/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests need of an architecture. Each has a folder with a file arch_test.h,
 * which defines these; User Mode Linux has its host's.
 *
 * PRESERVED_REGISTERS		how many registers a function leaves as they were
 * call_with_preserved()	calls, with known values in those, and says what they are then
 * overwrite_preserved()	puts other values into them (the compiler knows)
 * overwrite_scratch()		puts other values into all that a call may change
 * call_with_frame_pointer()	calls a function of one argument, with a frame pointer that lies
 * struct stack_record		what the frame pointer of a function points to
 * NEEDS_FRAME()		where this stands the function has a frame
 * JUMP_ALWAYS()		to a label, which neither the compiler nor objtool knows
 * DIVISION_FAULTS		does one by zero?
 * NOT_CANONICAL_CAUSE		what an access to an address is that is not canonical
 * NOT_CANONICAL_ADDR()		and where it says that it was
 * load_by_asm()		a load, divide_by_asm() a division that the compiler does not know
 * load_behind_push()		a load where the instruction before has changed the stack
 * cpu_ticks()			a counter that goes on with the instructions in an emulator
 *
 * Not on User Mode Linux:
 * cpu_state()			flags of the processor that a fault must leave as they were
 * cpu_keeps_out_of_user()	of user space's data, or code, as long as nobody asks for it
 * kernel_fpu_begin()		and its end: as the kernel has them; is_fpu_in_use()
 * set_user_access()		open or closed, unseen by objtool; is_user_access_open()
 * BAD_ACCESS_FUNCTION		of the kernel: all bad accesses to memory come there
 * return_instead()		from the handler of a probe on a function, what it would have
 *
 * Where there are NMIs:
 * raise_nmi()			here and now; send_nmi() by the interrupt controller, to oneself
 * listen_to_nmi()		has a function called in each; ignore_nmi()
 */
#ifndef KDEFER_TEST_ARCH_H
#define KDEFER_TEST_ARCH_H

#ifdef CONFIG_X86_64
#include "x86_64/arch_test.h"
#elif defined(CONFIG_ARM64)
#include "arm64/arch_test.h"
#else
#error "the tests know no more than x86-64 and arm64"
#endif

#endif /* KDEFER_TEST_ARCH_H */
