/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The directory of the module in debugfs, for those that have files there.
 */
#ifndef KDEFER_FILES_H
#define KDEFER_FILES_H

struct dentry;

struct dentry *files_dir(void);
void files_make(void);
void files_remove(void);

#endif /* KDEFER_FILES_H */
