// SPDX-License-Identifier: GPL-2.0
/*
 * module/blackbox.c, blackbox_file.c: a record that is read is whole.
 * Without: WITHOUT_WMB WITHOUT_RELEASE
 */
#include "order.h"

typedef struct {
	long n;
} local_t;

#define local_add_return(by, v) ((v)->n += (by))
#define local_inc(v) ((v)->n++)
#define raw_smp_processor_id() 0
#define memcpy(to, from, bytes) copy_fields(to, from)

struct blackbox_record {
	unsigned long seq;
	unsigned long ip;
	unsigned long err;
};

struct blackbox_ring {
	local_t next;
	local_t missed;
	struct blackbox_record record[1];
};

struct blackbox {
	unsigned int records;
	struct blackbox_ring *rings[1];
};

static struct blackbox_ring ring;
static struct blackbox box = { 1, { &ring } };

static void copy_fields(struct blackbox_record *to,
			const struct blackbox_record *from)
{
	to->seq = from->seq;
	to->ip = from->ip;
	to->err = from->err;
}

/* module/blackbox.c: claim() */
/* module/blackbox.c: release() */
/* module/blackbox_file.c: copy_whole() */

static void write(unsigned long n)
{
	struct blackbox_record *r = claim(&box);

	r->ip = n;
	r->err = n;
	release(r);
}

static void other_cpu(void)
{
	write(1);
	write(2);
}

int main(void)
{
	struct blackbox_record copy;

__CPROVER_ASYNC_1:
	other_cpu();
	if (copy_whole(&copy, &ring.record[0]))
		assert(copy.ip && copy.ip == copy.err);
	return 0;
}
