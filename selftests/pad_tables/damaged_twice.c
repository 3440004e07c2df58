// SPDX-License-Identifier: GPL-2.0
/* A function that is there twice. */
#define ROWS ROW(16, 0, IS_FUNCTION) ROW(16, 0, IS_FUNCTION) END
#include "damaged.h"
