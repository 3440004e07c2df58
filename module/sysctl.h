/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_SYSCTL_H
#define KDEFER_SYSCTL_H

const int *sysctl_find(const char *name, const char *without);

#endif /* KDEFER_SYSCTL_H */
