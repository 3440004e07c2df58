# SPDX-License-Identifier: GPL-2.0
# Where is the stack pointer? gcc addresses variables from rsp where it thought, for a while, that it would realign the stack:
# for a pair of words in registers it does. In a landing pad rsp is another; but if it is one distance below rbp wherever
# something may give up, what a pad says by rsp can be said by rbp.

# How far below rbp is rsp behind line N, if it is DEPTH before? -1: nobody knows.
function depth_behind(n, depth,    line, amount) {
	line = text[n]
	if (n in assembly || line !~ /^\t[a-z]/ || line !~ /%rsp|^\t(push|pop|enter|leave)/)
		return depth
	if (line ~ /^\tmovq\t%rsp, %rbp/)
		return 0
	if (line ~ /^\tpushq?\t/)
		return depth + 8
	if (line ~ /^\tpopq?\t%r[^s]/)
		return depth - 8
	if (line ~ /^\t(sub|add)q\t\$-?[0-9]+, %rsp/) {
		amount = line
		gsub(/^[^$]*\$|,.*/, "", amount)
		return line ~ /^\tsub/ ? depth + amount : depth - amount
	}
	if (line ~ /^\tleaq\t-[0-9]+\(%rbp\), %rsp/) {
		amount = line
		gsub(/^[^-]*-|\(.*/, "", amount)
		return amount + 0
	}
	return line ~ /, %rsp$|^\t(push|pop|enter|leave)/ ? -1 : depth
}

# Lines that the normal path comes to have depth_at[]. Behind a BUG() may be what is elsewhere: that is not known then.
function find_depths(    todo, n, i, k, depth) {
	depths_of = function_end
	split("", depth_at)
	n = 0
	if (frame_line) {
		depth_at[frame_line] = 0
		todo[++n] = frame_line
	}
	while (n > 0) {
		i = todo[n--]
		depth = depth_at[i] < 0 ? -1 : depth_behind(i, depth_at[i])
		if (text[i] ~ /^\tjmp\t/ && !(i in assembly) && !(substr(text[i], 6) in at))
			continue
		for (k = follow(i); k > 0; k--) {
			if (next_of[k] > function_end)
				continue
			if (!(next_of[k] in depth_at))
				depth_at[next_of[k]] = depth
			else if (depth_at[next_of[k]] != depth && depth_at[next_of[k]] >= 0)
				depth_at[next_of[k]] = -1
			else
				continue
			todo[++n] = next_of[k]
		}
	}
}

# The one distance: where something may give up, without what is on the stack for the call. -1: there is not one.
function base_depth(    i, line, base, depth) {
	if (depths_of == function_end)
		return base_of_function
	find_depths()
	base = ""
	for (i = 1; i <= n_leaves && base != -1; i++) {
		line = leaves[i]
		if (!(line in depth_at))
			continue
		depth = depth_at[line] < 0 ? -1 : depth_at[line] - leaves_args[line]
		base = base == "" || base == depth ? depth : -1
	}
	return base_of_function = base == "" ? -1 : base
}

# What a line of a pad says by rsp, by rbp
function say_by_rbp(n,    base, line, before, behind, number) {
	if (n in assembly || text[n] ~ /^\t(push|pop|enter|leave)/)
		return
	base = base_depth()
	if (base < 0 || n in depth_at && depth_at[n] != base)
		return
	line = text[n]
	if (line ~ /^\tmovq\t%rsp, %r[^s]/) {
		sub(/movq\t%rsp/, "leaq\t-" base "(%rbp)", line)
	} else if (match(line, /-?[0-9]*\(%rsp[,)]/)) {
		before = substr(line, 1, RSTART - 1)
		number = substr(line, RSTART, RLENGTH)
		behind = substr(number, length(number)) substr(line, RSTART + RLENGTH)
		sub(/\(.*/, "", number)
		line = before (number - base) "(%rbp" behind
	}
	text[n] = line
}
