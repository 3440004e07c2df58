// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: include kdefer.mk in the Kbuild: this kernel only unwinds frame pointers
#include <linux/kconfig.h>

/* A kernel without the ORC unwinder. */
#undef CONFIG_UNWINDER_ORC
#undef CONFIG_FRAME_POINTER
#ifdef WRONG
#undef KDEFER_FRAME_POINTERS
#endif

#include "client.h"

DEFER_FN(void, frob, void *, text)
{
	defer(kfree, text);
}
