// SPDX-License-Identifier: GPL-2.0
/*
 * struct_ops: a TCP congestion control of programs, which the kernel calls through
 * pointers. So their trampolines were called by nobody who is traced, and have one
 * return address above them, not two.
 */
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bystander.h"

#define CONGESTION "tcp_congestion_ops"

static int ops_map;

static void add_program(char *ops, const char *name, int counter)
{
	int type = btf_find(CONGESTION, BTF_KIND_STRUCT);
	unsigned int offset;
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_STRUCT_OPS,
		.attach_btf_id = type,
		.expected_attach_type = btf_member(type, name, &offset),
	};
	unsigned long prog = prog_load(name, &attr, counter);

	memcpy(ops + offset, &prog, sizeof(prog));
}

/* Named bystand. What the kernel insists on is there too, and does not count. */
void ops_register(const char *function, int counter)
{
	static const char *const needed[] = { "ssthresh", "undo_cwnd",
					      "cong_avoid" };
	int type = btf_find("bpf_struct_ops_" CONGESTION, BTF_KIND_STRUCT);
	int spare = counter_create();
	unsigned int i, data, name, key = 0;
	union bpf_attr map = {
		.map_type = BPF_MAP_TYPE_STRUCT_OPS,
		.key_size = sizeof(key),
		.value_size = btf_size(type),
		.max_entries = 1,
		.btf_vmlinux_value_type_id = type,
	};
	union bpf_attr update = { .key = (unsigned long)&key };
	char *value = calloc(1, btf_size(type));

	/* The kernel asks for types, and does not look at them. */
	map.btf_fd = types_load();
	btf_member(type, "data", &data);
	btf_member(btf_find(CONGESTION, BTF_KIND_STRUCT), "name", &name);
	strcpy(value + data + name, "bystand");
	for (i = 0; i < ARRAY_SIZE(needed); i++)
		add_program(value + data, needed[i], spare);
	add_program(value + data, function, counter);
	ops_map = bpf(BPF_MAP_CREATE, &map);
	if (ops_map < 0)
		die("creating", CONGESTION);
	update.map_fd = ops_map;
	update.value = (unsigned long)value;
	if (bpf(BPF_MAP_UPDATE_ELEM, &update))
		die("registering", CONGESTION);
}

/* Else it outlives us. */
void ops_unregister(void)
{
	unsigned int key = 0;
	union bpf_attr attr = { .map_fd = ops_map, .key = (unsigned long)&key };

	bpf(BPF_MAP_DELETE_ELEM, &attr);
}
