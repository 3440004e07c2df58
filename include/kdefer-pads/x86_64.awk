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
	ARGUMENTS = split("rdi rsi rdx rcx r8 r9", argument_register, " ")
	# objtool follows the code as it is written.
	HAS_HINTS = 1
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

# The register, in all its width, that a word names; "": none
function whole_register(word) {
	sub(/^%/, "", word)
	if (word ~ /^r[0-9]+[dwb]?$/) {
		sub(/[dwb]$/, "", word)
		return word
	}
	if (word ~ /^[re]?([abcd]x|[sd]i|[sb]p)$/) {
		sub(/^[re]/, "", word)
		return "r" word
	}
	return word ~ /^[abcd]l$/ ? "r" substr(word, 1, 1) "x" : word ~ /^[sd]il$/ ? "r" substr(word, 1, 2) : ""
}

# Is it an access of which gcc knows that it may fault? See follow_pointers().
function is_access(line,    part, i, n, word) {
	if (line !~ /^\t[a-z].*\(/ || line ~ /^\t(lea|nop)/)
		return 0
	part = line
	gsub(/^[^(]*\(|\).*/, "", part)
	n = split(part, word, ",")
	for (i = 1; i <= n && i <= 2; i++)
		if (whole_register(word[i]) in is_pointer)
			return 1
	return 0
}

# The operands of a line, into operand[]; how many
function operands_of(line, operand,    field, n, i, k, part) {
	if (split(line, field, /\t/) < 3)
		return 0
	n = split(field[3], part, /, /)
	for (i = 1; i <= n; i++)
		operand[++k] = part[i]
	return k + 0
}

# Is what it puts into register TO a pointer that was loaded, or made of such a one?
function makes_pointer(line, to, source) {
	if (line ~ /^\tmovq\t%/ && line !~ /:/)
		return whole_register(source) in is_pointer
	if (line ~ /^\tmovq\t.*\(/)
		return line !~ /\(%r[sbi]p/
	if (line ~ /^\tleaq\t/)
		return is_access("\tmovq" substr(line, 6))
	return line ~ /^\t(add|sub|inc|dec)q\t/ && to in is_pointer
}

# What registers lead to behind that line
function follow_pointer(line,    operand, n, to, i, name) {
	if (is_call(line)) {
		n = split("rcx rdx rsi rdi r8 r9 r10 r11", name, " ")
		for (i = 1; i <= n; i++)
			delete is_pointer[name[i]]
		is_pointer["rax"] = 1
		return
	}
	n = operands_of(line, operand)
	if (line !~ /^\t[a-z]/ || line ~ /^\t(cmp|test|push|j|bt)/ || !n || (to = whole_register(operand[n])) == "")
		return
	if (makes_pointer(line, to, operand[1]))
		is_pointer[to] = 1
	else
		delete is_pointer[to]
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

# What a line reads of the frame: read_at[] by words from rbp, and read_from, from where on it hands over addresses
function find_reads_of(n,    line, offset) {
	line = text[n]
	while (match(line, /-?[0-9]+\(%rbp/)) {
		offset = word_at(substr(line, RSTART, RLENGTH - 5) + 0)
		read_at[offset] = 1
		if (line ~ /^\tlea/ && (read_from == "" || offset < read_from))
			read_from = offset
		line = substr(line, RSTART + RLENGTH)
	}
}

# Does that line write what the pad reads: registers of SET, or the frame?
function writes_for_pad(n, set,    line, operand, k, i, place) {
	line = text[n]
	if (line !~ /^\t[a-z]/ || line ~ /^\t(pop|push|leave|cmp|test|j|bt)/)
		return 0
	if (line ~ /^\trep/) {
		place = argument_place(n, 0)
		return place != "" && is_read(word_at(place), "")
	}
	k = split(line, operand, /\t|, /)
	for (i = 0; i < KEPT_REGISTERS; i++)
		if (has_bit(set, i) && names(operand[k], i) && operand[k] !~ /\(/)
			return 1
	return operand[k] ~ /^-?[0-9]+\(%rbp/ && is_read(word_at(operand[k] + 0), line ~ /,%r/ ? "" : word_at(operand[k] + 0))
}

# Does that piece of inline assembly say anything of what the pad reads of the frame?
function names_frame(n,    line, offset) {
	line = text[n]
	while (match(line, /-?[0-9]+\(%rbp/)) {
		offset = word_at(substr(line, RSTART, RLENGTH - 5) + 0)
		if (is_read(offset, offset + 1))
			return 1
		line = substr(line, RSTART + RLENGTH)
	}
	return 0
}

# An address in the frame that a line makes, in that register if it has a name; "": none
function address_made(n, name,    line) {
	line = text[n]
	if (line !~ /^\tleaq\t-?[0-9]+\(%rbp/ || (name != "" && line !~ ("%" name "$")))
		return ""
	sub(/^\tleaq\t/, "", line)
	return line + 0
}

# Is it the argument register i, from 0, that a line writes?
function is_argument(line, i,    operand, n) {
	n = operands_of(line, operand)
	return n && line !~ /^\t(cmp|test|push|j|bt)/ && whole_register(operand[n]) == argument_register[i + 1]
}

# The register that a line copies; "": it does something else
function copied_register(line,    operand) {
	return line ~ /^\tmovq\t%r[a-z0-9]+, %r/ && operands_of(line, operand) ? whole_register(operand[1]) : ""
}

# The number that an argument register is set to; "": none
function constant_argument(n, i,    line) {
	line = sets_argument(n, i)
	if (!line || text[line] !~ /^\tmov[lq]\t\$[0-9]+, /)
		return ""
	return substr(text[line], index(text[line], "$") + 1) + 0
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
