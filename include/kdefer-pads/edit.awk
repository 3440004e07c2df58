# SPDX-License-Identifier: GPL-2.0
# awk -f pads.awk -f paths.awk -f needs.awk -f leaves.awk -f PROCESSOR.awk -f PROCESSOR-stack.awk -f edit.awk FILE.s: the file again, with
# a table of landing pads that kdefer.ko can read instead of gcc's, and for objtool what pads are. PROCESSOR is x86_64 or arm64.
#
# The table, of words of 32 bits, four to a row. A row for each function, in the order of the text:
#
#	where it sets up its frame, relative to this word, and 1 more; its length; how many rows of ranges follow, and 16
#	bits higher how far behind its beginning the frame is set up; what is known
#
# (To the second byte of that instruction, as objtool takes an address where one begins for a place to jump to.) A function
# that sets up no frame calls nothing, and has none;
#
# and for each of its ranges, which ascend and do not overlap:
#
#	where it begins, from the function's beginning; its length; where its pad is, likewise, or 0; what is known
#
# Ranges are those that gcc has, cut where the frame changes, inline assembly of functions with pads, or with a call in it, and
# what is in no range where the frame is another than at the function's first call. A call in a range of which gcc may think that
# it returns always is as inline assembly if the pad might find there what is not held any more. What is known is how registers are saved
# (saved_registers()) and which of them the pad reads (needs()), in 25 bits, which are the architecture's, and the flags below. The last
# row is 0.
BEGIN {
	IS_FUNCTION = 2 ^ 31
	FRAME_UNKNOWN = 2 ^ 30
	# Of a function: it has pads, so what lies in no range is not understood.
	HAS_PADS = 2 ^ 29
	# Of a range: inline assembly, of which gcc does not say what is held there, whatever range it is in.
	IS_ASSEMBLY = 2 ^ 25
	# Of a function: it was compiled with -fnon-call-exceptions, so that ranges are of what may fault as well, and each
	# instruction has its frame, not only calls.
	KNOWS_FAULTS = 2 ^ 26
	# Of a function: its pads are not to be run; that there are any is to be said.
	REPORTS = 2 ^ 25
	# Of a function: gcc may think that it is only left by a return.
	SEEMS_TO_RETURN = 2 ^ 27
	lines = 0
}

{ text[++lines] = $0 }

# What a frame is like, as the table has it.
function frame_word(    packed) {
	packed = saved_registers()
	return packed < 0 ? FRAME_UNKNOWN : packed
}

# The function whose lines are FROM to TO, the .cfi_ directives of its beginning and end.
function collect(from, to,    line, table) {
	begin_frame()
	function_begin = from
	function_end = to
	n_ranges = n_rows = 0
	table = ""
	for (line = from; line <= to; line++)
		if (text[line] ~ /^\t\.cfi_lsda/) {
			table = text[line]
			sub(/.*,/, "", table)
		}
	at_line = from
	if (table != "")
		n_ranges = read_table(table)
	split("", begins)
	split("", ends)
	has_pads = frame_line = 0
	for (line = 1; line <= n_ranges; line++) {
		begins[range_begin[line]] = line
		ends[range_end[line]] = line
		if (range_pad[line] != "")
			has_pads = is_pad[range_pad[line]] = 1
	}
	function_frame = ""
	open_range = is_open = n_leaves = 0
	for (line = from; line <= to; line++)
		look_at(line)
	if (open_range)
		fail(to, "a range that does not end")
	close_row(to)
}

function new_label(line) {
	if (!(line in label_at))
		label_at[line] = ".Lkdefer_row" ++labels
	return label_at[line]
}

function close_row(line) {
	if (is_open)
		row_to[n_rows] = new_label(line)
	is_open = 0
}

# What a line of inline assembly has behind its labels
function behind_labels(line) {
	while (sub(/^[ \t]*[0-9A-Za-z_.$]+:/, "", line))
		;
	return line
}

