// SPDX-License-Identifier: GPL-2.0
/* <kunit/kdefer_run.h> compiles alone, and twice. */
#include <kunit/kdefer_run.h>
#include <kunit/kdefer_run.h>
