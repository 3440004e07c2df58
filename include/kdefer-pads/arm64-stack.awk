# SPDX-License-Identifier: GPL-2.0
# Where are variables? gcc finds those of a function from sp, which stands still behind its beginning, if not by an array of variable
# length. In a landing pad sp is another, which that can find nothing by, and must not move; x29 is the function's. How
# far below x29 is sp? That is said by the call frame information. So what a pad says by sp is said by x29; which means the
# same on the normal path, where that comes by.
#
# Lowest, below x29, lie the arguments of functions that take more of them than there are registers. Such a call a pad cannot
# make. Above them gcc 14, and 12 as Debian 13 has it, have variables where the stack is protected: what an instruction of the
# compiler's reads there, or has the address of, is a variable, and so is all between that and x29. Only sp itself is also read
# for its own sake, and by inline assembly: a store so low is not taken for one to a variable. (Who reads the word there by a variable
# that is sp, and has such a call in a cleanup, is not understood.)

# Does it say sp?
function says_sp(line) {
	sub(/\/\/.*/, "", line)
	return line ~ /[^A-Za-z0-9_.$]sp([^A-Za-z0-9_.$]|$)/
}

# How far is sp below x29 at a line? "?": nobody knows.
function depth_of(n) { return n in depth_at && depth_at[n] != "none" ? depth_at[n] : "?" }

# For a function: base_depth, how far below x29 sp is where something may give up; "?": that is not one distance. on_path[]: lines that
# the normal path comes to.
function find_depths(    i, k, n, todo) {
	if (depths_of == function_end)
		return
	depths_of = function_end
	base_depth = ""
	for (i = 1; i <= n_leaves; i++) {
		k = depth_of(leaves[i])
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
	find_variables()
}

# Does a call take arguments on the stack? Then x6 is set for it: behind what gave up nothing is left there.
function may_have_arguments(    i) {
	for (i = function_begin; i <= function_end; i++)
		if (text[i] ~ /[^A-Za-z0-9_.$][xw]6([^A-Za-z0-9_]|$)/)
			return 1
	return 0
}

# From where on, counted from x29, does it have variables? As far as is sure, and as it seems.
function find_variables(    i, k, has_arguments) {
	has_arguments = may_have_arguments()
	variables_from = seem_from = 0
	for (i = function_begin; i <= function_end; i++) {
		k = place_in_frame(i)
		if (k == "" || k >= variables_from || (depth_of(i) != "?" && k < -depth_of(i)) || text[i] ~ /\]!|\], / || (text[i] ~ /^\tst/ && !(i in assembly)))
			continue
		if (k < seem_from)
			seem_from = k
		if (!(i in assembly) && !(has_arguments && text[i] ~ /^\tmov\t/))
			variables_from = k
	}
	# Arguments have as much room as is a multiple of what sp is one of.
	variables_from = aligned(variables_from)
	seem_from = aligned(seem_from)
}

# A place from x29 on, rounded down to where from sp on a multiple of 16 bytes is
function aligned(place) {
	return base_depth == "?" || place >= 0 ? place : place - (place + base_depth) % 16
}

