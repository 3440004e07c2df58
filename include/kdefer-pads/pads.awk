# SPDX-License-Identifier: GPL-2.0
# What gcc's assembly says of landing pads: reading a whole file, its functions and their tables.
#
# gcc describes the pads of a function in a table of its own, the LSDA, of which C uses little: for each range of text the
# label of the pad, or 0. What is not understood is an error: a table with holes would lose cleanups.

function fail(line, why) {
	if (!failed)
		print source ": error: kdefer: landing pads: " why " (line " line " of its assembly)" > "/dev/stderr"
	failed = 1
	exit 1
}

# The label that a line begins with, or nothing.
function label_of(line) {
	if (line !~ /^[.A-Za-z_][A-Za-z0-9_.$]*:/)
		return ""
	sub(/:.*/, "", line)
	return line
}

# A difference of two labels, "end-begin", as $2 of a line: the first.
function minuend(line, text,    part) {
	if (split(text, part, "-") != 2 || part[1] !~ /^\.L/ || part[2] !~ /^\.L/)
		fail(line, "not a difference of labels: " text)
	return part[1]
}

# expect(LINE, TEXT): that line of the table, and the number of the next
function expect(line, wanted,    got) {
	got = text[line]
	gsub(/[ \t]+/, " ", got)
	sub(/^ /, "", got)
	sub(/ *#.*/, "", got)
	if (got != wanted)
		fail(line, "in the table of a function: \"" got "\" for \"" wanted "\"")
	return line + 1
}

# One number or difference of the table, as .uleb128 has it.
function uleb(line,    field) {
	split(text[line], field, /[ \t]+/)
	if (field[2] != ".uleb128")
		fail(line, "in the table of a function: " text[line])
	return field[3]
}

# read_table(LABEL): the ranges of one function: range_begin[], range_end[], range_pad[] from 1 on
function read_table(label,    line, n, name, from, to, pad) {
	n = 0
	if (!(label in at))
		fail(at_line, "no table " label)
	line = at[label] + 1
	name = substr(label, length(".LLSDA") + 1)
	line = expect(line, ".byte 0xff")
	line = expect(line, ".byte 0xff")
	line = expect(line, ".byte 0x1")
	line = expect(line, ".uleb128 .LLSDACSE" name "-.LLSDACSB" name)
	line = expect(line, ".LLSDACSB" name ":")
	while (text[line] !~ /^\.LLSDACSE/) {
		from = minuend(line, uleb(line))
		to = minuend(line + 1, uleb(line + 1))
		pad = uleb(line + 2)
		if (uleb(line + 3) != "0")
			fail(line + 3, "a table with actions: is that C?")
		if (!(from in at) || !(to in at))
			fail(line, "a range without its labels")
		n++
		range_begin[n] = from
		range_end[n] = to
		range_pad[n] = pad == "0" ? "" : minuend(line + 2, pad)
		if (range_pad[n] != "" && !(range_pad[n] in at))
			fail(line + 2, "no pad " range_pad[n])
		line += 4
	}
	expect(line, ".LLSDACSE" name ":")
	return n
}

# The lines of tables are not written again. What comes behind one of them says which section it is in.
function drop_tables(    line, inside) {
	inside = 0
	for (line = 1; line <= lines; line++) {
		if (text[line] ~ /^\t\.section\t\.(gcc_except_table|data\.DW\.ref\.__gcc_personality_v0)/)
			inside = 1
		else if (inside && text[line] ~ /^\t\.(text|data|bss|section|previous|popsection|ident)/)
			inside = 0
		if (inside || text[line] ~ /^\t\.(globa?l|hidden|weak)\t(DW\.ref\.)?__gcc_personality_v0/)
			dropped[line] = 1
		else if (text[line] ~ /gcc_personality|gcc_except_table|^\.LLSDA/ && text[line] !~ /^\t\.cfi_(personality|lsda)/)
			fail(line, "not understood: " text[line])
	}
}

function keep_frame(    r) {
	kept_frames++
	kept_cfa[kept_frames] = cfa
	kept_offset[kept_frames] = cfa_offset
	kept_odd[kept_frames] = odd_frame
	kept_saved[kept_frames] = ""
	for (r in saved)
		kept_saved[kept_frames] = kept_saved[kept_frames] r " " saved[r] " "
}

function restore_frame(    n, part, i) {
	if (!kept_frames)
		fail(at_line, "a state of the frame that was not kept")
	cfa = kept_cfa[kept_frames]
	cfa_offset = kept_offset[kept_frames]
	odd_frame = kept_odd[kept_frames]
	split("", saved)
	n = split(kept_saved[kept_frames], part, " ")
	for (i = 1; i < n; i += 2)
		saved[part[i]] = part[i + 1]
	kept_frames--
}

# One directive of call frame information.
function follow_frame(line,    field, arg) {
	split(line, field, /[ \t]+/)
	sub(/^[ \t]*\.cfi_[a-z_]+[ \t]*/, "", line)
	split(line, arg, /[ \t,]+/)
	if (field[2] == ".cfi_offset")
		saved[arg[1]] = arg[2]
	else if (field[2] == ".cfi_restore")
		delete saved[arg[1]]
	else if (field[2] == ".cfi_def_cfa") {
		cfa = arg[1]
		cfa_offset = arg[2]
	} else if (field[2] == ".cfi_def_cfa_register")
		cfa = arg[1]
	else if (field[2] == ".cfi_def_cfa_offset")
		cfa_offset = arg[1]
	else if (field[2] == ".cfi_adjust_cfa_offset")
		cfa_offset += arg[1]
	else if (field[2] == ".cfi_remember_state")
		keep_frame()
	else if (field[2] == ".cfi_restore_state")
		restore_frame()
	else if (!follow_other(field[2], arg) && field[2] !~ /^\.cfi_(startproc|endproc|personality|lsda|sections)$/)
		fail(at_line, "not understood: " text[at_line])
}
