// SPDX-License-Identifier: GPL-2.0
/* <kunit/kdefer.h> compiles alone, and twice. */
#include <kunit/kdefer.h>
#include <kunit/kdefer.h>
