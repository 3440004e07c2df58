/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The calls of the kernel that a piece makes, as steps. In a piece only: the headers are
 * included already.
 */
/* clang-format off */
#define REAL_STEP(call)	real_step(__func__, #call)
/* Within a macro of the same name this is the function. */
#define REAL_CALL(call, ...) (REAL_STEP(call), call(__VA_ARGS__))
#define REAL_TRACK(p)					\
({							\
	typeof(p) __got = (p);				\
							\
	real_track(__got);				\
	__got;						\
})

typeof(kfree) kfree __asm__("real_kfree");
typeof(kvfree) kvfree __asm__("real_kvfree");
typeof(kfree_const) kfree_const __asm__("real_kfree_const");

#undef kmalloc
#undef kzalloc
#undef kcalloc
#define kmalloc(...)	(REAL_STEP(kmalloc), REAL_TRACK(kmalloc_noprof(__VA_ARGS__)))
#define kzalloc(...)	(REAL_STEP(kzalloc), REAL_TRACK(kzalloc_noprof(__VA_ARGS__)))
#define kcalloc(...)	(REAL_STEP(kcalloc), REAL_TRACK(kcalloc_noprof(__VA_ARGS__)))
#define kcalloc_noprof(n, size, flags) kmalloc_array_noprof(n, size, (flags) | __GFP_ZERO)
#define kstrndup(...) REAL_TRACK(REAL_CALL(kstrndup, __VA_ARGS__))
#define kvmemdup(...) REAL_TRACK(REAL_CALL(kvmemdup, __VA_ARGS__))
#define kstrdup_const(...) REAL_TRACK(REAL_CALL(kstrdup_const, __VA_ARGS__))

#define kstrtouint(...) REAL_CALL(kstrtouint, __VA_ARGS__)
#define sscanf(...) REAL_CALL(sscanf, __VA_ARGS__)
#define guid_parse(...) REAL_CALL(guid_parse, __VA_ARGS__)
#define memory_read_from_buffer(...) \
	REAL_CALL(memory_read_from_buffer, __VA_ARGS__)
#define sysfs_emit(...) REAL_CALL(sysfs_emit, __VA_ARGS__)
#define config_item_init_type_name(...) \
	REAL_CALL(config_item_init_type_name, __VA_ARGS__)

#define ida_alloc(...) REAL_CALL(ida_alloc, __VA_ARGS__)
#define queue_work(...) REAL_CALL(queue_work, __VA_ARGS__)
#define radix_tree_insert(...) REAL_CALL(radix_tree_insert, __VA_ARGS__)

#define thermal_zone_device_register_with_trips(...) \
	REAL_CALL(thermal_zone_device_register_with_trips, __VA_ARGS__)
#define thermal_zone_device_enable(...) \
	REAL_CALL(thermal_zone_device_enable, __VA_ARGS__)
#define thermal_zone_device_update(...) \
	REAL_CALL(thermal_zone_device_update, __VA_ARGS__)

#define device_initialize(...) REAL_CALL(device_initialize, __VA_ARGS__)
#define dev_set_name(...) REAL_CALL(dev_set_name, __VA_ARGS__)
#define device_add(...) REAL_CALL(device_add, __VA_ARGS__)
#define bus_for_each_dev(...) REAL_CALL(bus_for_each_dev, __VA_ARGS__)
#define try_module_get(...) REAL_CALL(try_module_get, __VA_ARGS__)
/* clang-format on */
