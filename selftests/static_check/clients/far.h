/* SPDX-License-Identifier: GPL-2.0 */
/* Of a module of two files. */
#ifndef _STATIC_CHECK_FAR_H
#define _STATIC_CHECK_FAR_H

void gives_up(int n);

#endif /* _STATIC_CHECK_FAR_H */
