// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: trap_faults\(\) needs a RECOVER_FN
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob)
#else
RECOVER_FN(int, frob)
#endif
{
	return trap_faults();
}
