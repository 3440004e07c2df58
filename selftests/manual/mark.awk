# SPDX-License-Identifier: GPL-2.0
# Marks in kernel-doc comments what "kernel-doc -man" would spoil, for split.awk: the lines of examples, which follow
# "::" and are indented, and which it would fill; ``literals'', which it pairs wrongly; the () of functions.
/^\/\*\*/	{ comment = 1; code = 0; print; next }
/\*\//		{ comment = 0 }
comment && code && /^ \*\t/ {
	sub(/^ \*\t/, "")
	while (i = index($0, "\t"))
		$0 = substr($0, 1, i - 1) sprintf("%*s", 8 - (i - 1) % 8, "") substr($0, i + 1)
	print " * |~|" marked($0)
	next
}
comment && !/^ \* [A-Za-z_]+(\(\))? - / {
	if (!/^ \*$/)
		code = 0
	if (sub(/::$/, ":"))
		code = 1
	while (match($0, /``[^`]*``/))
		$0 = substr($0, 1, RSTART - 1) "{|" marked(substr($0, RSTART + 2, RLENGTH - 4)) "|}" \
			substr($0, RSTART + RLENGTH)
	while (match($0, /[A-Za-z_0-9]+\(\)/))
		$0 = substr($0, 1, RSTART - 1) "{|" substr($0, RSTART, RLENGTH - 2) "|}(~)" \
			substr($0, RSTART + RLENGTH)
	gsub(/\\\*/, "*")
}
{ print }

function marked(text)
{
	gsub(/~/, "~~", text)
	gsub(/\\/, "~b", text)
	gsub(/&/, "~a", text)
	gsub(/%/, "~p", text)
	gsub(/@/, "~t", text)
	gsub(/``/, "~q", text)
	gsub(/\(\)/, "(~)", text)
	return text
}
