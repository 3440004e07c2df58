/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_UNLOADED_H
#define KDEFER_UNLOADED_H

struct module;

#ifdef CONFIG_MODULE_UNLOAD
void unloaded_look(struct module *mod);
#else
static inline void unloaded_look(struct module *mod)
{
}
#endif

#endif /* KDEFER_UNLOADED_H */
