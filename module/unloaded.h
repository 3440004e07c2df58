/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_UNLOADED_H
#define KDEFER_UNLOADED_H

#ifdef CONFIG_MODULE_UNLOAD
void unloaded_init(void);
void unloaded_exit(void);
#else
static inline void unloaded_init(void)
{
}

static inline void unloaded_exit(void)
{
}
#endif

#endif /* KDEFER_UNLOADED_H */
