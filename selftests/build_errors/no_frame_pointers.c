// SPDX-License-Identifier: GPL-2.0
/* Where only frame pointers are unwound a client keeps them. */
#include <linux/kconfig.h>

/* A kernel that has another unwinder. */
#undef CONFIG_UNWINDER_ORC
#undef CONFIG_FRAME_POINTER
// expect no_frame_pointers: kdefer.mk in the Kbuild: this kernel only unwinds frame pointers
#ifdef no_frame_pointers
#undef KDEFER_FRAME_POINTERS
#endif

#include "client.h"

DEFER_FN(void, frob, void *, text)
{
	defer(kfree, text);
}
