// SPDX-License-Identifier: GPL-2.0
/*
 * The ids of the kernel's functions and structs, which attaching goes by.
 */
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bystander.h"

static struct btf_header *header;
static const struct btf_type **types;
static unsigned int count = 1; /* 0 is void */
static const char *strings;

/* What follows a struct btf_type, in bytes. */
static unsigned int tail(const struct btf_type *type)
{
	unsigned int vlen = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return 4;
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return vlen * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return vlen * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return vlen * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return vlen * sizeof(struct btf_var_secinfo);
	case BTF_KIND_ENUM64:
		return vlen * sizeof(struct btf_enum64);
	default:
		return 0;
	}
}

void btf_load(void)
{
	static const char path[] = "/sys/kernel/btf/vmlinux";
	const size_t room = 32 << 20;
	const char *at, *end;
	FILE *file = fopen(path, "r");

	header = malloc(room);
	if (!file || !header || fread(header, 1, room, file) < sizeof(*header))
		die("reading", path);
	fclose(file);
	at = (char *)header + header->hdr_len + header->type_off;
	end = at + header->type_len;
	strings = (char *)header + header->hdr_len + header->str_off;
	types = calloc(header->type_len / sizeof(**types) + 1, sizeof(*types));
	while (at < end) {
		types[count] = (const struct btf_type *)at;
		at += sizeof(**types) + tail(types[count]);
		count++;
	}
}

int btf_find(const char *name, unsigned int kind)
{
	unsigned int id;

	for (id = 1; id < count; id++)
		if (BTF_INFO_KIND(types[id]->info) == kind &&
		    !strcmp(strings + types[id]->name_off, name))
			return id;
	die("finding the type", name);
	return 0;
}

int btf_member(int type, const char *name, unsigned int *offset)
{
	const struct btf_member *member = (void *)(types[type] + 1);
	int i, n = BTF_INFO_VLEN(types[type]->info);

	for (i = 0; i < n; i++) {
		if (strcmp(strings + member[i].name_off, name))
			continue;
		*offset = BTF_MEMBER_BIT_OFFSET(member[i].offset) / 8;
		return i;
	}
	die("finding the member", name);
	return 0;
}

unsigned int btf_size(int type)
{
	return types[type]->size;
}
