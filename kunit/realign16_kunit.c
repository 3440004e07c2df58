// SPDX-License-Identifier: GPL-2.0
/*
 * The same cases where the compiler realigns every function that makes a call, as it does
 * in files that are built for 16-byte stacks (Kbuild has the flags): code with -msse is.
 */
#define SUITE "kdefer_realign16"
#include "realign_kunit.c"
