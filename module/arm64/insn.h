/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of arm64's instructions as is needed.
 */
#ifndef KDEFER_INSN_H
#define KDEFER_INSN_H

#include <linux/types.h>

bool insn_is_behind_call(unsigned long ret);
bool insn_is_behind_bug(unsigned long at);
unsigned long insn_called(unsigned long ret);

#endif /* KDEFER_INSN_H */
