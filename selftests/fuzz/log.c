// SPDX-License-Identifier: GPL-2.0
/*
 * A console: what the module prints about an uncaught panic becomes part of the
 * trace, in Go's form, and so does everything that it should not have printed.
 */
#include <linux/console.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "fuzz.h"

#define MAX_LINE 256

static bool recording;

static bool has_prefix(const char **at, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(*at, prefix, n))
		return false;
	*at += n;
	return true;
}

/* Is the text of a panic going on in the next line? */
static bool unfinished;
static unsigned int number, err;

/*
 * "p1/22 [-EINVAL] at raise+0x1f/0x20 [kdefer_fuzz] [recovered]", without the middle;
 * that comes in the last line of a text that has several.
 */
static void print_panic(const char *head, const char *at)
{
	const char *fate = strstr(at, " [recovered");
	const char *middle = strstr(at, " [-");
	int len = middle ? middle - at : strlen(at);
	char same[32];

	if (!unfinished && sscanf(at, "p%u/%u", &number, &err) != 2)
		trace_print("log: %s\n", at);
	snprintf(same, sizeof(same), " [%pe] at ", ERR_PTR(-(long)err));
	if (middle && strncmp(middle, same, strlen(same)))
		trace_print("log: %s\n", at);
	trace_print("%s%.*s%s\n", head, len, at, fate ?: "");
	unfinished = !middle;
}

/*
 * "call_recover [kdefer_fuzz] returns -EINVAL": the errno of the newest panic, which was
 * printed last, unless it returns nothing. Which function that is the trace says.
 */
static void print_unless_newest(const char *at)
{
	const char *returns = strstr(at, " [kdefer_fuzz] returns");
	char wanted[48];

	snprintf(wanted, sizeof(wanted), " [kdefer_fuzz] returns %pe",
		 ERR_PTR(-(long)err));
	if (!returns ||
	    (strncmp(returns, wanted, strlen(wanted)) &&
	     strcspn(returns, "\n") != strlen(" [kdefer_fuzz] returns")))
		trace_print("log: contained: %s\n", at);
}

static void print_line(const char *line)
{
	const char *at = line;

	if (!has_prefix(&at, "kdefer: ")) {
		trace_print("log: %s\n", line);
		return;
	}
	if (has_prefix(&at, "soft panic: "))
		print_panic("panic: ", at);
	else if (has_prefix(&at, "\tsoft panic: "))
		print_panic("\tpanic: ", at);
	else if (has_prefix(&at, "\t..."))
		trace_print("\t...%s\n", at);
	else if (unfinished && has_prefix(&at, "\t"))
		print_panic("\t", at);
	else if (has_prefix(&at, "contained: "))
		print_unless_newest(at);
	else if (!has_prefix(&at, "raised at:") && !has_prefix(&at, " "))
		trace_print("log: %s\n", line);
}

static void write_log(struct console *con, const char *text, unsigned int size)
{
	char line[MAX_LINE];
	size_t len = min_t(size_t, size, sizeof(line) - 1);

	if (!recording)
		return;
	memcpy(line, text, len);
	line[len] = '\0';
	print_line(strim(line));
}

static struct console console = {
	.name = "kdefer_fuzz",
	.write = write_log,
	.flags = CON_ENABLED,
	.index = -1,
};

void log_init(void)
{
	register_console(&console);
	recording =
		true; /* from here on: that one was registered is said, too */
}

void log_exit(void)
{
	recording = false;
	unregister_console(&console);
}
