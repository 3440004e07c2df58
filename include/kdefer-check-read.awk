# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: reads what gcc's -fdump-tree-gimple-lineno has written. For each function it fills, and hands to
# function_end():
#
#	fn, fn_type, fn_line	its name, "RESULT (PARAMETER, ...)", where it is
#	params, param[K]	its parameters
#	is_local[V]		its variables; of two by one name the second is V@2
#	nodes, kind[N], text[N]	its statements: label, goto, if, switch, return, asm ("slot": a place that defers), call, set, end
#	at[N], in_try[N]	where it stands in the source; the try blocks that it is in, outermost first
#	to[N, I], edge[N, I]	where it leads, I = 1..ways[N]; by which outcome of an if: T or F
#	dtor[B], kept[B], kept_at[B]	of the try block B: what its "finally" calls, for which variable, declared where
#	ndefs[V], def[V, I]	what is assigned to a variable
#
# A line that is not understood ends it all: nothing is guessed. The format is the compiler's own, and may change.

# The name that a declaration declares; its type is left in "declared_type".
function declared(s,		v)
{
	sub(/;.*/, "", s)
	sub(/ = .*/, "", s)
	sub(/ \[value-expr: .*/, "", s)
	if (match(s, /[A-Za-z_$][A-Za-z_0-9.$]*(\[[^]]*\])*$/)) {
		v = substr(s, RSTART, RLENGTH)
		declared_type = substr(s, 1, RSTART - 1)
		if (match(v, /\[/)) {
			declared_type = declared_type substr(v, RSTART)
			v = substr(v, 1, RSTART - 1)
		}
		gsub(/ +$|^(static|register) /, "", declared_type)
		return v
	}
	return ""
}

function declare(s,		v, uid)
{
	v = declared(s)
	if (v == "" || s ~ /^extern /)
		return
	uid = v
	if (seen_name[v]++)
		uid = v "@" seen_name[v]
	if (uid != v)
		renamed++
	is_local[uid] = 1
	type_of[uid] = declared_type
	is_static[uid] = s ~ /^static /
	name[v] = uid
}

# With each variable by its own name, where one name has several.
function rename(s,		out, w)
{
	if (!renamed)
		return s
	while (match(s, /[A-Za-z_$][A-Za-z_0-9.$@]*/)) {
		w = substr(s, RSTART, RLENGTH)
		# A member is not meant.
		if ((w in name) && substr(s, RSTART - 1, 1) !~ /[.>]/)
			w = name[w]
		out = out substr(s, 1, RSTART - 1) w
		s = substr(s, RSTART + RLENGTH)
	}
	return out s
}

# A statement. What leads to the next one by itself is its predecessor.
function node(k, t, i)
{
	kind[++nodes] = k
	text[nodes] = t
	at[nodes] = i ? place(raw[i]) : ""
	if (at[nodes] == "")
		at[nodes] = last_at
	else
		last_at = at[nodes]
	in_try[nodes] = tries
	ways[nodes] = 0
	if (open_end)
		way(open_end, nodes, "")
	open_end = nodes
	return nodes
}

function way(from, target, e)
{
	to[from, ++ways[from]] = target
	edge[from, ways[from]] = e
}

# To a label, which may come later.
function jump(from, label, e)
{
	jump_from[++jumps] = from
	jump_to[jumps] = label
	jump_by[jumps] = e
}

# It may lead out of try blocks: what those have to do comes first, in copies of it that lead nowhere else.
function leave(from,		b, n)
{
	n = split(tries, b, " ")
	for (; n > 0; n--) {
		exit_from[++exits] = from
		exit_by[exits] = b[n]
	}
}

# A type that is written out, over several lines, is none of our business: its last line
function skip_type(i,		level)
{
	do {
		level += line[i] ~ /\{$/
		level -= line[i] ~ /^\}/
		if (!(i + 1 in line))
			fail(i, "not understood: a type without an end")
		if (!level && line[i] ~ /;$/)
			break
		line[i++] = "# DEBUG"
	} while (1)
	line[i] = "# DEBUG"
	return i
}

# So is what a variable begins with, where that takes several lines.
function skip_value(i,		last)
{
	do {
		if (!(++i in line))
			fail(i - 1, "not understood: a value without an end")
		last = line[i] ~ /;$/
		line[i] = "# DEBUG"
	} while (!last)
	return i
}

# From { on; where it goes on
function block(i,		j, saved, v, first)
{
	first = i + 1
	for (j = first; line[j] != "" && raw[j] !~ /^ *\[/; j++) {
		if (line[j] ~ /^(typedef |static |const |volatile )*(struct|union|enum)( [A-Za-z_$0-9]+)?$/ && line[j + 1] == "{")
			j = skip_type(j)
		else if (line[j] ~ / = .*[^;]$/)
			j = skip_value(j)
		else if (line[j] ~ /^(try$|[{}<]|if \(|goto |switch |return|\/\/|__asm__)/)
			break
	}
	split("", saved)
	if (line[j] == "" && j > first) {
		for (i = first; i < j; i++) {
			if (line[i] ~ /^# DEBUG/)
				continue
			v = declared(line[i])
			if (v != "" && !(v in saved))
				saved[v] = (v in name) ? name[v] : ""
			declare(line[i])
		}
		first = j
	}
	i = statements(first)
	for (v in saved) {
		if (saved[v] == "")
			delete name[v]
		else
			name[v] = saved[v]
	}
	return i
}

# try { } finally { }
function try_block(i,		b, outer, after, n, v)
{
	b = ++blocks
	outer = tries
	if (line[i + 1] != "{")
		fail(i + 1, "not understood: no block behind try")
	tries = tries (tries == "" ? "" : " ") b
	i = block(i + 1)
	tries = outer
	if (line[i] != "finally" || line[i + 1] != "{")
		fail(i, "not understood: no finally behind try")
	after = block(i + 1)
	for (n = i + 2; n < after - 1; n++) {
		if (!match(line[n], /^[A-Za-z_][A-Za-z_0-9.]* \(&[A-Za-z_0-9.]+\);$/))
			continue
		v = line[n]
		dtor[b] = substr(v, 1, index(v, " ") - 1)
		gsub(/^.*\(&|\);$/, "", v)
		kept[b] = (v in name) ? name[v] : v
		kept_at[b] = place(raw[n])
	}
	# Once more, for who leaves the block from within.
	n = open_end
	open_end = 0
	copying++
	exit_at[b] = nodes + 1
	block(i + 1)
	if (nodes < exit_at[b])
		delete exit_at[b]
	copying--
	open_end = n
	return after
}

function asm(i,		s, n)
{
	s = line[i]
	while (raw[i] !~ /\);$/) {
		if (!(++i in raw) || raw[i] ~ /^}/)
			fail(i - 1, "not understood: an asm without an end")
		s = s " " raw[i]
	}
	n = node("asm", s ~ /\.discard\.kdefer_slots/ ? "slot" : "", i)
	at[n] = last_at
	# Which of its labels is not asked.
	if (s ~ /^__asm__[^"]* goto/)
		jumps_anywhere[n] = 1
	return i + 1
}

function if_goto(s, i,		n)
{
	if (!match(s, /^if \(.*\) goto [^ ;]+; else goto [^ ;]+;$/))
		fail(i, "not understood: an if")
	n = s
	sub(/^if \(/, "", n)
	sub(/\) goto [^ ;]+; else goto [^ ;]+;$/, "", n)
	n = node("if", rename(n), i)
	leave(n)
	sub(/^.*\) goto /, "", s)
	jump(n, substr(s, 1, index(s, ";") - 1), "T")
	sub(/^.*; else goto /, "", s)
	jump(n, substr(s, 1, index(s, ";") - 1), "F")
	open_end = 0
}

function switch_goto(s, i,		n, part, k, target)
{
	if (s !~ /^switch \(.*\) <.*>$/)
		fail(i, "not understood: a switch")
	n = node("switch", "", i)
	leave(n)
	sub(/^switch \([^<]*\) </, "", s)
	sub(/>$/, "", s)
	k = list(s, part)
	for (; k > 0; k--) {
		target = part[k]
		if (!match(target, /: [^ ]+$/))
			fail(i, "not understood: a case")
		jump(n, substr(target, RSTART + 2), "")
	}
	open_end = 0
}

# A call, an assignment, or both: NAME (...); V = NAME (...); V = ...;
function simple(s, i,		lhs, rhs, n, eq)
{
	sub(/; \[[a-z ]*\]$/, ";", s)
	if (s !~ /;$/)
		fail(i, "not understood")
	s = rename(substr(s, 1, length(s) - 1))
	eq = index(s, " = ")
	rhs = s
	if (s !~ /^[A-Za-z_.$*0-9@]+ \(/ && eq) {
		lhs = substr(s, 1, eq - 1)
		rhs = substr(s, eq + 3)
	}
	if (rhs ~ /^[A-Za-z_.$0-9*@]+ \(.*\)$/)
		n = node("call", rhs, i)
	else if (lhs != "")
		n = node("set", rhs, i)
	else
		fail(i, "not understood")
	result[n] = lhs
	if (rhs ~ /^\.DEFERRED_INIT/)
		is_unset[lhs] = 1
	if (lhs != "" && !copying && rhs !~ /^\.DEFERRED_INIT|^\{CLOBBER/)
		def[lhs, ++ndefs[lhs]] = rhs
	if (rhs ~ /^__builtin_(unreachable|trap) \(/)
		open_end = 0
}

# Up to }; where it goes on
function statements(i,		s, n)
{
	while (1) {
		if (!(i in line))
			fail(i - 1, "not understood: a function without an end")
		s = line[i]
		if (s == "}")
			return i + 1
		if (s == "" || s ~ /^# DEBUG/ || s ~ /^\/\// || s ~ /^(GIMPLE_NOP|GIMPLE_PREDICT.*);?$/) {
			i++
		} else if (s == "{") {
			i = block(i)
		} else if (s == "try") {
			i = try_block(i)
		} else if (s ~ /^(<[^ ]*>|[A-Za-z_$][A-Za-z_0-9.$]*):( \[.*\])?$/) {
			sub(/:( \[.*\])?$/, "", s)
			n = node("label", s, i)
			if (!copying) {
				label_at[s] = n
				if (s !~ /^</)
					user_label[s] = n
			}
			i++
		} else if (s ~ /^goto [^ ;]+;$/) {
			n = node("goto", "", i)
			jump(n, substr(s, 6, length(s) - 6), "")
			leave(n)
			open_end = 0
			i++
		} else if (s ~ /^if \(/) {
			if_goto(s, i++)
		} else if (s ~ /^switch \(/) {
			switch_goto(s, i++)
		} else if (s ~ /^return( .*)?;$/) {
			n = node("return", rename(s), i)
			leave(n)
			open_end = 0
			i++
		} else if (s ~ /^__asm__/) {
			i = asm(i)
		} else {
			simple(s, i++)
		}
	}
}

function function_begin()
{
	split("", name); split("", seen_name); split("", is_local); split("", type_of); split("", is_static)
	split("", kind); split("", text); split("", at); split("", in_try); split("", ways); split("", to); split("", edge)
	split("", dtor); split("", kept); split("", kept_at); split("", exit_at); split("", param); split("", result)
	split("", label_at); split("", user_label); split("", jumps_anywhere); split("", ndefs); split("", is_unset); split("", def)
	nodes = jumps = exits = blocks = renamed = params = open_end = copying = 0
	tries = last_at = ""
}

# RESULT NAME (PARAMETER, ...)
function head(s, i,		j, level, c, part)
{
	for (j = length(s); j > 0; j--) {
		c = substr(s, j, 1)
		if (c == ")")
			level++
		else if (c == "(" && !--level)
			break
	}
	fn = substr(s, 1, j - 1)
	sub(/ +$/, "", fn)
	if (j < 2 || !match(fn, /[A-Za-z_$][A-Za-z_0-9.$]*$/))
		fail(i, "not understood: the head of a function")
	fn_type = substr(fn, 1, RSTART - 1)
	fn = substr(fn, RSTART)
	gsub(/ +$/, "", fn_type)
	params = list(substr(s, j + 1, length(s) - j - 1), part)
	for (j = 1; j <= params; j++) {
		declare(part[j])
		param[j] = declared(part[j])
		if (part[j] == "void" || part[j] == "...")
			param[j] = ""
		param_type[j] = param[j] == "" ? part[j] : declared_type
	}
}

function resolve_jumps(		i, l)
{
	for (i = 1; i <= jumps; i++) {
		l = jump_to[i]
		if (l in label_at)
			way(jump_from[i], label_at[l], jump_by[i])
		else if ((l in is_local) || l ~ /^_[0-9]+$|^[A-Za-z_].*\.[0-9]/)
			jumps_anywhere[jump_from[i]] = 1
		else
			fail(lines, "not understood: no label " l)
	}
	for (i = 1; i <= exits; i++)
		if (exit_by[i] in exit_at)
			way(exit_from[i], exit_at[exit_by[i]], "")
	for (i in jumps_anywhere)
		for (l in user_label)
			way(i, user_label[l], "")
}

# A whole one: raw[1..lines], of which the first are its head.
function read_function(		i)
{
	function_begin()
	for (i = 1; i <= lines; i++)
		line[i] = plain(raw[i])
	for (i = 1; i <= lines && line[i] != "{"; i++)
		;
	if (i > lines || i < 2)
		fail(1, "not understood: no function")
	head(line[i - 1], i - 1)
	fn_line = place(raw[i])
	last_at = fn_line
	block(i)
	node("end", "", 0)
	resolve_jumps()
	function_end()
}

FNR == 1 { dump = FILENAME; lines = 0; split("", raw); split("", line); dumps++ }
{ sub(/\r$/, "") }
!lines && (/^$/ || /^;;/ || /^__attribute__\(\(/ || /^\[[^][]*\] __attribute__/) { next }
{ raw[++lines] = $0 }
/^}$/ {
	read_function()
	lines = 0
	split("", raw)
	split("", line)
}
