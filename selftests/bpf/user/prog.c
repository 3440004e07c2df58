// SPDX-License-Identifier: GPL-2.0
/*
 * The programs, as the instructions that a compiler would make of
 *
 *	bpf_trace_printk("bystand", 8);
 *	__sync_fetch_and_add(&counter, 1);
 *	return 0;
 */
#include <linux/btf.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bystander.h"

#define INSN(c, d, s, o, i)                 \
	((struct bpf_insn){ .code = (c),    \
			    .dst_reg = (d), \
			    .src_reg = (s), \
			    .off = (o),     \
			    .imm = (i) })
#define MOV_IMM(reg, value) INSN(BPF_ALU64 | BPF_MOV | BPF_K, reg, 0, 0, value)
#define EXIT() INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)
#define PTR(p) ((unsigned long)(p))

static char log_text[1 << 16];

long bpf(int cmd, union bpf_attr *attr)
{
	return syscall(__NR_bpf, cmd, attr, sizeof(*attr));
}

int counter_create(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 8,
		.max_entries = 1,
	};
	int map = bpf(BPF_MAP_CREATE, &attr);

	if (map < 0)
		die("creating", "a counter");
	return map;
}

unsigned long counter_read(int map)
{
	unsigned long value = 0;
	unsigned int key = 0;
	union bpf_attr attr = {
		.map_fd = map,
		.key = PTR(&key),
		.value = PTR(&value),
	};

	if (bpf(BPF_MAP_LOOKUP_ELEM, &attr))
		die("reading", "a counter");
	return value;
}

/* @attr says what it is; the rest is as above, or already there. */
int prog_load(const char *what, union bpf_attr *attr, int counter)
{
	static const char text[8] = "bystand";
	unsigned int half[2];
	int prog;

	memcpy(half, text, sizeof(half));
	struct bpf_insn insns[] = {
		INSN(BPF_LD | BPF_DW | BPF_IMM, 1, 0, 0, half[0]),
		INSN(0, 0, 0, 0, half[1]),
		INSN(BPF_STX | BPF_MEM | BPF_DW, 10, 1, -8, 0),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, 1, 0, 0, -8),
		MOV_IMM(2, sizeof(text)),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_trace_printk),
		INSN(BPF_LD | BPF_DW | BPF_IMM, 1, BPF_PSEUDO_MAP_VALUE, 0,
		     counter),
		INSN(0, 0, 0, 0, 0),
		MOV_IMM(2, 1),
		INSN(BPF_STX | BPF_ATOMIC | BPF_DW, 1, 2, 0, BPF_ADD),
		MOV_IMM(0, 0),
		EXIT(),
	};

	if (!attr->insns) {
		attr->insns = PTR(insns);
		attr->insn_cnt = ARRAY_SIZE(insns);
	}
	attr->license = PTR("GPL");
	attr->log_level = 1;
	attr->log_buf = PTR(log_text);
	attr->log_size = sizeof(log_text);
	prog = bpf(BPF_PROG_LOAD, attr);
	if (prog < 0) {
		fputs(log_text, stderr);
		die("loading for", what);
	}
	return prog;
}

/* To what it was loaded for. */
int prog_attach(const char *what, int prog)
{
	union bpf_attr attr = { .raw_tracepoint.prog_fd = prog };
	int link = bpf(BPF_RAW_TRACEPOINT_OPEN, &attr);

	if (link < 0)
		die("attaching to", what);
	return link;
}

int prog_multi(const char *function, int counter, int at_return)
{
	union bpf_attr load = {
		.prog_type = BPF_PROG_TYPE_KPROBE,
		.expected_attach_type = BPF_TRACE_KPROBE_MULTI,
	};
	union bpf_attr link = {
		.link_create = {
			.prog_fd = prog_load(function, &load, counter),
			.attach_type = BPF_TRACE_KPROBE_MULTI,
			.kprobe_multi = {
				.flags = at_return ? BPF_F_KPROBE_MULTI_RETURN : 0,
				.cnt = 1,
				.syms = PTR(&function),
			},
		},
	};
	int fd = bpf(BPF_LINK_CREATE, &link);

	if (fd < 0)
		die("attaching to", function);
	return fd;
}

