/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_X86_64_GATE_H
#define KDEFER_X86_64_GATE_H

/* Places in gate.S that faults are sent to; never called. */
void kdefer_fault_landing(void);
void kdefer_call_fault_landing(void);
void kdefer_just_return(void);

#endif /* KDEFER_X86_64_GATE_H */
