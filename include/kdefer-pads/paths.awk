# SPDX-License-Identifier: GPL-2.0
# Where does control go? From a line of a function, from a landing pad to all that it can come to.

# Where does control go from line N? next_of[1..], how many; -1: that is not known.
function follow(n,    line, field, k, word, words, i) {
	line = text[n]
	if (n in assembly) {
		# It may hold several instructions, and jump to any label of its function that it names (asm goto). Others are
		# of data: the file's name for a BUG().
		k = 1
		next_of[1] = n + 1
		words = split(line, word, /[^.A-Za-z0-9_]+/)
		for (i = 1; i <= words; i++)
			if (word[i] ~ /^\.L/ && word[i] in at && at[word[i]] >= function_begin && at[word[i]] <= function_end)
				next_of[++k] = at[word[i]]
		return k
	}
	if (n in resumes || is_trap(line) || callee(line) ~ /^(__stack_chk_fail|panic|__?fortify_panic)$/)
		return 0
	if (is_return(line))
		return -1
	if (is_jump(line)) {
		if (!(jump_to in at))
			fail(n, function_name "(): a cleanup with a jump that is not understood: " line)
		next_of[1] = at[jump_to]
		if (jump_is_sure)
			return 1
		next_of[2] = n + 1
		return 2
	}
	next_of[1] = n + 1
	return 1
}

# As follow(), for any line of a function: what leads out of it, or to where nobody knows, leads nowhere.
function follow_inside(n,    k) {
	if (!(n in assembly) && is_jump(text[n]) && !(jump_to in at)) {
		next_of[1] = n + 1
		return !jump_is_sure
	}
	k = follow(n)
	return k == 1 && next_of[1] > function_end ? 0 : k
}

# Where a pad ends: resumes[] has the calls of _Unwind_Resume(), far_resumes[] other lines that name it.
function find_resumes(    line) {
	for (line = 1; line <= lines; line++)
		if (!(line in assembly) && text[line] ~ /^\t[a-z].*_Unwind_Resume/)
			read_resume(line)
}

# Where control goes from line N of a pad: there, and if what it calls gives up in its turn, to the pad of the rest.
function follow_pad(n,    k) {
	k = follow(n)
	if (!(n in pad_for))
		return k
	if (k < 0)
		k = 0
	next_of[++k] = at[pad_for[n]]
	return k
}

# All lines that a pad can come to, into reached[] (in order reach[1..]). It may seem to leave the function: behind a BUG(),
# which gcc knows not to come back, may stand anything.
function reach_from(pad,    todo, n, i, k) {
	split("", reached)
	n_reached = 0
	n = 1
	todo[1] = at[pad]
	while (n > 0) {
		i = todo[n--]
		if (i in reached)
			continue
		if (i > function_end)
			continue
		reached[i] = 1
		reach[++n_reached] = i
		for (k = follow_pad(i); k > 0; k--)
			todo[++n] = next_of[k]
	}
}

# Does another block begin right behind that call? Then it may be one that never comes back.
function ends_block(n,    line) {
	for (line = n + 1; line <= function_end; line++) {
		if (text[line] ~ /^\.L[0-9]+:/)
			return 1
		if (is_instruction(line))
			return 0
	}
	return 1
}

# Where a call stands that something follows in its block, whom it calls comes back: returns[NAME], of the whole file.
function find_returns(    line, name) {
	returns_known = 1
	for (line = 1; line <= lines; line++)
		if (!(line in assembly) && is_call(text[line]) && (name = callee(text[line])) ~ /^[A-Za-z_]/ && text[line + 1] !~ /^\.L[0-9]+:/ && !ends_block(line))
			returns[name] = 1
}

# Lines that a pad comes to, and not only behind a call that may be the last thing it does. "found" are those that it comes to surely:
# not by a condition, which may be whether a pad or the normal path is what is run. Or, if it is "perhaps", by a condition too, and
# behind calls that are known to come back.
function find_from(pad, found, perhaps,    todo, n, i, k) {
	split("", found)
	n = 1
	todo[1] = at[pad]
	while (n > 0) {
		i = todo[n--]
		if (i in found || i > function_end)
			continue
		found[i] = 1
		if (!(i in assembly) && is_call(text[i]) && ends_block(i) && !(perhaps && callee(text[i]) in returns))
			continue
		k = follow(i)
		if (k > 1 && !perhaps)
			continue
		for (; k > 0; k--)
			todo[++n] = next_of[k]
	}
}

# surely[] and perhaps[], of a pad
function find_sure(pad) {
	if (!returns_known)
		find_returns()
	find_from(pad, surely, 0)
	find_from(pad, perhaps, 1)
}

# Lines from which there is a way to one of "ends"
function find_to(ends, found,    i, k, changed) {
	split("", found)
	do {
		changed = 0
		for (i = function_end; i >= function_begin; i--) {
			if (i in found)
				continue
			if (i in ends) {
				found[i] = changed = 1
				continue
			}
			for (k = follow_inside(i); k > 0; k--)
				if (next_of[k] in found)
					found[i] = changed = 1
		}
	} while (changed)
}

# may_end[]: lines from which there is a way to the end of a pad. What stands behind a BUG() a pad only seems to come to.
# may_return[]: ... to where the function returns.
function find_ends(    i, returns_at) {
	find_to(resumes, may_end)
	split("", returns_at)
	for (i = function_begin; i <= function_end; i++)
		if (!(i in assembly) && is_return(text[i]))
			returns_at[i] = 1
	find_to(returns_at, may_return)
}