# A number of an operand, which may have a # before it; "": it is none
function number_of(operand) {
	sub(/^#/, "", operand)
	return operand ~ /^-?[0-9]+$/ ? operand + 0 : ""
}

# A place at so many bytes from sp, of which a line says something, is how many from x29? "": it is below the variables.
function from_x29(line, offset) {
	if (offset == "" || offset < 0)
		return ""
	offset -= base_depth
	return offset < (line ~ /^\tst/ && !in_assembly ? variables_from : seem_from) ? "" : offset
}

# Is there room in that instruction for that many bytes? Atomic ones have none.
function has_room(line, offset) {
	if (line ~ /^\t(ld|st)n?p\tx/)
		return offset >= -512 && offset <= 504
	if (line ~ /^\t(ldn?p|stn?p|ldpsw)\t/)
		return offset >= -256 && offset <= 252
	return line ~ /^\t(ld|st)u?r(s?[bhw])?\t/ ? offset >= -256 : offset == 0
}

# What lets a register be an address of the frame; how far from x29 that is stands behind it, for place_in_frame(). "": too far.
function address_in(base, offset,    name, far) {
	name = offset < 0 ? "sub" : "add"
	far = offset < 0 ? -offset : offset
	if (far > 16777215)
		return ""
	if (far > 4095)
		return "\t" name "\t" base ", x29, " int(far / 4096) ", lsl 12\t// x29 " offset "\n\t" name "\t" base ", " base ", " far % 4096
	return "\t" name "\t" base ", x29, " far "\t// x29 " offset
}

# What calls may change, and gcc seldom has anything in.
function uses_x17(    i) {
	for (i = function_begin; i <= function_end; i++)
		if (text[i] ~ /[^A-Za-z0-9_.$][xw]17([^A-Za-z0-9_]|$)/ && text[i] !~ /^([0-9A-Za-z_.$]+:)?\t(add|sub)\tx17, x29, [0-9]+(, lsl 12)?\t\/\/ x29 /)
			return 1
	return 0
}

# A load or store at that place, by an address in a register of its own; or the line as it is. What is loaded may be that register.
function say_far(line, offset, before, behind,    base, address) {
	base = line
	gsub(/^\t[a-z]+\t|,.*/, "", base)
	if (line ~ /^\t(ldu?r(s?[bhw])?|ldn?p|ldpsw)\t/ && base ~ /^[xw][0-9]+$/)
		sub(/^w/, "x", base)
	else
		base = "x17"
	address = address_in(base, offset)
	if (address == "" || (base == "x17" && uses_x17()))
		return line
	return address "\n" before "[" base "]" behind
}

# Of an array at sp, whose index is in a register; or the line as it is
function say_index(line,    address) {
	address = address_in("x17", -base_depth)
	if (address == "" || uses_x17() || line ~ /\]!|\], *#?-?[0-9]/ || !sub(line ~ /\[sp,/ ? "\\[sp," : ", sp,", line ~ /\[sp,/ ? "[x17," : ", x17,", line))
		return line
	return address "\n" line
}

# An address that is made of sp, made of x29; or the line as it is
function address_by_x29(line, field, operand, n,    offset, address) {
	if (field == "add" && n > 2 && number_of(operand[3]) == "") {
		if (base_depth)
			return say_index(line)
		sub(/, *sp/, ", x29", line)
		return line
	}
	if (field == "mov" && n == 2)
		offset = from_x29(line, 0)
	else if (field == "add" && n == 3)
		offset = from_x29(line, number_of(operand[3]))
	else
		return line
	address = offset == "" ? "" : address_in(operand[1], offset)
	return address == "" ? line : address
}

# Does that piece of inline assembly count how long it is, or has it a line with more than one instruction? Then an address may be put
# before none of its lines.
function is_counted(n,    i) {
	if (behind_labels(text[n]) ~ /[;:]/)
		return 1
	for (i = n; i in assembly && assembly[i] == assembly[n]; i--)
		;
	for (i++; i in assembly && assembly[i] == assembly[n]; i++)
		if (text[i] ~ /\.[ \t]*[-+]|\.(org|skip|space|if)|[0-9][bf][ \t]*[-+]/)
			return 1
	return 0
}

# A line of inline assembly as the compiler would write it
function with_tabs(line,    name) {
	if (!match(line, /^[ \t]*[a-z][a-z0-9.]*[ \t]+/))
		return line
	name = substr(line, 1, RLENGTH)
	gsub(/[ \t]/, "", name)
	return "\t" name "\t" substr(line, RLENGTH + 1)
}

