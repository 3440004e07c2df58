// SPDX-License-Identifier: GPL-2.0
/*
 * Random call trees against a model.
 *
 * A tree is a function that makes steps, calls other trees, defers them, recovers,
 * panics, exits. It is run twice: with kdefer, and in a model that knows nothing of
 * stacks, only what each outcome of a function means for the one that called it.
 * What both report must be the same, entry by entry.
 */
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

#define MAX_OPS 8
#define MAX_NODES 60
#define MAX_DEPTH 3
#define MAX_LOG 512
#define TREES 4000

enum op_kind { STEP, CALL, DEFER, RANGE, RECOVER, PANIC, EXIT };

struct op {
	enum op_kind kind;
	int value; /* a step, a panic, a code; how many in a range */
	struct node *child; /* of CALL and DEFER */
};

struct node {
	int nr_ops;
	struct op ops[MAX_OPS];
};

/* What happened: steps as they are, other things told apart by their sign and size. */
struct log {
	int n;
	short entries[MAX_LOG];
};

#define SAW_NOTHING (-1)
#define TOOK(value) (-100 - (value))

struct tree {
	struct rnd_state rnd;
	int steps;
	int panics;
	int nr_nodes;
	struct node nodes[MAX_NODES];
	struct log expected;
	struct log actual;
};

/* One tree at a time; the functions that stand for nodes find it here. */
static struct tree *tree;

static u32 below(u32 limit)
{
	return prandom_u32_state(&tree->rnd) % limit;
}

static void report(struct log *log, int entry)
{
	if (log->n < MAX_LOG)
		log->entries[log->n++] = entry;
}

static struct node *grow(int depth)
{
	struct node *node;
	int i;

	if (tree->nr_nodes == MAX_NODES)
		return NULL;
	node = &tree->nodes[tree->nr_nodes++];
	node->nr_ops = 2 + below(MAX_OPS - 1);
	for (i = 0; i < node->nr_ops; i++) {
		static const enum op_kind kinds[] = {
			STEP,  STEP,  CALL,  CALL,    DEFER,   DEFER,
			DEFER, DEFER, RANGE, RECOVER, RECOVER, RECOVER,
			PANIC, PANIC, PANIC, EXIT,
		};
		struct op *op = &node->ops[i];

		op->kind = kinds[below(ARRAY_SIZE(kinds))];
		op->child = NULL;
		switch (op->kind) {
		case STEP:
			op->value = ++tree->steps;
			break;
		case RANGE:
			op->value = 1 + below(3);
			tree->steps += op->value;
			break;
		case CALL:
		case DEFER:
			if (depth < MAX_DEPTH)
				op->child = grow(depth + 1);
			if (op->child)
				break;
			op->kind = STEP;
			op->value = ++tree->steps;
			break;
		case PANIC:
		case EXIT:
			op->value = ++tree->panics;
			break;
		case RECOVER:
			break;
		}
	}
	return node;
}

/* The model: how a function ended. Both: a panic while an exit was on its way. */
struct outcome {
	bool exiting;
	bool panicking;
	int code;
	int value;
};

/* A panic as a deferred function sees it. */
struct model_panic {
	int value;
	bool recovered;
};

/* What a frame of the model has deferred: a node, or a step. */
struct model_call {
	const struct node *child;
	int step;
};

static struct outcome model(const struct node *node, struct model_panic *p)
{
	struct model_call calls[MAX_OPS * 3];
	struct outcome out = {};
	int i, j, n = 0;

	for (i = 0; i < node->nr_ops && !out.exiting && !out.panicking; i++) {
		const struct op *op = &node->ops[i];

		switch (op->kind) {
		case STEP:
			report(&tree->expected, op->value);
			break;
		case CALL:
			out = model(op->child, NULL);
			break;
		case DEFER:
			calls[n++] = (struct model_call){ op->child };
			break;
		case RANGE:
			for (j = 0; j < op->value; j++)
				calls[n++] =
					(struct model_call){ NULL, 100 + j };
			break;
		case RECOVER:
			if (p && !p->recovered) {
				report(&tree->expected, TOOK(p->value));
				p->recovered = true;
			} else {
				report(&tree->expected, SAW_NOTHING);
			}
			break;
		case PANIC:
			out.panicking = true;
			out.value = op->value;
			break;
		case EXIT:
			out.exiting = true;
			out.code = op->value;
			break;
		}
	}
	while (n--) {
		struct model_panic panic = { out.value };
		struct outcome end;

		if (!calls[n].child) {
			report(&tree->expected, calls[n].step);
			continue;
		}
		end = model(calls[n].child, out.panicking ? &panic : NULL);
		if (end.exiting) {
			out.exiting = true;
			out.code = end.code;
			out.panicking = false;
		}
		if (end.panicking) {
			out.panicking = true;
			out.value = end.value;
		} else if (panic.recovered) {
			out.panicking = false;
		}
	}
	return out;
}

