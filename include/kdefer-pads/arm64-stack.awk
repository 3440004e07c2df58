# SPDX-License-Identifier: GPL-2.0
# Where are variables? gcc finds those of a function from sp, which stands still behind its beginning, if not by an array of variable
# length. In a landing pad sp is another, which that can find nothing by, and must not move; x29 is the function's. How
# far below x29 is sp? That is said by the call frame information. So what a pad says by sp is said by x29; which means the
# same on the normal path, where that comes by.
#
# Lowest, below x29, lie the arguments of functions that take more of them than there are registers. Such a call a pad cannot
# make. Above them gcc 14, and 12 as Debian 13 has it, have variables where the stack is protected: what anybody reads there, or
# has the address of, is a variable, and so is all between that and x29.

# Does it say sp?
function says_sp(line) { return line ~ /[^A-Za-z0-9_.$]sp([^A-Za-z0-9_.$]|$)/ }

# For a function: base_depth, how far below x29 sp is where something may give up; "?": that is not one distance. on_path[]: lines that
# the normal path comes to.
function find_depths(    i, k, n, todo) {
	if (depths_of == function_end)
		return
	depths_of = function_end
	base_depth = ""
	for (i = 1; i <= n_leaves; i++) {
		k = leaves[i] in depth_at ? depth_at[leaves[i]] : "?"
		base_depth = base_depth == "" || base_depth == k ? k : "?"
	}
	if (base_depth == "")
		base_depth = "?"
	split("", on_path)
	n = 1
	todo[1] = function_begin
	while (n > 0) {
		i = todo[n--]
		if (i in on_path || i > function_end)
			continue
		on_path[i] = 1
		for (k = follow_inside(i); k > 0; k--)
			todo[++n] = next_of[k]
	}
	find_ends()
	variables_from = 0
	for (i = function_begin; i <= function_end; i++)
		if ((k = place_in_frame(i)) != "" && k < variables_from && k >= -depth_at[i] && (i in assembly || text[i] !~ /^\tst|\]!|\], /))
			variables_from = k
}