# Is there an instruction on this line, or a piece of inline assembly?
function is_instruction(line) {
	if (line in assembly)
		return !(assembly[line] in is_place) && behind_labels(text[line]) !~ /^[ \t]*((#|\/\/).*)?$/
	return text[line] ~ /^\t[a-z]/
}

# Is it one behind which a pad may be entered? Those of an epilogue, which may lie in a range, are not.
function may_leave(line) {
	if (line in assembly || is_call(text[line]))
		return 1
	return faults && may_fault(text[line])
}

# Instructions of which the same is known are one row.
function look_at_instruction(line,    frame, is_asm, calls, returns) {
	calls = 0
	frame = frame_word()
	is_asm = (line in assembly) && (has_pads || assembly_calls[assembly[line]])
	returns = open_range && range_pad[open_range] != "" && seems_to_return(line) ? line : 0
	if (!(line in assembly) && is_call(text[line]) && callee(text[line]) != "") {
		if (function_frame == "")
			function_frame = frame
		calls = 1
	}
	if (is_open && row_range[n_rows] == open_range && row_frame[n_rows] == frame && row_odd[n_rows] == is_realigned() && row_asm[n_rows] == is_asm &&
	    row_returns[n_rows] == returns) {
		row_calls[n_rows] += calls
		row_leaves[n_rows] += may_leave(line)
		return
	}
	close_row(line)
	n_rows++
	is_open = 1
	row_from[n_rows] = new_label(line)
	row_range[n_rows] = open_range
	row_frame[n_rows] = frame
	row_odd[n_rows] = is_realigned()
	row_asm[n_rows] = is_asm
	row_returns[n_rows] = returns
	row_calls[n_rows] = calls
	row_leaves[n_rows] = may_leave(line)
}

# gcc saves none of the registers that a file does without, what inline assembly says to change included.
function look_at_fixed(line,    i) {
	for (i = 0; i < KEPT_REGISTERS; i++)
		if (names(text[line], i))
			fail(line, function_name "(): inline assembly names a register that functions of this file leave alone" \
				" (kdefer-pads := fixed): move it into another file")
}

function look_at(line,    label) {
	at_line = line
	if (fixed && line in assembly && is_instruction(line))
		look_at_fixed(line)
	if (text[line] ~ /^\t\.cfi_/)
		return follow_frame(text[line])
	if (!(line in assembly)) {
		if (!frame_line && is_frame_line(text[line]))
			new_label(frame_line = line)
		follow_frame_line(text[line])
	}
	label = label_of(text[line])
	if (label in ends) {
		if (open_range != ends[label])
			fail(line, "ranges that overlap")
		open_range = 0
	}
	if (label in begins) {
		if (open_range)
			fail(line, "ranges that overlap")
		open_range = begins[label]
	}
	if (!is_instruction(line))
		return
	if (open_range && range_pad[open_range] != "" && !(line in assembly) && may_leave(line)) {
		leaves[++n_leaves] = line
		pad_for[line] = range_pad[open_range]
	}
	look_at_instruction(line)
}

# Where objtool is to remember the frame, for pads: at the first range that has one.
function place_hints(from, to,    line, label, save_line) {
	save_line = 0
	for (line = from; line <= to; line++) {
		label = label_of(text[line])
		if (label == "")
			continue
		if (label in is_pad) {
			if (!save_line && HAS_HINTS)
				fail(line, function_name "(): its pad lies before all that it is for, where objtool knows no frame")
			restore_at[line] = 1
		} else if (!save_line && label in begins && range_pad[begins[label]] != "") {
			save_line = line
		}
	}
	if (save_line)
		save_at[save_line] = 1
}

function add_row(a, b, c, d) { rows = rows "\t.long\t" a ", " b ", " c ", " d "\n" }

# Instructions in no range, with the frame that the function has at its first call, are said by its own row; and others
# that are no calls, where nothing else is left.
function is_said(i) {
	return row_range[i] == 0 && !row_asm[i] && (row_frame[i] == function_frame || !(faults || row_calls[i]))
}

function write_rows(begin, end,    i, pad, word, n, known) {
	if (function_frame == "")
		function_frame = FRAME_UNKNOWN
	if (!frame_line) {
		if (has_pads || function_frame != FRAME_UNKNOWN)
			fail(at[begin], function_name "(): it calls something without a frame")
		return
	}
	n = 0
	for (i = 1; i <= n_rows; i++)
		n += !is_said(i)
	if (n > 65535)
		fail(at[begin], function_name "(): more rows than a table has room for: divide it")
	known = IS_FUNCTION + (has_pads ? HAS_PADS : 0) + (faults ? KNOWS_FAULTS : 0)
	# Who wrote the body of a gate knows that it may be left, and its blocks are among what its pads clean up.
	if (reports && function_name !~ /^__kdefer_body_/)
		known += REPORTS
	if (!(function_name in is_left))
		known += SEEMS_TO_RETURN
	add_row(label_at[frame_line] " + 1 - .", end " - " begin, n " + ((" label_at[frame_line] " - " begin ") << 16)",
		sprintf("0x%x", function_frame + function_registers() + known))
	for (i = 1; i <= n_rows; i++) {
		if (is_said(i))
			continue
		if (row_returns[i] && row_frame[i] < FRAME_UNKNOWN && is_stale(row_returns[i], range_pad[row_range[i]]))
			row_asm[i] = 1
		pad = row_range[i] > 0 && !row_asm[i] ? range_pad[row_range[i]] : ""
		word = row_frame[i]
		if (pad != "" && (word >= FRAME_UNKNOWN || row_odd[i]) && !row_leaves[i])
			pad = ""
		if (pad != "") {
			if (word >= FRAME_UNKNOWN || row_odd[i])
				fail(at[range_begin[row_range[i]]], function_name "(): " WHY_NO_FRAME)
			word += needs(pad) * 2 ^ NEEDS_BIT
		}
		if (row_asm[i])
			word += IS_ASSEMBLY
		add_row(row_from[i] " - " begin, row_to[i] " - " row_from[i], pad == "" ? "0" : pad " - " begin, sprintf("0x%x", word))
	}
}

function read_functions(    line, from, begin, label) {
	from = 0
	for (line = 1; line <= lines; line++) {
		label = label_of(text[line])
		if (label ~ /^\.LFB/)
			begin = label
		else if (label != "" && label !~ /^\.L/)
			function_name = label
		if (text[line] ~ /^\t\.cfi_startproc/)
			from = line
		else if (text[line] ~ /^\t\.cfi_endproc/) {
			if (!from || label_of(text[line + 1]) !~ /^\.LFE/)
				fail(line, "a function without its labels")
			collect(from, line)
			place_hints(from, line)
			write_rows(begin, label_of(text[line + 1]))
			from = 0
		}
	}
}

function find_labels(    line, label, inside) {
	for (line = 1; line <= lines; line++) {
		# Where one piece ends and the next begins without any code between, a line says whose it is.
		if (text[line] == "#APP" || (inside && text[line] ~ /^(#|\/\/) [0-9]+ ".*" 1$/))
			inside = line
		else if (text[line] == "#NO_APP")
			inside = 0
		else if (inside) {
			assembly[line] = inside
			# There a call is registered, which is assembly for the assembler alone: <linux/kdefer/frame.h>.
			if (index(text[line], ".Lkdefer_places"))
				is_place[inside] = 1
			if (has_call(text[line]))
				assembly_calls[inside] = 1
		}
		# gcc's own may be within inline assembly: a range ends right behind it.
		label = label_of(text[line])
		if (label != "" && (!inside || label ~ /^\.L[A-Z]*[0-9]+$/))
			at[label] = line
	}
}

# Without debug information nobody else wants to know of frames.
function is_dropped(line) {
	if (line in dropped || text[line] ~ /^\t\.cfi_(personality|lsda|sections)/)
		return 1
	if (!has_debug && text[line] ~ /^\t\.cfi_/)
		return 1
	return 0
}

function write_file(    line, line_text, after_pad) {
	if (has_debug)
		print "\t.cfi_sections .debug_frame"
	for (line = 1; line <= lines; line++) {
		if (line in label_at)
			print label_at[line] ":"
		if (is_dropped(line))
			continue
		line_text = text[line]
		if (after_pad && is_needless_in_pad(line_text)) {
			after_pad = 0
			continue
		}
		if (line_text ~ /^\t[a-z]/)
			after_pad = 0
		if (line in resumes || line in far_resumes)
			sub(/_Unwind_Resume(@PLT)?/, "__kdefer_resume", line_text)
		if (!(line in assembly))
			line_text = as_written(line_text)
		else if (fixed)
			line_text = as_fixed(line_text)
		print line_text
		if (line in resumes)
			write_pad_ends()
		if (line in save_at)
			write_frame_is_noted()
		if (line in restore_at) {
			write_pad_begins()
			after_pad = 1
		}
	}
}

# The module finds the table among the parameters of the client, which the module loader keeps together.
function write_table() {
	print "\t.section .rodata.kdefer_pads,\"a\",@progbits"
	print "\t.balign 8"
	print ".Lkdefer_table:"
	printf "%s", rows
	print "\t.long 0, 0, 0, 0"
	print "\t.section .rodata.str1.1,\"aMS\",@progbits,1"
	print ".Lkdefer_name:"
	print "\t.string \"kdefer_pads\""
	print "\t.section __param,\"a\",@progbits"
	print "\t.balign 8"
	print "\t.quad .Lkdefer_name, __this_module, __kdefer_pads"
	print "\t.short 0"
	print "\t.byte -1, 0"
	print "\t.long 0"
	print "\t.quad .Lkdefer_table"
	print "\t.text"
}

END {
	if (failed)
		exit 1
	source = FILENAME
	for (i = 1; i <= lines; i++)
		if (text[i] ~ /^\t\.file\t"/) {
			source = text[i]
			gsub(/^[^"]*"|"$/, "", source)
			break
		}
	for (i = 1; i <= lines && !has_debug; i++)
		has_debug = text[i] ~ /^\t\.section\t\.debug_|^\t\.file [1-9]/
	find_labels()
	find_resumes()
	drop_tables()
	find_left()
	read_functions()
	write_file()
	if (rows != "")
		write_table()
}
