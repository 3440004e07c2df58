// SPDX-License-Identifier: GPL-2.0
/*
 * drivers/virt/coco/tsm.c: reports of a trusted security module, by configfs. Guards of an
 * rwsem in every operation, around a provider's work.
 */
#include "source/tsm.includes.h"

#include "real.h"

/* clang-format off */
#define STORE_FN(name)							\
	static ssize_t bare_##name(struct config_item *, const char *, size_t); \
	RECOVER_FN(ssize_t, name, struct config_item *, item, const char *, page, size_t, len) \
	{								\
		REAL_ENTRY();						\
		return bare_##name(item, page, len);			\
	}

#define SHOW_FN(name)							\
	static ssize_t bare_##name(struct config_item *, char *);	\
	RECOVER_FN(ssize_t, name, struct config_item *, item, char *, page) \
	{								\
		REAL_ENTRY();						\
		return bare_##name(item, page);				\
	}

#define READ_BLOB(name)							\
	static ssize_t bare_##name(struct config_item *, void *, size_t); \
	RECOVER_FN(ssize_t, name, struct config_item *, item, void *, buf, size_t, len) \
	{								\
		REAL_ENTRY();						\
		return bare_##name(item, buf, len);			\
	}

/* Tables name the functions here; the definitions of the piece have another name. */
STORE_FN(tsm_report_privlevel_store)
#define tsm_report_privlevel_store(...) bare_tsm_report_privlevel_store(__VA_ARGS__)
STORE_FN(tsm_report_service_provider_store)
#define tsm_report_service_provider_store(...) bare_tsm_report_service_provider_store(__VA_ARGS__)
STORE_FN(tsm_report_service_guid_store)
#define tsm_report_service_guid_store(...) bare_tsm_report_service_guid_store(__VA_ARGS__)
STORE_FN(tsm_report_service_manifest_version_store)
#define tsm_report_service_manifest_version_store(...) \
	bare_tsm_report_service_manifest_version_store(__VA_ARGS__)
SHOW_FN(tsm_report_privlevel_floor_show)
#define tsm_report_privlevel_floor_show(...) bare_tsm_report_privlevel_floor_show(__VA_ARGS__)
SHOW_FN(tsm_report_generation_show)
#define tsm_report_generation_show(...) bare_tsm_report_generation_show(__VA_ARGS__)
SHOW_FN(tsm_report_provider_show)
#define tsm_report_provider_show(...) bare_tsm_report_provider_show(__VA_ARGS__)
READ_BLOB(tsm_report_outblob_read)
#define tsm_report_outblob_read(...) bare_tsm_report_outblob_read(__VA_ARGS__)
READ_BLOB(tsm_report_auxblob_read)
#define tsm_report_auxblob_read(...) bare_tsm_report_auxblob_read(__VA_ARGS__)
READ_BLOB(tsm_report_manifestblob_read)
#define tsm_report_manifestblob_read(...) bare_tsm_report_manifestblob_read(__VA_ARGS__)

static struct config_item *bare_tsm_report_make_item(struct config_group *, const char *);

RECOVER_FN(struct config_item *, tsm_report_make_item, struct config_group *, group,
	   const char *, name)
{
	REAL_ENTRY();
	return bare_tsm_report_make_item(group, name);
}

#define tsm_report_make_item(...) bare_tsm_report_make_item(__VA_ARGS__)
/* clang-format on */

#include "calls.h"
#include "source/tsm.c"

/* The lock that is held, items that are. */
static int state_get(char *buffer, const struct kernel_param *param)
{
	bool is_free = down_write_trylock(&tsm_rwsem);

	if (is_free)
		up_write(&tsm_rwsem);
	return sprintf(buffer, "%s%d items\n",
		       is_free ? "" : "tsm_rwsem held, ",
		       atomic_read(&provider.count));
}

static const struct kernel_param_ops state_ops = { .get = state_get };
module_param_cb(state, &state_ops, NULL, 0400);

MODULE_INFO(import_ns, "KDEFER");
