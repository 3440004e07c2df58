# SPDX-License-Identifier: GPL-2.0
# Which registers of its function does a landing pad read? Of those that calls keep: a pad has them as they were at the call, if
# whoever unwinds knows them.
#
# A register is live where some way from there names it before it is written whole. What is not certainly such a write
# counts as a read, and a jump that is not understood is an error.

function has_bit(set, i) { return int(set / 2 ^ i) % 2 }

function union(a, b,    i, set) {
	set = 0
	for (i = 0; i < KEPT_REGISTERS; i++)
		if (has_bit(a, i) || has_bit(b, i))
			set += 2 ^ i
	return set
}

# What is live before a line, with AFTER live behind it.
function live_before(line, after,    i, set) {
	set = 0
	for (i = 0; i < KEPT_REGISTERS; i++) {
		if (names(line, i)) {
			if (!is_written(line, i))
				set += 2 ^ i
		} else if (has_bit(after, i)) {
			set += 2 ^ i
		}
	}
	return set
}

# needs(PAD): a bit for each register that it reads.
function needs(pad,    changed, i, n, k, set, live, line) {
	if (pad in needs_of)
		return needs_of[pad]
	reach_from(pad)
	find_sure(pad)
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
				for (k = 0; k < KEPT_REGISTERS; k++)
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
