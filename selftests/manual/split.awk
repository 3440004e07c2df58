# SPDX-License-Identifier: GPL-2.0
# Splits what "kernel-doc -man" prints of sources that mark.awk has marked into pages of the directory "dir",
# NAME.9kdefer, for version "version".
/^\.TH / {
	finish()
	split($0, part, "\"")
	name = part[4]
	sub(/^(struct|enum|union|typedef) /, "", name)
	# A DOC: block, whose title is a sentence, is no name's page.
	page = name ~ /^[A-Za-z_0-9]+$/ ? dir "/" name ".9kdefer" : ""
	if (page)
		printf ".TH \"%s\" 9 \"\" \"kdefer %s\" \"Kernel Developer's Manual\"\n", name, version > page
	next
}
!page	{ next }
/^\|~\|/ {
	if (!code)
		print ".PP\n.nf\n.RS 4" > page
	else
		printf "%s", blank > page
	code = 1
	blank = ""
	line = unmarked(substr($0, 4))
	gsub(/-/, "\\-", line)
	print "\\&" line > page
	next
}
code && /^$/	{ blank = blank "\n"; next }
{
	end_code()
	# An item of a list, which would be filled into one paragraph.
	sub(/^\* /, ".IP \\(bu 2\n")
	gsub(/{\|/, "\\fB")
	gsub(/\|}/, "\\fP")
	$0 = unmarked($0)
	print > page
}
/^\.SH SYNOPSIS/ { print ".B #include <" (name ~ /^KUNIT_/ ? "kunit" : name ~ /^kdefer_(audit|findings)/ ? "linux/kdefer" : "linux") \
		(name ~ /^kdefer_(audit|findings)/ ? "/audit.h>" : "/kdefer.h>") "\n.PP" > page }
END	{ finish() }

# To gsub() & is what was found. A backslash before another letter is itself; what two are is not the same in every mawk.
function unmarked(text)
{
	gsub(/~q/, "``", text)
	gsub(/\(~\)/, "()", text)
	gsub(/~t/, "@", text)
	gsub(/~p/, "%", text)
	gsub(/~a/, "\\&", text)
	gsub(/~b/, "\\e", text)
	gsub(/~~/, "~", text)
	return text
}

function end_code()
{
	if (code)
		print ".RE\n.fi\n.PP" > page
	code = 0
	blank = ""
}

function finish()
{
	if (!page)
		return
	end_code()
	print ".SH \"SEE ALSO\"\n.BR kdefer (9),\n.BR kdefer (7)" > page
	close(page)
}
