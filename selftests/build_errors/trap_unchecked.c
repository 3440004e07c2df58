// SPDX-License-Identifier: GPL-2.0
// expect: ignoring return value.*warn_unused_result
#include "client.h"

RECOVER_FN(int, frob)
{
#ifdef WRONG
	trap_faults();
	return 0;
#else
	return trap_faults();
#endif
}
