# SPDX-License-Identifier: GPL-2.0
# Writes the heads of functions that DEFER_FN() and its kin define as plain C, for tools that read sources without
# a preprocessor:	awk -f kdefer-prototypes.awk frob.c > plain/frob.c && kernel-doc -man plain/frob.c
{
	if (!open && match($0, /^(KDEFER_)?(DEFER|RECOVER)_FN(_GLOBAL)?\(/)) {
		is_global = substr($0, RSTART, RLENGTH) ~ /_GLOBAL/
		$0 = substr($0, RLENGTH + 1)
		open = 1
		n = 0
		arg[0] = ""
	}
	if (!open) {
		print
		next
	}
	for (i = 1; i <= length($0); i++) {
		c = substr($0, i, 1)
		if (c == "(")
			open++
		if (c == ")" && !--open) {
			head(substr($0, i + 1))
			next
		}
		if (c == "," && open == 1)
			arg[++n] = ""
		else
			arg[n] = arg[n] (c == "\t" ? " " : c)
	}
	arg[n] = arg[n] " "
}

function trim(text)
{
	gsub(/^ +| +$/, "", text)
	gsub(/  +/, " ", text)
	return text
}

function head(rest,    i, list)
{
	for (i = 2; i < n; i += 2)
		list = list (i > 2 ? ", " : "") trim(arg[i]) " " trim(arg[i + 1])
	print (is_global ? "" : "static ") trim(arg[0]) " " trim(arg[1]) "(" (list ? list : "void") ")" rest
}
