# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: what is kept of each function when it has been read. All of it is of the whole module:
#
#	functions, f_name[F], f_dump[F], f_at[F]	F = 1...
#	f_params[F], f_param[F, K], f_result[F]		their types
#	f_empty[F], f_recovers[F]			does nothing; a handler that always recovers
#	at_hand[DUMP, NAME], named[NAME]		the function by that name; all functions by it, "F F "
#	calls, c_in[C], c_to[C], c_at[C]		from the function, to the name: %K is its parameter, * is anything
#	c_args[C], c_arg[C, K]				functions that it is given, by name; %K: the caller's own parameter
#	c_types[C, K], c_result[C]			their types as far as they are known
#	c_unless[C]					* is this name, if that is a function and not a variable
#	c_root[C]					it may itself give up, by this name
#	c_stopped[C], c_stopped_by[C]			defer_recover() came before it on every way; these handlers did
#	c_held[C]					what is held: "VARIABLE SUBSEP DESTRUCTOR SUBSEP LINE;"...
#	c_unset[C], c_public[C]				likewise, what landing pads would clean up that is not set, that others can find

# What gives up, by the name that it has in the source. No memory for a call beyond those that have room in the frame: see note_gate().
function is_root(c, t)
{
	if (c == "__kdefer_panic")
		return index(t, "INJECTED") ? "" : "soft_panic"
	if (c == "__kdefer_repanic")
		return "soft_repanic"
	if (c == "__kdefer_exit")
		return "soft_exit"
	return c == "__kdefer_add_to" ? "defer_to" : ""
}

# kdefer's own, whose bodies are not looked into
function is_own(c) { return c ~ /^__kdefer_/ && c !~ /^__kdefer_(body|user|kunit)_/ }

function registers(c) { return c ~ /^__kdefer_(add|add_call|add_recovering|add_handler|recover_errno)$/ }

# Its own frame, which is the last parameter, in whatever way it is handed on
function is_own_frame(v)
{
	v = origin(v)
	sub(/^&/, "", v)
	return v == param[params] || index(v, param[params] "->") == 1 || index(v, "*" param[params]) == 1
}

# A frame that came from elsewhere is another function's.
function is_others_frame(v,		k)
{
	v = origin(v)
	for (k = 1; k < params; k++)
		if (param[k] == v)
			return 1
	return 0
}

# ... or of what leads to one
function is_frame_type(t) { return t ~ /^struct defer_frame( \*( const)?)+$/ }

# The address of a variable in which the frame is
function is_address_of_frame(v)
{
	v = origin(v)
	return v ~ /^&/ && is_frame_type(arg_type(substr(v, 2)))
}

# Is the frame handed to this, or put where others may find it? They may fill it.
function is_given_frame(i, c,		k, n)
{
	if (kind[i] == "set")
		return is_own_frame(text[i]) && !is_temporary(result[i]) && !is_frame_type(arg_type(result[i]))
	if (c == "" || is_own(c) && c != "__kdefer_add_to")
		return 0
	n = arguments(text[i])
	for (k = 1; k <= n; k++)
		if (is_own_frame(arg[k]) || is_address_of_frame(arg[k]) || is_frame_type(arg_type(arg[k])) && !is_others_frame(arg[k]))
			return 1
	return 0
}

# Where may a call that is deferred find no room? Each place that defers, or takes the frame, is room for one, two at least and
# eight at most (<linux/kdefer/frame.h>); and a reservation of so many is room for them from there on. One of a number
# that is not written there is enough. set_to[] is the calls, reserved[] the reservations.
function note_room(slots, reserved,		i, r, n, total)
{
	solve(0)
	for (i = 1; i <= nodes; i++)
		total[i] = state[i]
	for (i in reserved)
		set_to[i] = -1
	solve(0)
	for (i = 1; i <= nodes; i++)
		if (state[i] >= slots)
			no_room[i] = 1
	for (r in reserved) {
		n = reserved[r]
		if (n == "" || n >= MOST)
			continue
		set_to[r] = 0
		solve(0, r)
		for (i = 1; i <= nodes; i++)
			if (state[i] >= n && total[i] >= slots)
				no_room[i] = 1
		set_to[r] = -1
	}
}

# Of a function that defers: where there may be no room for that, what stops a panic there.
function note_gate(		i, c, h, handlers, cancels, reserved, slots)
{
	slots = 0
	split("", no_room); split("", stopped); split("", stopped_by); split("", handlers)
	if (fn !~ /^__kdefer_(body|user)_/)
		return
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		c = kind[i] == "call" ? callee_of(text[i]) : ""
		if (kind[i] == "asm" && text[i] == "slot")
			slots++
		if (registers(c))
			set_to[i] = "+"
		else if (is_given_frame(i, c))
			set_to[i] = c == "__kdefer_add_to" ? "+" : MOST
		if (c == "__kdefer_cancel" || c == "__kdefer_now")
			cancels = 1
		if (c == "__kdefer_reserve") {
			arguments(text[i])
			reserved[i] = origin(arg[2]) ~ /^[0-9]+$/ ? origin(arg[2]) + 0 : ""
		}
		if (c == "__kdefer_add_recovering") {
			arguments(text[i])
			handlers[origin(arg[3])] = 1
		}
	}
	note_room(slots < 2 ? 2 : slots > 8 ? 8 : slots, reserved)
	note_stops("")
	for (h in handlers)
		if (!cancels || h == "__kdefer_recover_log")
			note_stops(h)
}

