# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: lines of gcc's dump as text, and what is said of one that is not understood.

function fail(i, why)
{
	failed = 1
	printf "%s:%d: error: %s [kdefer-check]\n", dump, FNR - lines + i, why > "/dev/stderr"
	printf "%s:%d: %s\n", dump, FNR - lines + i, raw[i] > "/dev/stderr"
	exit 1
}

# The last place that is named on the line's way in, as FILE:LINE.
function place(s)
{
	if (!match(s, /\[[^][]*:[0-9]+:[0-9]+\]/))
		return ""
	s = substr(s, RSTART + 1, RLENGTH - 2)
	sub(/:[0-9]+$/, "", s)
	return s
}

function line_of(s)
{
	sub(/.*:/, "", s)
	return s
}

# Without texts, places and margins. What injection says is told apart: see is_root().
function plain(s)
{
	if (index(s, "\"")) {
		gsub(/"injected: %s"/, "INJECTED", s)
		gsub(/"([^"\\]|\\.)*"/, "TEXT", s)
	}
	if (index(s, "["))
		gsub(/\[[^][]*:[0-9]+:[0-9]+\] ?/, "", s)
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

# Splits at the commas that are not within brackets.
function list(s, part,		n, i, c, level, from)
{
	split("", part)
	if (s == "")
		return 0
	from = 1
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (index("({[<", c))
			level++
		else if (index(")}]", c) || c == ">" && substr(s, i - 1, 1) != "-")
			level--
		else if (c == "," && level <= 0) {
			part[++n] = substr(s, from, i - from)
			from = i + 1
		}
	}
	part[++n] = substr(s, from)
	for (i = 1; i <= n; i++)
		gsub(/^ +| +$/, "", part[i])
	return n
}
