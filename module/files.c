// SPDX-License-Identifier: GPL-2.0
/*
 * What:	/sys/kernel/debug/kdefer
 * Date:	since the first release
 * Contact:	the kdefer developers
 * Description:	The module's files; each is described where it is made.
 * Users:	people, and the tests of this module.
 */
#include <linux/debugfs.h>

#include "files.h"

static struct dentry *dir;

/**
 * files_dir() - where files are made
 *
 * Context: Any context, between files_make() and files_remove().
 * Return: the directory; an error pointer is as good as one to debugfs.
 */
struct dentry *files_dir(void)
{
	return dir;
}

void files_make(void)
{
	dir = debugfs_create_dir("kdefer", NULL);
}

/* Waits for whoever reads one. From then on nobody opens any. */
void files_remove(void)
{
	debugfs_remove(dir);
}