# From where on has defer_recover() been called, or this handler deferred, on every way?
function note_stops(h,		i, c)
{
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		c = kind[i] == "call" ? callee_of(text[i]) : ""
		if (h == "" && c == "__kdefer_recover_errno")
			set_to[i] = 0
		else if (h != "" && c == "__kdefer_add_recovering") {
			arguments(text[i])
			if (origin(arg[3]) == h)
				set_to[i] = 0
		}
	}
	solve(1)
	for (i = 1; i <= nodes; i++) {
		if (state[i] != 0)
			continue
		if (h == "" || h == "__kdefer_recover_log")
			stopped[i] = 1
		else
			stopped_by[i] = stopped_by[i] h " "
	}
}

# Of the variables that are cleaned up those for which "is" has it so, innermost first: as in c_held
function cleaned_up(i, is,		n, b, out)
{
	for (n = split(in_try[i], b, " "); n > 0; n--)
		if ((b[n] in dtor) && !is_own(dtor[b[n]]) && is[b[n], i])
			out = out kept[b[n]] SUBSEP dtor[b[n]] SUBSEP line_of(kept_at[b[n]]) ";"
	return out
}

# What is cleaned up, then the pairs, the newest first. Landing pads clean up as well.
function held_at(i,		n, out)
{
	if (!pads)
		out = cleaned_up(i, may_hold)
	for (n = i; n > 0; n--)
		if ((n, i) in held_pair)
			out = out held_pair[n, i]
	return out
}

# %K for a parameter, else a name that may be a function's, or nothing
function callable(v,		k)
{
	v = origin(v)
	sub(/^&/, "", v)
	if (v !~ /^[A-Za-z_$][A-Za-z_0-9.$@]*$/ || v ~ /^_[0-9]+$/)
		return ""
	for (k = 1; k <= params; k++)
		if (param[k] == v)
			return "%" k
	return (v in is_local) ? "" : v
}

function new_call(i, target, root,		c, k, n)
{
	c = ++calls
	c_in[c] = functions
	c_to[c] = target
	c_at[c] = at[i]
	c_root[c] = root
	c_stopped[c] = (i in stopped)
	c_stopped_by[c] = stopped_by[i]
	c_held[c] = held_at(i)
	if (pads) {
		c_unset[c] = cleaned_up(i, may_be_unset)
		c_public[c] = cleaned_up(i, is_public)
	}
	c_args[c] = n = arguments(text[i])
	for (k = 1; k <= n; k++) {
		c_types[c, k] = arg_type(arg[k])
		c_arg[c, k] = callable(arg[k])
	}
	c_result[c] = result[i] == "" ? "" : arg_type(result[i])
	return c
}

# ? is any
function arg_type(v)
{
	return (v in is_local) ? type_of[v] : "?"
}

function note_call(i,		c, target, k, v)
{
	c = callee_of(text[i])
	if (c ~ /^\./ || state_reached[i] < 0)
		return
	if (is_own(c) || registers(c)) {
		v = is_root(c, text[i])
		if (v == "" && registers(c) && (i in no_room))
			v = "defer"
		new_call(i, c, v)
		return
	}
	target = callable(c)
	if (target != "")
		new_call(i, target, "")
	if (target == c)
		return
	# By a variable: what it is assigned here, or anything.
	v = origin(c)
	for (k = 1; target == "" && k <= ndefs[v]; k++)
		if (callable(def[v, k]) != "")
			new_call(i, callable(def[v, k]), "")
	k = new_call(i, "*", "")
	c_unless[k] = target
	if (v in is_local)
		pointer_type(k, type_of[v])
}

# Of a variable more is known: RESULT (*) (PARAMETER, ...)
function pointer_type(c, t,		n, part)
{
	if (!match(t, / ?\(\*[^()]*\) \(/))
		return
	c_result[c] = substr(t, 1, RSTART - 1)
	t = substr(t, RSTART + RLENGTH)
	n = list(substr(t, 1, length(t) - 1), part)
	if (n != c_args[c])
		return
	for (; n > 0; n--)
		c_types[c, n] = part[n]
}

function is_empty(		i)
{
	for (i = 1; i <= nodes; i++)
		if (kind[i] !~ /^(label|return|end|goto)$/)
			return 0
	return 1
}

function function_end(		i, b, f)
{
	if (is_own(fn))
		return
	f = ++functions
	f_name[f] = fn
	f_dump[f] = dump
	f_at[f] = fn_line
	f_result[f] = fn_type
	f_params[f] = params
	for (i = 1; i <= params; i++)
		f_param[f, i] = param_type[i]
	f_empty[f] = is_empty()
	at_hand[dump, fn] = f
	named[fn] = named[fn] f " "
	split("", may_hold); split("", may_be_unset); split("", is_public); split("", is_kept); split("", state_reached)
	for (b in kept)
		is_kept[kept[b]] = 1
	read_conditions()
	nothing_set()
	solve(0)
	for (i = 1; i <= nodes; i++)
		state_reached[i] = state[i]
	for (b in kept)
		if (!is_own(dtor[b])) {
			flow_variable(b)
			if (pads) {
				flow_unset(b)
				flow_public(b)
			}
		}
	flow_pairs()
	note_gate()
	f_recovers[f] = always_recovers()
	for (i = 1; i <= nodes; i++)
		if (kind[i] == "call")
			note_call(i)
}
