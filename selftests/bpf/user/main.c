// SPDX-License-Identifier: GPL-2.0
/*
 * bystander KIND FUNCTION...: attach a program to each, say "attached", hold them until
 * SIGTERM, and say how often each has run: "FUNCTION COUNT", and of kprobe.multi how often the
 * kernel could not run it: ", COUNT missed".
 *
 * KIND is fentry, fexit, fmod_ret, lsm, multi or multi_return (kprobe.multi),
 * freplace (of a function of a program on FUNCTION, where fmod_ret could be) or
 * struct_ops (of a TCP congestion control, whose member FUNCTION is).
 */
#include <errno.h>
#include <linux/btf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bystander.h"

#define MAX_FUNCTIONS 16

void die(const char *what, const char *which)
{
	fprintf(stderr, "bystander: %s %s: %s\n", what, which, strerror(errno));
	exit(1);
}

static const struct {
	const char *name;
	int prog_type;
	int attach_type;
} kinds[] = {
	{ "fentry", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY },
	{ "fexit", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT },
	{ "fmod_ret", BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN },
	{ "lsm", BPF_PROG_TYPE_LSM, BPF_LSM_MAC },
};

static int is_multi(const char *kind)
{
	return !strcmp(kind, "multi") || !strcmp(kind, "multi_return");
}

/* Returns the link of a kprobe.multi program. */
static int attach(const char *kind, const char *function, int counter)
{
	union bpf_attr attr = {};
	unsigned int i;

	if (is_multi(kind))
		return prog_multi(function, counter,
				  !strcmp(kind, "multi_return"));
	if (!strcmp(kind, "freplace")) {
		prog_replaced(function, counter);
		return -1;
	}
	if (!strcmp(kind, "struct_ops")) {
		ops_register(function, counter);
		return -1;
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strcmp(kind, kinds[i].name))
			continue;
		attr.prog_type = kinds[i].prog_type;
		attr.expected_attach_type = kinds[i].attach_type;
		attr.attach_btf_id = btf_find(function, BTF_KIND_FUNC);
		prog_attach(function, prog_load(function, &attr, counter));
		return -1;
	}
	errno = EINVAL;
	die("no such kind:", kind);
	return -1;
}

int main(int argc, char **argv)
{
	int counters[MAX_FUNCTIONS], links[MAX_FUNCTIONS];
	sigset_t end;
	int i, sig;

	if (argc < 2 || argc - 2 > MAX_FUNCTIONS)
		return 1;
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigprocmask(SIG_BLOCK, &end, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	errno = ENOENT;
	btf_load();
	for (i = 2; i < argc; i++) {
		counters[i - 2] = counter_create();
		links[i - 2] = attach(argv[1], argv[i], counters[i - 2]);
	}
	puts("attached");
	sigwait(&end, &sig);
	if (!strcmp(argv[1], "struct_ops"))
		ops_unregister();
	for (i = 2; i < argc; i++) {
		printf("%s %lu", argv[i], counter_read(counters[i - 2]));
		if (is_multi(argv[1]))
			printf(", %llu missed", multi_missed(links[i - 2]));
		putchar('\n');
	}
	return 0;
}
