# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: what can be said of one function's variables at each of its statements. Of what is read it asks
# for each of some things, one by one: may it be so when we come here?

# For the thing at hand: set_to[N], what it is behind a statement, "" as before, "+" one more; by_edge[N, EDGE], what
# it is there, -1: it is not taken. When done, state[N] is the most that it may be before the statement: -1 where
# nobody comes. It is counted up to MOST. The way begins at the first statement, or at "from".
function solve(entry, from,		i, k, j, v, w, again)
{
	for (i = 1; i <= nodes; i++)
		state[i] = -1
	state[from ? from : 1] = entry
	do {
		again = 0
		for (i = 1; i <= nodes; i++) {
			if ((v = state[i]) < 0)
				continue
			if (i in set_to)
				v = set_to[i] == "+" ? (v < MOST ? v + 1 : MOST) : set_to[i]
			for (k = 1; k <= ways[i]; k++) {
				w = v
				if ((i, edge[i, k]) in by_edge)
					w = by_edge[i, edge[i, k]]
				j = to[i, k]
				if (w > state[j]) {
					state[j] = w
					again = 1
				}
			}
		}
	} while (again)
}

# More than any frame has room for, and than is looked at behind a reservation
BEGIN { MOST = 64 }

function nothing_set()
{
	split("", set_to)
	split("", by_edge)
}

# Where does a way lead to one of "wanted", past none of "ends"? In leads_on[N].
function solve_back(		i, k, again)
{
	split("", leads_on)
	do {
		again = 0
		for (i = nodes; i > 0; i--) {
			if (i in leads_on)
				continue
			for (k = 1; k <= ways[i]; k++)
				if ((to[i, k] in wanted) || (to[i, k] in leads_on) && !(to[i, k] in ends)) {
					leads_on[i] = again = 1
					break
				}
		}
	} while (again)
}

function callee_of(t)
{
	return substr(t, 1, index(t, " (") - 1)
}

# Its arguments, in arg[1..]
function arguments(t)
{
	t = substr(t, index(t, " (") + 2)
	return list(substr(t, 1, length(t) - 1), arg)
}

function has_word(t, w,		i, n)
{
	n = length(w)
	while (i = index(t, w)) {
		if (substr(t, i + n, 1) !~ /[A-Za-z_0-9.$@]/ && (i == 1 || substr(t, i - 1, 1) !~ /[A-Za-z_0-9.$@>]/))
			return 1
		t = substr(t, i + n)
	}
	return 0
}

# Of the compiler's making, or of a macro's: what is copied into it is looked at at once.
function is_temporary(v) { return v ~ /^_[0-9]+$|^[DC]\.[0-9]+$|^[A-Za-z_].*\.[0-9]+(_[0-9]+)?$|^__/ }

# ... and of what? Of what is assigned in two places nothing is known.
function is_copy(v)
{
	return v ~ /^[A-Za-z_$][A-Za-z_0-9.$@]*$/ && ndefs[v] == 1 && !(v in is_kept) && (is_temporary(v) || !(v in is_local))
}

