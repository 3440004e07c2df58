/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_EXIT_H
#define KDEFER_EXIT_H

#include <linux/types.h>

struct cursor;
struct thread_end;

bool exit_end_thread(const struct cursor *from, const struct thread_end *end);

#endif /* KDEFER_EXIT_H */
