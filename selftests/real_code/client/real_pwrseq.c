// SPDX-License-Identifier: GPL-2.0
/*
 * drivers/power/sequencing/core.c: power sequencing. Guards within guards, over callbacks of
 * others, and one that the driver core calls while it walks over a list.
 */
#include "source/pwrseq.includes.h"

#include "real.h"

/* The driver core holds its place in the list meanwhile: this is as far as it may go. */
static int bare_pwrseq_match_device(struct device *dev, void *data);

RECOVER_FN(int, pwrseq_match_device, struct device *, dev, void *, data)
{
	REAL_ENTRY();
	return bare_pwrseq_match_device(dev, data);
}

/* clang-format off */
#define pwrseq_match_device(...) bare_pwrseq_match_device(__VA_ARGS__)
/* clang-format on */

#include "calls.h"
#include "source/pwrseq.c"

static int powered;

static int match(struct pwrseq_device *unused, struct device *dev)
{
	REAL_STEP(match);
	return 1;
}

static int enable(struct pwrseq_device *unused)
{
	REAL_STEP(enable);
	powered++;
	return 0;
}

static int disable(struct pwrseq_device *unused)
{
	REAL_STEP(disable);
	powered--;
	return 0;
}

static int post_enable(struct pwrseq_device *unused)
{
	REAL_STEP(post_enable);
	return 0;
}

static const struct pwrseq_unit_data base = { .name = "base",
					      .enable = enable,
					      .disable = disable };
static const struct pwrseq_unit_data *deps[] = { &base, NULL };
static const struct pwrseq_unit_data top = { .name = "top",
					     .deps = deps,
					     .enable = enable,
					     .disable = disable };
static const struct pwrseq_target_data target = { .name = "target",
						  .unit = &top,
						  .post_enable = post_enable };
static const struct pwrseq_target_data *targets[] = { &target, NULL };

static struct device *parent;
static struct pwrseq_device *sequencer;
static struct pwrseq_desc *desc;

RECOVER_FN(int, entry_register)
{
	const struct pwrseq_config config = {
		.parent = parent,
		.match = match,
		.targets = targets,
	};
	struct pwrseq_device *new;

	REAL_ENTRY();
	new = pwrseq_device_register(&config);
	if (IS_ERR(new))
		return PTR_ERR(new);
	sequencer = new;
	return 0;
}

RECOVER_FN(int, entry_get)
{
	struct pwrseq_desc *new;

	REAL_ENTRY();
	new = pwrseq_get(parent, "target");
	if (IS_ERR(new))
		return PTR_ERR(new);
	desc = new;
	return 0;
}

RECOVER_FN(int, entry_on)
{
	REAL_ENTRY();
	return pwrseq_power_on(desc);
}

RECOVER_FN(int, entry_off)
{
	REAL_ENTRY();
	return pwrseq_power_off(desc);
}

static int put(void)
{
	pwrseq_put(desc);
	desc = NULL;
	return 0;
}

static int unregister(void)
{
	if (sequencer)
		pwrseq_device_unregister(sequencer);
	sequencer = NULL;
	return 0;
}

static int begin(void)
{
	parent = root_device_register("real_pwrseq");
	return PTR_ERR_OR_ZERO(parent);
}

static int end(void)
{
	root_device_unregister(parent);
	return 0;
}

static const struct real_command commands[] = {
	{ "register", entry_register },
	{ "get", entry_get },
	{ "on", entry_on },
	{ "off", entry_off },
	{ "put", put },
	{ "unregister", unregister },
	{ "begin", begin },
	{ "end", end },
	{},
};

static int run_set(const char *name, const struct kernel_param *param)
{
	return real_run(name, commands);
}

static const struct kernel_param_ops run_ops = { .set = run_set };
module_param_cb(run, &run_ops, NULL, 0200);

/* What is held, of the sequencer too, if there is one, and how many units are powered */
static int state_get(char *buffer, const struct kernel_param *param)
{
	const char *held = "";

	if (!down_write_trylock(&pwrseq_sem))
		return sprintf(buffer, "pwrseq_sem held\n");
	up_write(&pwrseq_sem);
	if (sequencer) {
		if (down_write_trylock(&sequencer->rw_lock))
			up_write(&sequencer->rw_lock);
		else
			held = "rw_lock held, ";
		if (mutex_trylock(&sequencer->state_lock))
			mutex_unlock(&sequencer->state_lock);
		else
			held = "state_lock held, ";
	}
	return sprintf(buffer, "%s%d powered, %s\n", held, powered,
		       ida_is_empty(&pwrseq_ida) ? "no numbers" : "numbers");
}

static const struct kernel_param_ops state_ops = { .get = state_get };
module_param_cb(state, &state_ops, NULL, 0400);

MODULE_INFO(import_ns, "KDEFER");
