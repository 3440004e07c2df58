// SPDX-License-Identifier: GPL-2.0
/* The same source as a module that keeps no frame pointers. */
#include "../foreign/foreign.c"
