// SPDX-License-Identifier: GPL-2.0
/*
 * What can be read afterwards: numbers, places, the last panics. They are there before any
 * client is.
 */
#include "blackbox.h"
#include "files.h"
#include "history.h"
#include "inject.h"
#include "sites.h"
#include "stats.h"

/**
 * history_init() - make what is written to, and the files that it is read by
 *
 * Context: Process context. May sleep.
 * Return: 0, or -ENOMEM.
 */
int history_init(void)
{
	int err;

	files_make();
	stats_init();
	err = sites_init();
	if (err)
		goto err_files;
	err = blackbox_init();
	if (err)
		goto err_sites;
	inject_init();
	return 0;

err_sites:
	files_remove();
	sites_exit();
	return err;
err_files:
	files_remove();
	return err;
}

/* No client is left to write, and with the files nobody who reads. */
void history_exit(void)
{
	files_remove();
	inject_exit();
	blackbox_exit();
	sites_exit();
}
