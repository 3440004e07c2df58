// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: the result is void, an integer or a pointer
#include "client.h"

#ifdef WRONG
RECOVER_FN(__int128, frob)
#else
RECOVER_FN(long long, frob)
#endif
{
	return 0;
}
