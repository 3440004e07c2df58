# SPDX-License-Identifier: GPL-2.0
# What the edit has to know of x86-64's instructions, as gcc writes them; see edit.awk. arm64.awk has the same names.
#
# Of the registers that calls keep a row has four bits each: by how many words below rbp the caller's is saved, 0: it is not, and
# one for each that a pad reads.
BEGIN {
	KEPT_REGISTERS = 5
	# As DWARF numbers them; the others by their names.
	number[0] = 3
	number[1] = 12
	number[2] = 13
	number[3] = 14
	number[4] = 15
	# Where in a row the bits of needs() begin
	NEEDS_BIT = 20
	WHY_NO_FRAME = "it has cleanups, and its stack is realigned: for a variable with __aligned() of more than 8, or many" \
		" arguments that it takes. Move that into a function of its own"
}

function is_call(line) { return line ~ /^\t(cs |notrack )*(call|callq)\t/ }

# Is there a call among the instructions of a line of inline assembly?
function has_call(line) { return line ~ /(^|[ \t:;])(call|callq)[ \t]/ }

# A call, or a jump, out of the function: to what name, or nothing; "*": nobody knows which
function callee(line,    field) {
	if (!is_call(line) && line !~ /^\t(cs )?jmp\t[^.]/)
		return ""
	split(line, field, /\t/)
	sub(/@PLT$/, "", field[3])
	if (field[3] ~ /__fentry__|^__x86_return_thunk$/)
		return ""
	return field[3] ~ /^[A-Za-z_][A-Za-z0-9_.$]*$/ && field[3] !~ /^__x86_indirect_/ ? field[3] : "*"
}

# Does it go on elsewhere? Then jump_to is the label, or what is no label of this file; jump_is_sure: it does so always.
function is_jump(line,    field) {
	if (line !~ /^\t(notrack )?j[a-z]+\t/)
		return 0
	split(line, field, /\t/)
	# What leads to an address that is computed is no label.
	jump_to = field[2] ~ /^j[a-z]+$/ ? field[3] : ""
	jump_is_sure = field[2] ~ /jmp$/
	return 1
}

function is_return(line) { return line ~ /^\t(ret|iret|lret|rep[ ]?ret)/ || line ~ /^\tjmp\t__x86_return_thunk/ }

function is_trap(line) { return line ~ /^\tud2/ }

