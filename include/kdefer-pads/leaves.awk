# SPDX-License-Identifier: GPL-2.0
# Which functions may gcc take for ones that are never left but by a return? Over a call of such a one it has no pads,
# and its caller may seem such a one in turn. It is left all the same where what gcc knows by name faults, memcpy() for
# example, or inline assembly does, or calls what gives up.

# Functions that gcc knows by their names; or that its instrumentation calls
function is_known(name) {
	return name ~ /^(bcmp|bcopy|bzero|ffs(l|ll)?|mem(chr|cmp|cpy|move|set|pcpy)|stp(n?cpy)|r?index)$/ ||
		name ~ /^str(n?len|n?cpy|n?cat|n?cmp|n?casecmp|r?chr|str|c?spn|pbrk|n?dup)$/ ||
		name ~ /^(v?sn?printf|v?sscanf|v?printf|puts|putchar|abort|exit)$/ || name ~ /^__(asan|ubsan|tsan|sanitizer|gcov|stack_chk)_/
}

# The function that a line calls by its name, or nothing; "*": nobody knows which
function callee(line,    field) {
	if (!is_call(line) && line !~ /^\t(cs )?jmp\t[^.]/)
		return ""
	split(line, field, /\t/)
	sub(/@PLT$/, "", field[3])
	if (field[3] ~ /__fentry__|^__x86_return_thunk$/)
		return ""
	return field[3] ~ /^[A-Za-z_][A-Za-z0-9_.$]*$/ && field[3] !~ /^__x86_indirect_/ ? field[3] : "*"
}

# gcc knows of an access by an instruction that it may fault, but not to the frame or by name.
function is_access(line) {
	return line ~ /\(|%[fg]s:/ && line ~ /^\t[a-z]/ && line !~ /^\t(lea|nop)|\(%r[sbi]p\)/
}

# is_left[]: functions that gcc knows to be left, as something in them leaves.
function find_left(    line, label, name, inside, caller, calls, n, i, changed) {
	for (line = 1; line <= lines; line++) {
		label = label_of(text[line])
		if (label != "" && label !~ /^\.L/)
			name = label
		if (text[line] ~ /^\t\.cfi_startproc/)
			is_local[inside = name] = 1
		else if (text[line] ~ /^\t\.cfi_endproc/)
			inside = ""
		if (inside == "" || line in assembly)
			continue
		if (faults && !is_call(text[line]) && is_access(text[line]))
			is_left[inside] = 1
		if (callee(text[line]) == "")
			continue
		caller[++n] = inside
		calls[n] = callee(text[line])
	}
	do {
		changed = 0
		for (i = 1; i <= n; i++) {
			if (caller[i] in is_left)
				continue
			if (calls[i] in is_local ? calls[i] in is_left : !is_known(calls[i]))
				is_left[caller[i]] = changed = 1
		}
	} while (changed)
}

# Is that a call which gcc may think to return always?
function seems_to_return(line,    name) {
	if (line in assembly)
		return 0
	name = callee(text[line])
	return name != "" && (name in is_local ? !(name in is_left) : is_known(name))
}

# What a pad reads of the frame: read_at[] by offsets, and read_from, from where on it hands over addresses.
function find_reads(pad,    i, line, offset) {
	split("", read_at)
	read_from = ""
	reach_from(pad)
	for (i = 1; i <= n_reached; i++) {
		line = text[reach[i]]
		while (match(line, /-?[0-9]+\(%rbp/)) {
			offset = substr(line, RSTART, RLENGTH - 5) + 0
			read_at[offset] = 1
			if (line ~ /^\tlea/ && (read_from == "" || offset < read_from))
				read_from = offset
			line = substr(line, RSTART + RLENGTH)
		}
	}
}

# Does that line write what the pad reads: registers of SET, or the frame?
function writes_for_pad(n, set,    line, operand, k, i, offset) {
	line = text[n]
	if (n in assembly || line !~ /^\t[a-z]/ || line ~ /^\t(pop|push|leave|cmp|test|call|j|bt)/)
		return 0
	k = split(line, operand, /\t|, /)
	for (i = 0; i < 5; i++)
		if (has_bit(set, i) && names(operand[k], i) && operand[k] !~ /\(/)
			return 1
	if (operand[k] !~ /^-?[0-9]+\(%rbp/)
		return 0
	offset = operand[k] + 0
	return offset in read_at || (read_from != "" && offset >= read_from)
}

# What is held where gcc thinks that nothing leaves is what is held at the next place where it does, unless something is
# written in between that the pad reads: may that be?
function is_stale(n, pad,    todo, been, set, i, k, left) {
	set = needs(pad)
	find_reads(pad)
	left = 1
	todo[1] = n + 1
	while (left > 0) {
		i = todo[left--]
		if (i in been || i > function_end)
			continue
		been[i] = 1
		if (may_leave(i) && !seems_to_return(i))
			continue
		if (writes_for_pad(i, set))
			return 1
		for (k = follow_inside(i); k > 0; k--)
			todo[++left] = next_of[k]
	}
	return 0
}