# What a line says by sp, by x29; or the line as it is
function say_by_x29(line,    field, operand, n, offset, before, behind) {
	# Who comes to a label of inline assembly comes to the address, too.
	if (match(line, /^[ \t]*[0-9A-Za-z_.$]+:/)) {
		before = substr(line, 1, RLENGTH)
		return before say_by_x29(substr(line, RLENGTH + 1))
	}
	if (in_assembly)
		line = with_tabs(line)
	split(line, field, /\t/)
	n = split(field[3], operand, /, */)
	if (operand[1] ~ /^x[0-9]+$/ && operand[2] == "sp")
		return address_by_x29(line, field[2], operand, n)
	if (!match(line, /\[sp(, *#?-?[0-9]+)?\]/)) {
		if (base_depth)
			return line ~ /\[sp, *[xw][0-9]/ ? say_index(line) : line
		if (line !~ /\]!/)
			sub(/\[sp, */, "[x29, ", line)
		return line
	}
	before = substr(line, 1, RSTART - 1)
	behind = substr(line, RSTART + RLENGTH)
	# What moves sp
	if (behind ~ /^(!|, *#?-?[0-9])/)
		return line
	n = split(substr(line, RSTART + 1, RLENGTH - 2), operand, /, */)
	offset = from_x29(line, n == 2 ? number_of(operand[2]) : 0)
	if (offset == "")
		return line
	return has_room(line, offset) ? before "[x29, " offset "]" behind : say_far(line, offset, before, behind)
}

# Nothing is left in a pad that is about the stack pointer.
function check_pad_line(n,    by_x29) {
	# Where x29 is not the function's there is no pad, though one may seem to lead there: behind a BUG().
	if (!says_sp(text[n]) || !is_instruction(n) || depth_at[n] == "none")
		return
	if (!(n in depth_at))
		fail(n, function_name "(): a cleanup with something that is not understood: " text[n])
	find_depths()
	in_assembly = n in assembly
	if (base_depth != "?" && depth_at[n] == base_depth) {
		by_x29 = say_by_x29(text[n])
		if (!in_assembly || by_x29 !~ /\n/ || !is_counted(n))
			text[n] = by_x29
	}
	# A tail that never returns may be the pad's as well as the normal path's.
	if (!says_sp(text[n]) || (n in on_path && !(n in may_end) && !(n in surely) && (n in may_return || !(n in perhaps))))
		return
	fail(n, function_name "(): a cleanup refers to the stack pointer (" text[n] "): it has a variable of variable length, takes more" \
		" than eight arguments, or writes what nothing reads; or its variable is too far away for inline assembly, or where" \
		" x17 is in use. Move that into a function of its own")
}

# Where from x29 is what a line says of the frame? "": it says nothing of it, or nobody knows. Of an index it is where that begins.
function place_in_frame(n,    line, part, operand, k, offset) {
	line = text[n]
	if (match(line, /\t\/\/ x29 -?[0-9]+/))
		return substr(line, RSTART + 8, RLENGTH - 8) + 0
	if (match(line, /\[(sp|x29)(, *#?-?[0-9]+)?\]/))
		part = substr(line, RSTART + 1, RLENGTH - 2)
	else if (line ~ /^\t(add|mov)\tx[0-9]+, (sp|x29)(, *#?[0-9]+)?$/) {
		part = line
		sub(/^[^,]*, */, "", part)
	} else
		return ""
	k = split(part, operand, /, */)
	offset = k == 2 ? number_of(operand[2]) : 0
	if (operand[1] == "x29")
		return offset
	k = depth_of(n)
	return k != "?" ? offset - k : ""
}

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
	if (line !~ /^\t[a-z]/ || is_jump(line) || line ~ /^\t(cm[pn]|tst|ccm[pn]|prf)/)
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
	# At an index, anything from there on
	if (line ~ /\[x17, [xw]/)
		return is_read(word_at(offset), "")
	return is_read(word_at(offset), word_at(offset) + (line ~ /(^|\n)\tstn?p/))
}

# Does that piece of inline assembly say anything of what the pad reads of the frame?
function names_frame(n,    offset) {
	offset = place_in_frame(n)
	return offset != "" && is_read(word_at(offset), word_at(offset) + 1)
}

# An address in the frame that a line makes, in that register if it has a name; "": none
function address_made(n, name) {
	return text[n] ~ ("^\t(add|sub|mov)\t" (name == "" ? "x[0-9]+" : name) ",") ? place_in_frame(n) : ""
}

# Is it the argument register i that a line writes?
function is_argument(line, i) { return line ~ ("(^|\n)\t[a-z]+\t[xw]" i ",") && line !~ /^\t(st|cm[pn]|tst|ccm[pn]|prf)/ }

# The register that a line copies; "": it does something else
function copied_register(line) { return line ~ /^\tmov\tx[0-9]+, x[0-9]+$/ ? substr(line, match(line, /x[0-9]+$/)) : "" }

# The number that an argument register is set to; "": none
function constant_argument(n, i,    line, field) {
	line = sets_argument(n, i)
	if (!line || split(text[line], field, /\t|, /) != 4 || field[2] != "mov")
		return ""
	return number_of(field[4])
}
