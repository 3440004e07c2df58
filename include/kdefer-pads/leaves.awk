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
			is_left[inside] = is_known_access[line] = 1
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
		if (writes_for_pad(i, set))
			return 1
		for (k = follow_inside(i); k > 0; k--)
			todo[++left] = next_of[k]
	}
	return 0
}