# A number of an operand, which may have a # before it; "": it is none
function number_of(operand) {
	sub(/^#/, "", operand)
	return operand ~ /^-?[0-9]+$/ ? operand + 0 : ""
}

# A place at so many bytes from sp is how many from x29? "": it is below the variables.
function from_x29(offset) {
	offset -= base_depth
	return offset < variables_from ? "" : offset
}

# An instruction has room for less than 9 bits, or 10 for two words, if that is below.
function is_near(line, offset) { return offset >= (line ~ /^\t(ld|st)n?p/ ? -512 : -256) }

# A load or store at that place, by an address in a register of its own; or the line as it is
function say_far(line, offset, before, behind,    base) {
	base = line
	gsub(/^\t[a-z]+\t|,.*/, "", base)
	if (line ~ /^\tld/ && base ~ /^[xw][0-9]+$/)
		sub(/^w/, "x", base)
	else if (uses_x17())
		return line
	else
		base = "x17"
	return "\tsub\t" base ", x29, " (-offset) "\n" before "[" base "]" behind
}

# What calls may change, and gcc seldom has anything in.
function uses_x17(    i) {
	for (i = function_begin; i <= function_end; i++)
		if (text[i] ~ /[^A-Za-z0-9_.$][xw]17([^A-Za-z0-9_]|$)/ && text[i] !~ /^\tsub\tx17, x29, [0-9]+\n/)
			return 1
	return 0
}

# An address that is made of sp, made of x29; or the line as it is
function address_by_x29(line, field, operand, n,    offset) {
	if (field == "add" && base_depth == 0 && number_of(operand[3]) == "") {
		sub(/, *sp/, ", x29", line)
		return line
	}
	if (field == "mov" && n == 2)
		offset = from_x29(0)
	else if (field == "add" && n == 3)
		offset = from_x29(number_of(operand[3]))
	else
		return line
	if (offset == "" || offset < -4095 || (offset > 4095 && offset % 4096))
		return line
	return offset < 0 ? "\tsub\t" operand[1] ", x29, " (-offset) : "\tadd\t" operand[1] ", x29, " offset
}

# What a line says by sp, by x29; or the line as it is
function say_by_x29(line,    field, operand, n, offset, before, behind) {
	split(line, field, /\t/)
	n = split(field[3], operand, /, */)
	if (operand[1] ~ /^x[0-9]+$/ && operand[2] == "sp")
		return address_by_x29(line, field[2], operand, n)
	if (!match(line, /\[sp(, *#?-?[0-9]+)?\]/)) {
		if (base_depth == 0 && line !~ /\]!/)
			sub(/\[sp, */, "[x29, ", line)
		return line
	}
	before = substr(line, 1, RSTART - 1)
	behind = substr(line, RSTART + RLENGTH)
	# What moves sp
	if (behind ~ /^(!|, *#?-?[0-9])/)
		return line
	n = split(substr(line, RSTART + 1, RLENGTH - 2), operand, /, */)
	offset = from_x29(n == 2 ? number_of(operand[2]) : 0)
	if (offset == "" || offset < -4095)
		return line
	return is_near(line, offset) ? before "[x29, " offset "]" behind : say_far(line, offset, before, behind)
}

# Nothing is left in a pad that is about the stack pointer.
function check_pad_line(n) {
	# Where x29 is not the function's there is no pad, though one may seem to lead there: behind a BUG().
	if (!says_sp(text[n]) || !(n in depth_at))
		return
	find_depths()
	if (base_depth != "?" && depth_at[n] == base_depth)
		text[n] = say_by_x29(text[n])
	if (!says_sp(text[n]) || (n in on_path && !(n in may_end) && !(n in surely)))
		return
	fail(n, function_name "(): a cleanup refers to the stack pointer: it has a variable of variable length, or takes more than" \
		" eight arguments. Move that into a function of its own")
}

# Where from x29 is what a line says of the frame? "": it says nothing of it, or nobody knows.
function place_in_frame(n,    line, part, operand, k, offset) {
	line = text[n]
	if (match(line, /\[(sp|x29)(, *#?-?[0-9]+)?\]/))
		part = substr(line, RSTART + 1, RLENGTH - 2)
	else if (line ~ /^\t(add|sub|mov)\tx[0-9]+, (sp|x29)(, *#?[0-9]+)?(\n|$)/) {
		part = line
		sub(/\n.*/, "", part)
		sub(/^[^,]*, */, "", part)
		if (line ~ /^\tsub\t/)
			sub(/, */, ", -", part)
	} else
		return ""
	k = split(part, operand, /, */)
	offset = k == 2 ? number_of(operand[2]) : 0
	if (operand[1] == "x29")
		return offset
	return n in depth_at && depth_at[n] != "?" ? offset - depth_at[n] : ""
}

function word_at(offset) { return offset >= 0 ? int(offset / 8) : -int((7 - offset) / 8) }

# What a line reads of the frame: read_at[] by words from x29, and read_from, from where on it hands over addresses
function find_reads_of(n,    offset) {
	offset = place_in_frame(n)
	if (offset == "")
		return
	offset = word_at(offset)
	read_at[offset] = 1
	if (text[n] ~ /^\tldn?p/)
		read_at[offset + 1] = 1
	if (text[n] ~ /^\t(add|sub|mov)\t/ && (read_from == "" || offset < read_from))
		read_from = offset
}

# Does that line write what the pad reads: registers of SET, or the frame?
function writes_for_pad(n, set,    line, field, operand, i, k, offset) {
	line = text[n]
	if (n in assembly || line !~ /^\t[a-z]/ || is_call(line) || is_jump(line) || line ~ /^\t(cm[pn]|tst|ccm[pn]|prf)/)
		return 0
	split(line, field, /\t/)
	split(field[3], operand, /, */)
	for (i = 0; i < KEPT_REGISTERS; i++) {
		if (!has_bit(set, i))
			continue
		if (field[2] !~ /^st/ && (names(operand[1], i) || (field[2] ~ /^ldn?p/ && names(operand[2], i))))
			return 1
		if (line ~ ("\\[x" number[i] "(\\],|[^]]*\\]!)"))
			return 1
	}
	offset = line ~ /(^|\n)\tst/ ? place_in_frame(n) : ""
	if (offset == "")
		return 0
	offset = word_at(offset)
	for (k = 0; k <= (line ~ /(^|\n)\tstn?p/); k++)
		if (offset + k in read_at || (read_from != "" && offset + k >= read_from))
			return 1
	return 0
}
