/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is our own: a module, or a part of the kernel.
 *
 * Built in, kdefer has no struct module, and neither have clients that are built in: they
 * count as one, the kernel. Our text then lies where the linker has put it, between what
 * the first object and the last one say.
 */
#ifndef KDEFER_OWN_H
#define KDEFER_OWN_H

#include <linux/kernel.h>
#include <linux/module.h>

#include "client.h"
#include "compat.h"

#ifdef MODULE

static inline unsigned long own_text_start(void)
{
	return module_text_start(THIS_MODULE);
}

static inline unsigned long own_text_bytes(void)
{
	return module_text_bytes(THIS_MODULE);
}

static inline bool is_own_text(unsigned long ip)
{
	return within_module(ip, THIS_MODULE);
}

/* Can code of the kernel itself be a client? */
#define KERNEL_IS_CLIENT false

static inline bool is_kernels_text(unsigned long ip)
{
	return false;
}

#else /* MODULE */

extern const char kdefer_text_begin[], kdefer_text_end[];

static inline unsigned long own_text_start(void)
{
	return (unsigned long)kdefer_text_begin;
}

static inline unsigned long own_text_bytes(void)
{
	return kdefer_text_end - kdefer_text_begin;
}

static inline bool is_own_text(unsigned long ip)
{
	return ip - own_text_start() < own_text_bytes();
}

#define KERNEL_IS_CLIENT true

static inline bool is_kernels_text(unsigned long ip)
{
	return core_kernel_text(ip);
}

#endif /* MODULE */

/* The kernel, where it stands among modules. */
#define THE_KERNEL ((const struct module *)16UL)

/* Who owns the code that calls? Built in, it has no module to name. */
static inline const struct module *
client_owner(const struct kdefer_client *client)
{
	const struct module *mod = client_module(client);

	return mod || !KERNEL_IS_CLIENT ? mod : THE_KERNEL;
}

/* Is it the owner's text? */
static inline bool owner_has(const struct module *owner, unsigned long ip)
{
	if (owner == THE_KERNEL)
		return is_kernels_text(ip);
	return owner && within_module(ip, (struct module *)owner);
}

#endif /* KDEFER_OWN_H */