# May a fault be raised by it, other than by a call?
function may_fault(line) { return line ~ /^\t(i?div|ud[12])|\(|%[fg]s:/ && line !~ /^\t(lea|nop)/ }

# gcc knows of an access by an instruction that it may fault, but not to the frame or by name.
function is_access(line) {
	return line ~ /\(|%[fg]s:/ && line ~ /^\t[a-z]/ && line !~ /^\t(lea|nop)|\(%r[sbi]p\)/
}

# Where the frame is set up, behind which rbp leads to it
function is_frame_line(line) { return line ~ /^\tmovq\t%rsp, %rbp/ }

function follow_frame_line(line) { }

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

# Inline assembly says only what it names. Some instructions read rbx without.
function asm_reads(line, i) {
	return names(line, i) || (i == 0 && line ~ /cmpxchg(8|16)b|cpuid|vmcall|vmmcall|tdcall|encl[suv]/)
}

# A line of the edit's own text that names _Unwind_Resume(): a call, or one through the register that it is put into here.
function read_resume(line,    field, target, i) {
	if (text[line] ~ /^\t(cs )?call\t_Unwind_Resume(@PLT)?$/) {
		resumes[line] = 1
		return
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

# What a line reads of the frame: read_at[] by offsets from rbp, and read_from, from where on it hands over addresses
function find_reads_of(n,    line, offset) {
	line = text[n]
	while (match(line, /-?[0-9]+\(%rbp/)) {
		offset = substr(line, RSTART, RLENGTH - 5) + 0
		read_at[offset] = 1
		if (line ~ /^\tlea/ && (read_from == "" || offset < read_from))
			read_from = offset
		line = substr(line, RSTART + RLENGTH)
	}
}

# Does that line write what the pad reads: registers of SET, or the frame?
function writes_for_pad(n, set,    line, operand, k, i, offset) {
	line = text[n]
	if (n in assembly || line !~ /^\t[a-z]/ || line ~ /^\t(pop|push|leave|cmp|test|call|j|bt)/)
		return 0
	k = split(line, operand, /\t|, /)
	for (i = 0; i < KEPT_REGISTERS; i++)
		if (has_bit(set, i) && names(operand[k], i) && operand[k] !~ /\(/)
			return 1
	if (operand[k] !~ /^-?[0-9]+\(%rbp/)
		return 0
	offset = operand[k] + 0
	return offset in read_at || (read_from != "" && offset >= read_from)
}

# As a function is entered
function begin_frame() {
	split("", saved)
	cfa = 7
	cfa_offset = 8
	odd_frame = 0
	kept_frames = 0
}

# Where the caller's registers are. -1: the frame is not as frames are.
function saved_registers(    i, words, packed) {
	if (!is_realigned() && (cfa != 6 || cfa_offset != 16) || odd_frame)
		return -1
	packed = 0
	for (i = 0; i < KEPT_REGISTERS; i++) {
		if (!(number[i] in saved))
			continue
		words = (-saved[number[i]] - 16) / 8
		if (words < 1 || words > 15 || words != int(words))
			return -1
		packed += words * 16 ^ i
	}
	return packed
}

# What a row of a function has besides
function function_registers() { return 0 }

# A byte, as two digits of hexadecimal with 0x or one of decimal, that is a number with a sign
function signed_byte(word,    value) {
	value = index("0123456789abcdef", substr(word, length(word))) - 1
	if (word ~ /^0x[0-9a-f][0-9a-f]$/)
		value += 16 * (index("0123456789abcdef", substr(word, 3, 1)) - 1)
	return value < 64 ? value : value - 128
}

# A directive of call frame information that other architectures do not have: is it understood? By such ones a function tells whose
# stack is realigned, and which has a copy of its return address: that a register is so far from rbp, and at last that the
# rest is found by what is so far from there.
function follow_other(name, arg,    n) {
	if (name != ".cfi_escape")
		return 0
	n = signed_byte(arg[2])
	if (arg[1] == "0x10" && arg[3] == "0x2" && arg[4] == "0x76" && arg[6] == "") {
		if (n != 6)
			saved[n] = signed_byte(arg[5]) - 16
	} else if (arg[1] == "0xf" && arg[2] == "0x3" && arg[3] == "0x76" && arg[5] == "0x6")
		cfa = "realigned"
	# 0x2e: how much a call has on the stack, which matters to nobody here
	else if (arg[1] != "0x2e")
		odd_frame = 1
	return 1
}

# Registers are where they are, but variables are not found by rbp alone.
function is_realigned() { return cfa == "realigned" }

# For objtool: the unwinder's data are the same in pads as where the frame is noted.
function hint(kind) {
	print ".Lkdefer_hint" ++hints ":"
	print "\t.pushsection .discard.unwind_hints"
	print "\t.long .Lkdefer_hint" hints " - ."
	print "\t.short 0"
	print "\t.byte 0, " kind ", 0"
	print "\t.balign 4"
	print "\t.popsection"
}

function write_frame_is_noted() { hint("kdefer_hint_save") }

function write_pad_begins() { hint("kdefer_hint_restore") }

# It does not come back: objtool knows this for an end.
function write_pad_ends() { print "\tud2" }

# A pad is entered by a return: it needs no mark of where a jump may lead.
function is_needless_in_pad(line) { return line ~ /^\tendbr64/ }

# A line that is not inline assembly's, as it is written
function as_written(line) { return line }

# A line of inline assembly in a file whose functions leave alone registers that calls keep: put_user() changes rbx, by what
# it calls.
function as_fixed(line) {
	return line ~ /^[ \t]*call[ \t]+__put_user_[a-z0-9_]+[ \t]*$/ ? "\tpush\t%rbx\n" line "\n\tpop\t%rbx" : line
}
