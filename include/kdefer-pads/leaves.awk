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

# gcc knows of an access that it may fault, but not of one to the frame, to what has a name, or to a structure: one that was handed over by
# value, or is to be returned, may be where an argument leads. So an access is one that it knows if it is by a pointer that was
# loaded, or returned: is_pointer[REGISTER]. From a line on that goes on elsewhere nothing is known.
function follow_pointers(line) {
	if (is_return(line) || (is_jump(line) && jump_is_sure))
		split("", is_pointer)
	else
		follow_pointer(line)
}

# is_left[]: functions that gcc knows to be left, as something in them leaves.
function find_left(    line, label, name, inside, caller, calls, n, i, changed) {
	for (line = 1; line <= lines; line++) {
		label = label_of(text[line])
		if (label != "" && label !~ /^\.L/)
			name = label
		if (text[line] ~ /^\t\.cfi_startproc/) {
			is_local[inside = name] = 1
			split("", is_pointer)
		} else if (text[line] ~ /^\t\.cfi_endproc/)
			inside = ""
		if (inside == "" || line in assembly)
			continue
		if (faults && !is_call(text[line]) && is_access(text[line]))
			is_left[inside] = is_known_access[line] = 1
		if (faults)
			follow_pointers(text[line])
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

# What a pad reads of the frame: read_at[], and read_from
function find_reads(pad,    i) {
	split("", read_at)
	read_from = ""
	reach_from(pad)
	for (i = 1; i <= n_reached; i++)
		find_reads_of(reach[i])
}

# Are words of the frame, from FROM to TO, read by the pad? TO "": to where is not known.
function is_read(from, to,    k) {
	for (k in read_at)
		if (k + 0 >= from && (to == "" || k + 0 <= to))
			return 1
	return read_from != "" && (to == "" || to >= read_from)
}

# The line that sets the argument register I of the call at line N, in its block; 0: it is set elsewhere.
function sets_argument(n, i,    line) {
	for (line = n - 1; line > function_begin; line--) {
		if (line in assembly || !is_instruction(line)) {
			if (label_of(text[line]) ~ /^\.L[0-9]/)
				return 0
			continue
		}
		if (is_call(text[line]) || is_jump(text[line]))
			return 0
		if (is_argument(text[line], i))
			return line
	}
	return 0
}

# The lowest address in the frame that the function makes, or that it puts into a register; "": none
function lowest_address(name,    i, place, lowest) {
	lowest = ""
	for (i = function_begin; i <= function_end; i++) {
		place = i in assembly ? "" : address_made(i, name)
		if (place != "" && (lowest == "" || place < lowest))
			lowest = place
	}
	return lowest
}

# Where in the frame does that argument lead? "": nowhere there.
function argument_place(n, i,    line, place) {
	line = sets_argument(n, i)
	if (!line)
		return lowest_address("")
	place = address_made(line, "")
	if (place == "" && (place = copied_register(text[line])) != "")
		place = lowest_address(place)
	return place
}

# May a call of which gcc thinks that it returns write what the pad reads? What gcc knows by name writes by its first argument; others by
# any of which it is plain that it leads to the frame.
function call_writes(n,    name, place, bytes, i) {
	name = callee(text[n])
	if (!(name in is_local)) {
		place = argument_place(n, name == "bcopy")
		bytes = name ~ /^mem(set|cpy|move|pcpy)$/ ? constant_argument(n, 2) : ""
		return place != "" && is_read(word_at(place), bytes == "" ? "" : word_at(place + bytes - 1))
	}
	for (i = 0; i < ARGUMENTS; i++)
		if (sets_argument(n, i) && (place = argument_place(n, i)) != "" && is_read(word_at(place), ""))
			return 1
	return 0
}

# May inline assembly write what the pad reads? It says what it names, not what it does with that.
function assembly_writes(n, set,    i) {
	for (i = 0; i < KEPT_REGISTERS; i++)
		if (has_bit(set, i) && asm_reads(text[n], i))
			return 1
	return names_frame(n)
}

function word_at(offset) { return offset >= 0 ? int(offset / 8) : -int((7 - offset) / 8) }

# Is it known to gcc that the function may be left here? What is, gcc stores before. Of inline assembly it may be or not.
function is_known_to_leave(line) {
	if (line in assembly)
		return 0
	return is_call(text[line]) ? !seems_to_return(line) : line in is_known_access
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
		if (is_known_to_leave(i))
			continue
		if (i in assembly ? is_instruction(i) && assembly_writes(i, set) : is_call(text[i]) ? call_writes(i) : writes_for_pad(i, set))
			return 1
		for (k = follow_inside(i); k > 0; k--)
			todo[++left] = next_of[k]
	}
	return 0
}
