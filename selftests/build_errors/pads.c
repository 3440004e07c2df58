// SPDX-License-Identifier: GPL-2.0
/* A file with landing pads for calls says trap_faults(). */
// expect pads_of_calls: kdefer: trap_faults\(\) in a file with landing pads that are for calls alone: kdefer-pads := faults
#define KDEFER_PADS 1
#ifndef pads_of_calls
#define KDEFER_PADS_FAULTS
#endif
#include "client.h"

RECOVER_FN(int, frob)
{
	defer_recover();
	return trap_faults();
}
