// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer_recover\(\) needs a RECOVER_FN
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob)
#else
RECOVER_FN(int, frob)
#endif
{
	defer_recover();
	return 0;
}