/* What BPF_OBJ_GET_INFO_BY_FD says of such a link; headers before 6.7 lack the last. */
struct multi_info {
	unsigned int type, link, prog, unused;
	unsigned long long addrs;
	unsigned int count, flags;
	unsigned long long missed;
};

/* How often the kernel had no memory at hand, or found itself in a tracer. */
unsigned long long multi_missed(int link)
{
	struct multi_info info = {};
	union bpf_attr attr = {
		.info = {
			.bpf_fd = link,
			.info_len = sizeof(info),
			.info = PTR(&info),
		},
	};

	return bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) < 0 ? 0 : info.missed;
}

/*
 * A program with a function, int replaced(int), and one that replaces that. Their
 * types, which must be equal, are these.
 */
enum {
	T_VOID,
	T_INT,
	T_TAKES_INT,
	T_REPLACED,
	T_CONTEXT,
	T_TAKES_CONTEXT,
	T_MAIN
};

#define NAMES "\0int\0replaced\0begins"
#define INFO(kind, vlen) ((kind) << 24 | (vlen))

static const struct {
	struct btf_header header;
	unsigned int types[23];
	char names[sizeof(NAMES)];
} own_types = {
	.header = {
		.magic = BTF_MAGIC,
		.version = BTF_VERSION,
		.hdr_len = sizeof(struct btf_header),
		.type_len = sizeof(own_types.types),
		.str_off = sizeof(own_types.types),
		.str_len = sizeof(own_types.names),
	},
	.types = {
		1, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32,
		0, INFO(BTF_KIND_FUNC_PROTO, 1), T_INT, 1, T_INT,
		5, INFO(BTF_KIND_FUNC, BTF_FUNC_GLOBAL), T_TAKES_INT,
		0, INFO(BTF_KIND_PTR, 0), T_VOID,
		0, INFO(BTF_KIND_FUNC_PROTO, 1), T_INT, 1, T_CONTEXT,
		14, INFO(BTF_KIND_FUNC, BTF_FUNC_GLOBAL), T_TAKES_CONTEXT,
	},
	.names = NAMES,
};

int types_load(void)
{
	union bpf_attr load = {
		.btf = PTR(&own_types),
		/* Not what is between its end and that of the struct. */
		.btf_size = offsetof(typeof(own_types), names) + sizeof(NAMES),
		.btf_log_buf = PTR(log_text),
		.btf_log_size = sizeof(log_text),
		.btf_log_level = 1,
	};
	int btf = bpf(BPF_BTF_LOAD, &load);

	if (btf < 0) {
		fputs(log_text, stderr);
		die("loading", "types");
	}
	return btf;
}

static void add_types(union bpf_attr *attr,
		      const struct bpf_func_info *functions, unsigned int count)
{
	attr->prog_btf_fd = types_load();
	attr->func_info = PTR(functions);
	attr->func_info_cnt = count;
	attr->func_info_rec_size = sizeof(*functions);
}

void prog_replaced(const char *function, int counter)
{
	const struct bpf_insn insns[] = {
		MOV_IMM(1, 0),
		INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, 2),
		MOV_IMM(0, 0),
		EXIT(),
		/* replaced: */
		MOV_IMM(0, 1),
		EXIT(),
	};
	const struct bpf_func_info both[] = { { 0, T_MAIN },
					      { 4, T_REPLACED } };
	const struct bpf_func_info one[] = { { 0, T_REPLACED } };
	union bpf_attr target = {
		.prog_type = BPF_PROG_TYPE_TRACING,
		.expected_attach_type = BPF_MODIFY_RETURN,
		.attach_btf_id = btf_find(function, BTF_KIND_FUNC),
		.insns = PTR(insns),
		.insn_cnt = ARRAY_SIZE(insns),
	};
	union bpf_attr extension = {
		.prog_type = BPF_PROG_TYPE_EXT,
		.attach_btf_id = T_REPLACED,
	};
	int prog;

	add_types(&target, both, 2);
	prog = prog_load(function, &target, counter);
	add_types(&extension, one, 1);
	extension.attach_prog_fd = prog;
	prog_attach("replaced", prog_load("replaced", &extension, counter));
	prog_attach(function, prog);
}
