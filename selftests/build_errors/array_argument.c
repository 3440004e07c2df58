// SPDX-License-Identifier: GPL-2.0
// expect array_argument: kdefer: frob: arguments are type, comma, plain name
#include "client.h"

#ifdef array_argument
RECOVER_FN(int, frob, char, buf[16])
#else
RECOVER_FN(int, frob, char *, buf)
#endif
{
	return buf[1];
}
