// SPDX-License-Identifier: GPL-2.0
/* A table that is as it should be, for comparison. */
#define ROWS ROW(16, 0, IS_FUNCTION) END
#include "damaged.h"