static void report_step(long step)
{
	report(&tree->actual, step);
}

DEFINE_FREE(report, long, report_step(_T))

static void range_into(struct defer_frame *frame, int n)
{
	int i;

	for (i = 0; i < n; i++)
		defer_to(frame, report, 100 + i);
}

/* A node, called with NULL, or as a handler of the function that deferred it. */
RECOVER_FN(void, run_node, struct soft_panic *, p, void *, arg)
{
	const struct node *node = arg;
	bool recovered = false;
	int i;

	for (i = 0; i < node->nr_ops; i++) {
		const struct op *op = &node->ops[i];

		switch (op->kind) {
		case STEP:
			report(&tree->actual, op->value);
			break;
		case CALL:
			run_node(NULL, op->child);
			break;
		case DEFER:
			defer_recover_with(run_node, op->child);
			break;
		case RANGE:
			range_into(defer_frame(), op->value);
			break;
		case RECOVER:
			if (p && !recovered) {
				report(&tree->actual, TOOK(panic_value(p)));
				recover(p, 0);
				recovered = true;
			} else {
				report(&tree->actual, SAW_NOTHING);
			}
			break;
		case PANIC:
			raise_value(op->value);
			break;
		case EXIT:
			soft_exit(op->value);
			break;
		}
	}
}

static void report_last(struct soft_panic *p, void *arg)
{
	report(&tree->actual, p ? TOOK(panic_value(p)) : SAW_NOTHING);
	if (p)
		recover(p, -1);
}

RECOVER_FN(int, run_tree, struct node *, root)
{
	defer_recover_with(report_last, NULL);
	run_node(NULL, root);
	return 0;
}

static int model_tree(const struct node *root)
{
	struct outcome out = model(root, NULL);

	report(&tree->expected, out.panicking ? TOOK(out.value) : SAW_NOTHING);
	if (out.exiting)
		return out.code;
	return out.panicking ? -1 : 0;
}

/* Counts what the trees have reached, so that an empty test does not pass. */
struct reach {
	int panics;
	int exits;
	int entries;
};

static bool compare_tree(struct kunit *test, u64 seed, struct reach *reach)
{
	int i, expected, actual;
	struct node *root;

	memset(tree, 0, sizeof(*tree));
	prandom_seed_state(&tree->rnd, seed);
	root = grow(0);
	expected = model_tree(root);
	actual = run_tree(root);
	for (i = 0; i < tree->expected.n; i++)
		if (tree->actual.entries[i] != tree->expected.entries[i])
			break;
	KUNIT_EXPECT_EQ_MSG(test, i, tree->expected.n,
			    "tree %llu: entry %d is %d, not %d", seed, i,
			    tree->actual.entries[i], tree->expected.entries[i]);
	KUNIT_EXPECT_EQ_MSG(test, tree->actual.n, tree->expected.n, "tree %llu",
			    seed);
	KUNIT_EXPECT_EQ_MSG(test, actual, expected, "tree %llu", seed);
	reach->panics += expected < 0;
	reach->exits += expected > 0;
	reach->entries += tree->expected.n;
	return i == tree->expected.n && tree->actual.n == i &&
	       actual == expected;
}

/* X20 D14: thousands of random trees report what the model does. */
static void random_trees_behave_as_the_model(struct kunit *test)
{
	struct reach reach = {};
	u64 seed;

	tree = kunit_kzalloc(test, sizeof(*tree), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, tree);
	for (seed = 1; seed <= TREES; seed++)
		if (!compare_tree(test, seed, &reach))
			break;
	KUNIT_EXPECT_GT(test, reach.panics, TREES / 10);
	KUNIT_EXPECT_GT(test, reach.exits, TREES / 10);
	KUNIT_EXPECT_GT(test, reach.entries, TREES * 4);
	KUNIT_EXPECT_NULL(test, soft_panicking());
}

static struct kunit_case cases[] = { KUNIT_CASE(
					     random_trees_behave_as_the_model),
				     {} };

DEFINE_SUITE("kdefer_go_random");