function uncast(v)
{
	while (v ~ /^\([^()]*(\(\*[^()]*\) \([^()]*\))?\) [^ ]/) {
		if (v ~ /^\([^()]*\(\*/)
			sub(/^\([^()]*\(\*[^()]*\) \([^()]*\)\) /, "", v)
		else
			sub(/^\([^()]*\) /, "", v)
	}
	return v
}

# What a value is copied from: a variable, a function, an address
function origin(v,		d)
{
	for (d = 0; d < 30; d++) {
		v = uncast(v)
		if (v ~ /^(spinlock_check|__builtin_expect|__must_check_fn|__builtin_launder) \(/) {
			arguments(v)
			v = arg[1]
		} else if (is_copy(v)) {
			v = def[v, 1]
		} else if (v ~ /^\*/ && origin_of_pointer(substr(v, 2)) != "") {
			v = origin_of_pointer(substr(v, 2))
		} else {
			break
		}
	}
	return v
}

# The variable that a pointer is the address of
function origin_of_pointer(p)
{
	if (ndefs[p] == 1 && is_temporary(p) && def[p, 1] ~ /^&[A-Za-z_$][A-Za-z_0-9.$@]*$/)
		return substr(def[p, 1], 2)
	return ""
}

# A condition: which variable, or lock, does it ask for? "sense" is 1 if it is had where the value is not 0, -1 where it is.
function asked(v, depth,		c)
{
	if (depth > 30)
		return ""
	v = uncast(v)
	if (match(v, / (==|!=|<|>=) (0B?|18446744073709547520|-4096)$/)) {
		if (substr(v, RSTART) ~ /^ (==|<)/)
			sense = -sense
		return asked(substr(v, 1, RSTART - 1), depth + 1)
	}
	if (v ~ /^[A-Za-z_][A-Za-z_0-9]* \(.*\)$/) {
		c = callee_of(v)
		arguments(v)
		if (c ~ /^(IS_ERR|IS_ERR_OR_NULL|PTR_ERR_OR_ZERO|__kdefer_failure|class_.*_lock_err)$/) {
			sense = -sense
			return asked(arg[1], depth + 1)
		}
		if (c ~ /^(__builtin_expect|__must_check_fn|class_.*_lock_ptr)$/)
			return asked(arg[1], depth + 1)
		if (lock_tried(c)) {
			sense *= lock_sense
			return lock_family " " origin(arg[1])
		}
		return ""
	}
	if (v ~ /^&[A-Za-z_$][A-Za-z_0-9.$@]*$/)
		return substr(v, 2)
	if (v ~ /^\*/)
		return origin_of_pointer(substr(v, 2))
	# Of struct fd, and of guards.
	if (v ~ /^[A-Za-z_$][A-Za-z_0-9$@]*\.(file|word|lock)$/ && !is_temporary(v)) {
		sub(/\.[a-z]*$/, "", v)
		return v
	}
	if (v !~ /^[A-Za-z_$][A-Za-z_0-9.$@]*$/)
		return ""
	if (is_copy(v))
		return asked(def[v, 1], depth + 1)
	return (v in is_local) ? v : ""
}

# Each if: what it asks for, and the edge on which that is had, and is not.
function read_conditions(		i)
{
	split("", if_asks)
	split("", if_had)
	for (i = 1; i <= nodes; i++) {
		if (kind[i] != "if")
			continue
		sense = 1
		if_asks[i] = asked(text[i], 0)
		if_had[i] = sense > 0 ? "T" : "F"
	}
}

function other(e) { return e == "T" ? "F" : "T" }

# Is that the value of a variable that has none yet? With -ftrivial-auto-var-init gcc assigns one, by way of a temporary.
function no_value(t) { return t ~ /^(\{CLOBBER.*|\.DEFERRED_INIT .*)$/ || is_temporary(t) && (t in is_unset) && !ndefs[t] }

# With landing pads: may a variable be cleaned up that was not set? In may_be_unset[B, N].
function flow_unset(b,		v, i)
{
	v = kept[b]
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		if (kind[i] != "call" && kind[i] != "set")
			continue
		if (result[i] == v || result[i] ~ /^\*/ && origin_of_pointer(substr(result[i], 2)) == v)
			set_to[i] = no_value(text[i])
		else if (index(result[i], v) == 1 && substr(result[i], length(v) + 1) ~ /^(\.[A-Za-z_]|\[)/)
			set_to[i] = 0
		else if (kind[i] == "set" ? has_word(text[i], "&" v) : callee_of(text[i]) !~ /^\./ && is_given(i, v))
			set_to[i] = 0
	}
	solve(1)
	for (i = 1; i <= nodes; i++)
		may_be_unset[b, i] = state[i] > 0
}

# The variable that a pointer is, or points into: of &v->list it is v.
function pointed_into(t)
{
	t = origin(t)
	if (match(t, /^&[A-Za-z_$][A-Za-z_0-9.$@]*->/))
		t = origin(substr(t, 2, RLENGTH - 3))
	return t
}

# Does a statement put what V points to where others find it, for certain? A member of what is itself only ours, a list
# of our own, and what may fail are no such places.
function publishes(i, v,		c, base)
{
	if (kind[i] == "set") {
		if (origin(text[i]) != v)
			return 0
		base = result[i]
		if (base !~ /->|^\*/)
			return base !~ /\./ && !(base in is_local)
		sub(/^\*/, "", base)
		sub(/->.*/, "", base)
		base = origin(base)
		return !(base in is_kept)
	}
	c = callee_of(text[i])
	if (c !~ /^h?list_(add|move)|^list_replace|^hlist_nulls_add|^llist_add|^rb_link_node/ || arguments(text[i]) < 2)
		return 0
	return pointed_into(arg[1]) == v && !(substr(origin(arg[2]), 2) in is_local) && !(pointed_into(arg[2]) in is_kept)
}

# With landing pads: may it be cleaned up although others can find it? In is_public[B, N]. Needs may_hold.
function flow_public(b,		v, i, any)
{
	v = kept[b]
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		if (kind[i] == "if" && if_asks[i] == v)
			by_edge[i, other(if_had[i])] = 0
		if (kind[i] != "call" && kind[i] != "set")
			continue
		if (result[i] == v)
			set_to[i] = 0
		else if (may_hold[b, i] && publishes(i, v))
			set_to[i] = any = 1
	}
	if (!any)
		return
	solve(0)
	for (i = 1; i <= nodes; i++)
		is_public[b, i] = state[i] > 0
}

# May a variable that is cleaned up hold something? In may_hold[B, N], for each try block.
function flow_variable(b,		v, i, fixed)
{
	v = kept[b]
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		if (kind[i] == "if") {
			if (if_asks[i] == v)
				by_edge[i, other(if_had[i])] = 0
			continue
		}
		if (kind[i] != "call" && kind[i] != "set")
			continue
		if (result[i] == v || result[i] ~ /^\*/ && origin_of_pointer(substr(result[i], 2)) == v)
			set_to[i] = !(text[i] ~ /^(0B?|\{\})$/ || no_value(text[i]))
		else if (index(result[i], v) == 1 && substr(result[i], length(v) + 1) ~ /^(\.[A-Za-z_]|\[)/)
			set_to[i] = 1
		else if (kind[i] == "set" && has_word(text[i], "&" v) && origin_of_pointer(result[i]) != v)
			fixed = 1
		else if (kind[i] == "call" && callee_of(text[i]) !~ /^class_.*_lock_(ptr|err)$|^\./ && is_given(i, v))
			set_to[i] = 1
	}
	if (fixed)
		for (i = 1; i <= nodes; i++)
			set_to[i] = 1
	solve(0)
	for (i = 1; i <= nodes; i++)
		may_hold[b, i] = state[i] > 0 || fixed || state[i] >= 0 && (i in set_to) && set_to[i] == 1 && result[i] != v
}

# Does a call get the variable's address? Its own destructor need not be told.
function is_given(i, v,		n)
{
	n = arguments(text[i])
	for (; n > 0; n--)
		if (arg[n] == "&" v || origin_of_pointer(arg[n]) == v)
			return 1
	return 0
}

# Is it called on every way out of a handler that is handed a panic?
function always_recovers(		i, seen)
{
	if (!params || param_type[1] !~ /^struct soft_panic \*$/)
		return 0
	nothing_set()
	for (i = 1; i <= nodes; i++) {
		if (kind[i] == "if" && if_asks[i] == param[1])
			by_edge[i, other(if_had[i])] = -1
		if (kind[i] == "call" && callee_of(text[i]) == "__kdefer_recover") {
			set_to[i] = 0
			seen = 1
		}
	}
	if (!seen)
		return 0
	solve(1)
	for (i = 1; i <= nodes; i++)
		if ((kind[i] == "return" || kind[i] == "end") && state[i] > 0)
			return 0
	return 1
}
