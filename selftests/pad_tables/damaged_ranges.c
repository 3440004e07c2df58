// SPDX-License-Identifier: GPL-2.0
/* More ranges than a function can have. */
#define ROWS ROW(16, 0xfff, IS_FUNCTION) END
#include "damaged.h"
