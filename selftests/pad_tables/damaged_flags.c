// SPDX-License-Identifier: GPL-2.0
/* A flag of a function that is not known. */
#define ROWS ROW(16, 0, IS_FUNCTION + 0x10000000) END
#include "damaged.h"
