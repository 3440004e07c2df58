// SPDX-License-Identifier: GPL-2.0
/*
 * What frames leave on the stack when an unwind has passed them: the next function there
 * writes some of it, and leaves the rest.
 */

#include <linux/kdefer.h>
#include <linux/string.h>

#include "suite.h"
#include "trace.h"

#define ROOM 1024

/* Where the frame was that is passed. */
static struct defer_frame *dead;

DEFER_FN(int, remains_die)
{
	dead = defer_frame();
	defer_call(say, "dead");
	soft_panic(-EIO, "as asked");
	return 0;
}

/* Well below where the next function has its first variables. */
static noinline int die_further_down(void)
{
	char above[ROOM / 4] __uninitialized;
	int result;

	barrier_data(above);
	result = remains_die();
	barrier_data(above);
	return result;
}

RECOVER_FN(int, remains_leave)
{
	defer_recover();
	return die_further_down();
}

/*
 * Writes a part of the dead frame's word that proves its life, as it was when the frame
 * lived, and gives up below that.
 */
static noinline int write_part(unsigned int offset, unsigned int bytes)
{
	char room[ROOM] __uninitialized;
	unsigned long life = kdefer_life(dead);
	char *word = (char *)&dead->life;

	OPTIMIZER_HIDE_VAR(word);
	barrier_data(room);
	if (word < room || word > room + ROOM - sizeof(life))
		return -ERANGE;
	memcpy(word + offset, (char *)&life + offset, bytes);
	barrier_data(room);
	soft_panic(-ENODEV, "above remains");
	return 0;
}

RECOVER_FN(int, remains_meet, unsigned int, offset, unsigned int, bytes)
{
	defer_recover();
	return write_part(offset, bytes);
}

/* A frame that was passed stays dead whatever part of its memory is written again. */
static void a_passed_frame_stays_dead(struct kunit *test)
{
	unsigned int bytes, offset;

	for (bytes = 1; bytes < sizeof(long); bytes *= 2) {
		for (offset = 0; offset < sizeof(long); offset += bytes) {
			forget(test);
			EXPECT_RUN(test, remains_leave(), -EIO, "dead");
			KUNIT_EXPECT_EQ(test, remains_meet(offset, bytes),
					-ENODEV);
		}
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_passed_frame_stays_dead),
	{},
};

DEFINE_SUITE("kdefer_remains", .init = forget);
