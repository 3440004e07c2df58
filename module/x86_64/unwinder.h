/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's unwinder, whichever it is built with. Its interface is one, what
 * its state says is not.
 */
#ifndef KDEFER_UNWINDER_H
#define KDEFER_UNWINDER_H

#ifdef CONFIG_UNWINDER_ORC
#include "unwind_orc.h"
#else
#include "unwind_fp.h"
#endif

#endif /* KDEFER_UNWINDER_H */
