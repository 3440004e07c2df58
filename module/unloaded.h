/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_UNLOADED_H
#define KDEFER_UNLOADED_H

#if defined(CONFIG_MODULE_UNLOAD) && !defined(CONFIG_UML)
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
