# SPDX-License-Identifier: GPL-2.0
# Which registers of its function does a landing pad read? Of those that calls keep, rbx and r12 to r15: a pad has them as
# they were at the call, if whoever unwinds knows them.
#
# A register is live where some way from there names it before it is written whole. What is not certainly such a write
# counts as a read, and a jump that is not understood is an error.

BEGIN {
	# As DWARF numbers them; the others by their names.
	number[0] = 3
	number[1] = 12
	number[2] = 13
	number[3] = 14
	number[4] = 15
}

# names(TEXT, I): does it name register i, or a part of it?
function names(operands, i) {
	if (i == 0)
		return operands ~ /%(rbx|ebx|bx|bl|bh)([^a-z0-9]|$)/ || operands ~ /thunk(_array)?_rbx/
	return operands ~ ("%r" number[i] "[dwb]?([^a-z0-9]|$)") || operands ~ ("thunk(_array)?_r" number[i])
}

# Is register i written whole by this instruction, and not read?
function is_written(line, i,    field, n, target, sources) {
	split(line, field, /\t/)
	if (field[2] !~ /^(mov|movq|movl|movabsq|movabs|leaq|leal|lea|movz[bw][lq]|movs[bwl]q|movs[bw]l|movslq|xorl|xorq)$/)
		return 0
	n = split(field[3], target, /,[ ]*/)
	sources = substr(field[3], 1, length(field[3]) - length(target[n]))
	if (i == 0 ? target[n] !~ /^%(rbx|ebx)$/ : target[n] !~ ("^%r" number[i] "d?$"))
		return 0
	# What is cleared by itself is not read.
	if (field[2] ~ /^xor/)
		return n == 2 && target[1] == target[2]
	return !names(sources, i)
}

function has_bit(set, i) { return int(set / 2 ^ i) % 2 }

function union(a, b,    i, set) {
	set = 0
	for (i = 0; i < 5; i++)
		if (has_bit(a, i) || has_bit(b, i))
			set += 2 ^ i
	return set
}

# What is live before a line, with AFTER live behind it.
function live_before(line, after,    i, set) {
	set = 0
	for (i = 0; i < 5; i++) {
		if (names(line, i)) {
			if (!is_written(line, i))
				set += 2 ^ i
		} else if (has_bit(after, i)) {
			set += 2 ^ i
		}
	}
	return set
}

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
	if (n in resumes || line ~ /^\tud2/ || line ~ /^\tcall\t(__stack_chk_fail|panic|__?fortify_panic)(@PLT)?$/)
		return 0
	if (line ~ /^\t(ret|iret|lret|rep[ ]?ret)/ || line ~ /^\tjmp\t__x86_return_thunk/)
		return -1
	if (line ~ /^\t(notrack )?j[a-z]+\t/) {
		split(line, field, /\t/)
		if (field[2] !~ /^j[a-z]+$/ || !(field[3] in at))
			fail(n, function_name "(): a cleanup with a jump that is not understood: " line)
		next_of[1] = at[field[3]]
		if (field[2] == "jmp")
			return 1
		next_of[2] = n + 1
		return 2
	}
	next_of[1] = n + 1
	return 1
}

# Where a pad ends: a call of _Unwind_Resume(), or one through the register that it was just put into, where code may be far
# from what it calls.
function find_resumes(    line, field, target, i) {
	for (line = 1; line <= lines; line++) {
		if (line in assembly || text[line] !~ /^\t[a-z].*_Unwind_Resume/)
			continue
		if (text[line] ~ /^\t(cs )?call\t_Unwind_Resume(@PLT)?$/) {
			resumes[line] = 1
			continue
		}
		if (split(text[line], field, /\t/) != 3 || field[2] != "movabsq" || split(field[3], target, /, /) != 2 ||
		    target[1] != "$_Unwind_Resume")
			fail(line, "not understood: " text[line])
		for (i = line + 1; i <= lines; i++) {
			if (text[i] == "\tcall\t*" target[2])
				break
			# What does not touch it may come between.
			if (text[i] !~ /^\t(mov[a-z]*|\.loc|\.cfi_[a-z_]*|lea[a-z]*)\t/ && text[i] !~ /^\.L(VL|BB|BE|BI|LM|EHB|EHE)[0-9]*:/ &&
			    text[i] !~ /^\t\.loc /)
				fail(i, "not understood, behind " text[line] ": " text[i])
			if (text[i] ~ (target[2] "$"))
				fail(i, "not understood, behind " text[line] ": " text[i])
		}
		if (i > lines)
			fail(line, "not understood: " text[line])
		resumes[i] = 1
		far_resumes[line] = 1
	}
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

# Inline assembly says only what it names. Some instructions read rbx without.
function asm_reads(line, i) {
	return names(line, i) || (i == 0 && line ~ /cmpxchg(8|16)b|cpuid|vmcall|vmmcall|tdcall|encl[suv]/)
}

# needs(PAD): a bit for each register that it reads.
function needs(pad,    changed, i, n, k, set, live, line) {
	if (pad in needs_of)
		return needs_of[pad]
	reach_from(pad)
	for (i = 1; i <= n_reached; i++)
		check_pad_line(reach[i])
	do {
		changed = 0
		for (i = n_reached; i >= 1; i--) {
			n = reach[i]
			set = 0
			for (k = follow_pad(n); k > 0; k--)
				set = union(set, live[next_of[k]] + 0)
			line = text[n]
			if (n in assembly) {
				for (k = 0; k < 5; k++)
					if (asm_reads(line, k) && !has_bit(set, k))
						set += 2 ^ k
			} else if (line ~ /^\t[a-z]/) {
				set = live_before(line, set)
			}
			if (set != live[n] + 0) {
				live[n] = set
				changed = 1
			}
		}
	} while (changed)
	return needs_of[pad] = live[at[pad]] + 0
}
