/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who calls: see __KDEFER_CLIENT.
 */
#ifndef KDEFER_CLIENT_H
#define KDEFER_CLIENT_H

#include <linux/build_bug.h>

struct kdefer_client;
struct module;

#define CLIENT_KEEPS_FRAMES 1UL

/* The module; NULL: code that is no module's, or of no client. */
static inline const struct module *
client_module(const struct kdefer_client *client)
{
	return (void *)((unsigned long)client & ~CLIENT_KEEPS_FRAMES);
}

/* Was it built to keep frame pointers? That is a promise, and not checked yet. */
static inline bool client_keeps_frames(const struct kdefer_client *client)
{
	return (unsigned long)client & CLIENT_KEEPS_FRAMES;
}

#endif /* KDEFER_CLIENT_H */
