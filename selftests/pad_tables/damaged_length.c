// SPDX-License-Identifier: GPL-2.0
/* A function of no length. It is no end of the table, which is 0 all over. */
#define ROWS ROW(0, 0, IS_FUNCTION) END
#include "damaged.h"
