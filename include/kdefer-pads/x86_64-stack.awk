# SPDX-License-Identifier: GPL-2.0
# Where is the stack pointer? In a landing pad it is another than in its function, which that can find nothing by, and must
# not move: who gives up in what a pad calls is found by it.
#
# gcc addresses variables from rsp where it thought, for a while, that it would realign the stack: for a pair of words in
# registers it does. If rsp is one distance below rbp wherever something may give up, what a pad says by rsp is said by rbp.
# Such a function has no arguments on the stack, which would be found by rsp: that is gcc's with -mno-accumulate-outgoing-args.

# How far below rbp is rsp behind line N, if it is DEPTH before? "?": nobody knows.
function depth_behind(n, depth,    line, amount) {
	line = text[n]
	if (n in assembly || line !~ /^\t[a-z]/ || line !~ /%rsp|^\t(push|pop|enter|leave)/)
		return depth
	if (line ~ /^\tmovq\t%rsp, %rbp/)
		return 0
	if (depth == "?")
		return depth
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
	return line ~ /, %rsp$|^\t(push|pop|enter|leave)/ ? "?" : depth
}

# At a line it is DEPTH: and so where that leads to. Where it is two it is not known.
function spread_depth(line, depth,    todo, n, i, k) {
	if (line in depth_at && depth_at[line] != depth)
		depth = "?"
	depth_at[line] = depth
	n = 1
	todo[1] = line
	while (n > 0) {
		i = todo[n--]
		depth = depth_behind(i, depth_at[i])
		for (k = follow_inside(i); k > 0; k--) {
			line = next_of[k]
			if (!(line in depth_at))
				depth_at[line] = depth
			else if (depth_at[line] != depth && depth_at[line] != "?")
				depth_at[line] = "?"
			else
				continue
			todo[++n] = line
		}
	}
}

# For a function: depth_at[], on_path[] of lines that the normal path comes to, and base_depth, where something may give up.
function find_depths(    i) {
	if (depths_of == function_end)
		return
	depths_of = function_end
	split("", depth_at)
	split("", on_path)
	spread_depth(function_begin, -8)
	for (i in depth_at)
		on_path[i] = 1
	base_depth = ""
	for (i = 1; i <= n_leaves; i++)
		if (leaves[i] in depth_at)
			base_depth = base_depth == "" || base_depth == depth_at[leaves[i]] ? depth_at[leaves[i]] : "?"
	if (base_depth == "")
		base_depth = "?"
	for (i = 1; i <= n_ranges; i++)
		if (range_pad[i] != "")
			spread_depth(at[range_pad[i]], base_depth)
	find_ends()
}

# What a line of a pad says by rsp, by rbp
function say_by_rbp(n,    line, before, behind, number) {
	if (n in assembly || base_depth == "?" || depth_at[n] != base_depth || text[n] ~ /^\t(push|pop|enter|leave)/)
		return
	line = text[n]
	if (line ~ /^\tmovq\t%rsp, %r[^s]/) {
		sub(/movq\t%rsp/, "leaq\t-" base_depth "(%rbp)", line)
	} else if (match(line, /-?[0-9]*\(%rsp[,)]/)) {
		before = substr(line, 1, RSTART - 1)
		number = substr(line, RSTART, RLENGTH)
		behind = substr(number, length(number)) substr(line, RSTART + RLENGTH)
		sub(/\(.*/, "", number)
		line = before (number - base_depth) "(%rbp" behind
	}
	text[n] = line
}

# Nothing is left in a pad that is about the stack pointer.
function check_pad_line(n) {
	if (text[n] !~ /%[re]?sp([^a-z]|$)|^\t(push|pop|enter|leave)/)
		return
	find_depths()
	say_by_rbp(n)
	if (n in on_path && !(n in may_end) && !(n in surely))
		return
	if (text[n] ~ /%[re]?sp([^a-z]|$)/)
		fail(n, function_name "(): a cleanup refers to the stack pointer: its stack is realigned, for a variable with" \
			" __aligned() of more than 8, an array of structures of 16 bytes or one that is handed over by value; or it has a" \
			" variable of variable length, or arguments on the stack. Move that into a function of its own")
	if (!(n in assembly) && text[n] ~ /^\t(push|pop|enter|leave)/)
		fail(n, function_name "(): a cleanup has arguments on the stack: it takes more than six")
}
