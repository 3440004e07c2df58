# SPDX-License-Identifier: GPL-2.0
# What the edit has to know of arm64's instructions, as gcc writes them; see edit.awk. x86_64.awk has the same names.
#
# The caller's x19 to x28 lie above the frame record that x29 leads to, one behind the other: those that the function saves anywhere,
# as its row says. So for each a row has one bit, whether it is saved already, and one, whether the pad reads it.
BEGIN {
	KEPT_REGISTERS = 10
	for (i = 0; i < KEPT_REGISTERS; i++)
		number[i] = 19 + i
	# Where in a row the bits of needs() begin
	NEEDS_BIT = 10
	# How many arguments a call has in registers
	ARGUMENTS = 8
	HAS_HINTS = 0
	WHY_NO_FRAME = "it has cleanups where its frame is not as frames are"
}

function is_call(line) { return line ~ /^\tblr?[a-z]*\t/ && line !~ /^\tb(ls|lt|le|lo)\t/ }

# Is there a call among the instructions of a line of inline assembly?
function has_call(line) { return line ~ /(^|[ \t:;])blr?[ \t]/ }

# A call, or a jump, out of the function: to what name, or nothing; "*": nobody knows which
function callee(line,    field) {
	if (!is_call(line) && line !~ /^\tb\t[^.]/)
		return ""
	split(line, field, /\t/)
	if (field[3] == "_mcount")
		return ""
	return field[2] !~ /^blr/ && field[3] ~ /^[A-Za-z_][A-Za-z0-9_.$]*$/ ? field[3] : "*"
}

# Does it go on elsewhere? Then jump_to is the label, or what is no label of this file; jump_is_sure: it does so always.
function is_jump(line,    field, operand, n) {
	if (line !~ /^\t(b|b\.?(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|al)|cbn?z|tbn?z|bra?[abz]*)\t/)
		return 0
	split(line, field, /\t/)
	n = split(field[3], operand, /, */)
	jump_is_sure = field[2] ~ /^(b|br.*)$/
	# What leads to an address that is computed is no label.
	jump_to = field[2] ~ /^br/ ? "" : operand[n]
	return 1
}

function is_return(line) { return line ~ /^\te?ret(a[ab])?([ \t]|$)/ }

function is_trap(line) { return line ~ /^\t(brk|udf|hlt)\t/ }

