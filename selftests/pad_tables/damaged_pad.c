// SPDX-License-Identifier: GPL-2.0
/* A pad that is not in its function. */
#define ROWS ROW(16, 1, IS_FUNCTION + HAS_PADS) ".long 0, 8, 17, 0\n" END
#include "damaged.h"