# Does it read or write memory that is not the frame's?
function is_load_or_store(line) { return line ~ /^\t[a-z].*\[/ && line !~ /^\tprf|\[(sp|x29)[],]/ }

# May a fault be raised by it, other than by a call?
function may_fault(line) { return is_trap(line) || is_load_or_store(line) }

# Is it an access of which gcc knows that it may fault? See follow_pointers().
function is_access(line,    base) {
	if (!is_load_or_store(line) || line ~ /:(got_)?lo12:/)
		return 0
	base = line
	gsub(/^.*\[|[],].*/, "", base)
	return base in is_pointer
}

# What registers lead to behind that line
function follow_pointer(line,    field, operand, n, i, is_one) {
	if (is_call(line)) {
		for (i = 0; i < 19; i++)
			delete is_pointer["x" i]
		is_pointer["x0"] = 1
		return
	}
	split(line, field, /\t/)
	n = split(field[3], operand, /, */)
	if (line !~ /^\t[a-z]/ || field[2] ~ /^(st|cm[pn]|tst|ccm[pn]|prf)/)
		return
	if (field[2] ~ /^ld/)
		is_one = is_load_or_store(line) && line !~ /:(got_)?lo12:/
	else if (field[2] ~ /^(mov|add|sub)$/)
		is_one = operand[2] in is_pointer
	for (i = 1; i <= 1 + (field[2] ~ /^ldn?p/); i++) {
		sub(/^w/, "-x", operand[i])
		if (is_one && operand[i] ~ /^x/)
			is_pointer[operand[i]] = 1
		else {
			sub(/^-/, "", operand[i])
			delete is_pointer[operand[i]]
		}
	}
}

# Where the frame is set up, behind which x29 leads to it
function is_frame_line(line) { return line ~ /^\tmov\tx29, sp$|^\tadd\tx29, sp, #?[0-9]+$/ }

# Between the instruction that writes the record and that one it leads elsewhere; and so it does behind the one that reads it,
# which gcc 14 has before others, while the call frame information says so behind the last.
function follow_frame_line(line) {
	if (line ~ /^\tstp\tx29, x30, \[sp/)
		odd_frame = 1
	else if (is_frame_line(line))
		odd_frame = 0
	else if (line ~ /^\tldp\tx29, x30, \[/)
		left_at = at_line
}

# Is it read already?
function frame_is_left(    i) {
	for (i = left_at; i && i <= at_line; i++)
		if (text[i] ~ /^\t\.cfi_restore/)
			left_at = 0
	return left_at
}

# names(TEXT, I): does it name register i, or a part of it?
function names(operands, i) { return operands ~ ("(^|[^A-Za-z0-9_.$])[xwXW]" number[i] "([^A-Za-z0-9_]|$)") }

# The registers that an instruction writes whole, and which does not read them by being written: one, or two
function is_whole(mnemonic) {
	return mnemonic ~ /^(mov[zn]?|mvn|adrp?|adds?|subs?|neg|negs|ngc|adcs?|sbcs?|ands?|orr|orn|eor|eon|bics?|mul|madd|msub|mneg)$/ ||
		mnemonic ~ /^([su]mull|[su]maddl|[su]msubl|[su]mnegl|[su]mulh|[su]div|lslv?|lsrv?|asrv?|rorv?|extr|cls|clz|rbit|rev(16|32)?)$/ ||
		mnemonic ~ /^([su]xt[bhw]|[su]bfx|[su]bfiz|csel|csinc|csinv|csneg|csetm?|cinc|cinv|cneg|mrs)$/ ||
		mnemonic ~ /^(ldu?r|ldu?rs?[bh]|ldu?rsw|ldn?p|ldpsw|ldap?u?rs?[bhw]?|ldar[bh]?)$/
}

# Is register i written whole by this instruction, and not read?
function is_written(line, i,    field, operand, n, targets, sources) {
	split(line, field, /\t/)
	if (!is_whole(field[2]))
		return 0
	n = split(field[3], operand, /, */)
	targets = field[2] ~ /^ldn?p/ ? 2 : 1
	sources = ""
	for (n = n + 0; n > targets; n--)
		sources = sources " " operand[n]
	for (; n > 0; n--)
		if (operand[n] ~ ("^[xw]" number[i] "$"))
			return !names(sources, i)
	return 0
}

function asm_reads(line, i) { return names(line, i) }

# A line of the edit's own text that names _Unwind_Resume(): it is a call.
function read_resume(line) {
	if (text[line] !~ /^\tbl\t_Unwind_Resume$/)
		fail(line, "not understood: " text[line])
	resumes[line] = 1
}

# As a function is entered
function begin_frame() {
	split("", saved)
	split("", place_of)
	cfa = 31
	cfa_offset = 0
	odd_frame = 0
	left_at = 0
	kept_frames = 0
}

# Which of the caller's registers are saved, and, for place_of[], where. -1: x29 does not lead to the frame.
function saved_registers(    i, place, packed) {
	depth_at[at_line] = "none"
	if (odd_frame || frame_is_left() || !(29 in saved) || saved[30] != saved[29] + 8)
		return -1
	depth_at[at_line] = cfa == 31 ? cfa_offset + saved[29] : "?"
	packed = 0
	for (i = 0; i < KEPT_REGISTERS; i++) {
		if (!(number[i] in saved))
			continue
		place = (saved[number[i]] - saved[29]) / 8
		if (number[i] in place_of && place_of[number[i]] != place)
			fail(at_line, function_name "(): a register that is saved in two places")
		place_of[number[i]] = place
		packed += 2 ^ i
	}
	return packed
}

# What a row of a function has besides: which registers it saves anywhere. They are where that says.
function function_registers(    i, place, packed) {
	place = 2
	packed = 0
	for (i = 0; i < KEPT_REGISTERS; i++) {
		if (!(number[i] in place_of))
			continue
		if (place_of[number[i]] != place++)
			fail(frame_line, function_name "(): registers that are not saved one behind the other")
		packed += 2 ^ i
	}
	return packed * 2 ^ NEEDS_BIT
}

# A directive of call frame information that other architectures do not have: is it understood? (The return address is signed from
# there on, or not any more.)
function follow_other(name, arg) { return name ~ /^\.cfi_(window_save|negate_ra_state)$/ }

# There is no objtool.
function write_frame_is_noted() { }

function write_pad_begins() { }

function write_pad_ends() { }

function is_needless_in_pad(line) { return 0 }

# A line that is not inline assembly's, as it is written: what is called by pads alone gcc takes for unlikely, and does not align as
# it was told to, while the kernel refuses to patch the beginning of a function that is not.
function as_written(line) {
	if (line ~ /^\t\.(text|data|bss|section)/)
		in_code = line ~ /^\t\.(text|section\t\.[a-z_.]*text)/
	return in_code && line == "\t.align\t2" ? "\t.align\t3" : line
}

# A line of inline assembly in a file whose functions leave alone registers that calls keep
function as_fixed(line) { return line }

# Registers are where they are, but variables are not found by the frame pointer alone.
function is_realigned() { return 0 }
