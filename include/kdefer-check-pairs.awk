# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: what a function takes and gives back by itself, by mutex_lock() and mutex_unlock(), kmalloc() and
# kfree() and the like. It is held where it was taken on every way to there, and where a way leads on to where it is
# given back: who hands it on, or lets the caller give it back, is not meant.

# Is it a function that takes a lock? The kind of lock is left in lock_family.
function lock_taken(c)
{
	lock_family = ""
	if (c ~ /^mutex_lock(_nested|_io|_nest_lock)?$/)
		lock_family = "mutex"
	else if (c ~ /^(spin|__?raw_spin|rt_spin)_lock(_bh|_irq|_irqsave|_nested|_irqsave_nested)?$/)
		lock_family = "spin"
	else if (c ~ /^__?raw_read_lock(_bh|_irq|_irqsave)?$|^(rt_)?read_lock$/)
		lock_family = "read"
	else if (c ~ /^__?raw_write_lock(_bh|_irq|_irqsave)?$|^(rt_)?write_lock$/)
		lock_family = "write"
	else if (c ~ /^down_read(_nested)?$/)
		lock_family = "down_read"
	else if (c ~ /^down_write(_nested)?$/)
		lock_family = "down_write"
	else if (c ~ /^(rcu_read_lock(_bh|_sched)?|srcu_read_lock|rtnl_lock|down)$/)
		lock_family = c
	return lock_family != ""
}

function lock_given_back(c)
{
	lock_family = ""
	if (c == "mutex_unlock")
		lock_family = "mutex"
	else if (c ~ /^(spin|__?raw_spin|rt_spin)_unlock(_bh|_irq|_irqrestore)?$/)
		lock_family = "spin"
	else if (c ~ /^__?raw_read_unlock(_bh|_irq|_irqrestore)?$|^(rt_)?read_unlock$/)
		lock_family = "read"
	else if (c ~ /^__?raw_write_unlock(_bh|_irq|_irqrestore)?$|^(rt_)?write_unlock$/)
		lock_family = "write"
	else if (c ~ /^up_(read|write)$/)
		lock_family = "down" substr(c, 3)
	else if (c ~ /^(rcu_read_unlock(_bh|_sched)?|srcu_read_unlock|rtnl_unlock)$/) {
		lock_family = c
		sub(/unlock/, "lock", lock_family)
	} else if (c == "up")
		lock_family = "down"
	return lock_family != ""
}

# One that may not get it; lock_sense is 1 if it says so by 0.
function lock_tried(c)
{
	lock_family = ""
	lock_sense = 1
	if (c == "mutex_trylock")
		lock_family = "mutex"
	else if (c ~ /^(spin|__?raw_spin)_trylock(_bh|_irq)?$/)
		lock_family = "spin"
	else if (c ~ /^down_(read|write)_trylock$/)
		lock_family = substr(c, 1, length(c) - 8)
	else if (c ~ /^mutex_lock_(interruptible|killable)(_nested)?$/)
		lock_family = "mutex"
	else if (c ~ /^down_(read|write)_(interruptible|killable)$/) {
		lock_family = c
		sub(/_[a-z]*$/, "", lock_family)
	} else if (c ~ /^down_(interruptible|killable)$/)
		lock_family = "down"
	if (c ~ /_(interruptible|killable)(_nested)?$/)
		lock_sense = -1
	return lock_family != ""
}

function is_allocation(t) { return t ~ /^_*(k|kv|v)[mzc]?alloc[a-z_0-9]* \(|^_*(kmemdup|kstrdup|kstrndup|kasprintf|kvasprintf|vmemdup_user|memdup_user|strndup_user|kmem_cache_z?alloc)[a-z_]* \(/ }
function is_free(c) { return c ~ /^(k|kv|v)free(_sensitive)?$/ }

# Is what is assigned here new memory, whatever way it comes?
function is_new_memory(t, depth,		i, yes)
{
	t = uncast(t)
	if (is_allocation(t))
		return 1
	# The kernel's macros name theirs _res and the like.
	if (depth > 8 || !is_temporary(t) && t !~ /^_[a-z]/ || !ndefs[t])
		return 0
	for (i = 1; i <= ndefs[t]; i++) {
		if (def[t, i] == "0B")
			continue
		if (!is_new_memory(def[t, i], depth + 1))
			return 0
		yes = 1
	}
	return yes
}

function pretty_lock(c)
{
	sub(/^__?raw_|^rt_/, "", c)
	return c
}

# Does an assignment change what a lock's address is made of?
function changes(v, key)
{
	return v ~ /^[A-Za-z_$][A-Za-z_0-9.$@]*$/ && has_word(key, v)
}

# Notes for each statement I that holds it where that was taken, at T: in held_pair[T, I]. What stands before it, as it
# is written, is taken for the place.
function note_pair(what,		i, t)
{
	for (i = 1; i <= nodes; i++) {
		if (i in taken)
			t = i
		else if (state[i] == 0 && (i in leads_on) && kind[i] == "call" && !(i in wanted) && t)
			held_pair[t, i] = held_pair[t, i] what SUBSEP taken[t] SUBSEP line_of(at[t]) ";"
	}
}

# key: "FAMILY ADDRESS"
function flow_lock(key,		i, c)
{
	nothing_set()
	split("", taken)
	split("", wanted)
	split("", ends)
	for (i = 1; i <= nodes; i++) {
		if (kind[i] == "if" && if_asks[i] == key) {
			by_edge[i, if_had[i]] = 0
			by_edge[i, other(if_had[i])] = 1
		}
		if (i in lock_key && lock_key[i] == key) {
			c = callee_of(text[i])
			if (lock_given_back(c)) {
				set_to[i] = 1
				wanted[i] = 1
			} else {
				if (lock_taken(c))
					set_to[i] = 0
				ends[i] = 1
				taken[i] = pretty_lock(c)
			}
		} else if ((kind[i] == "call" || kind[i] == "set") && changes(result[i], key)) {
			set_to[i] = 1
			ends[i] = 1
		}
	}
	solve(1)
	solve_back()
	note_pair(substr(key, index(key, " ") + 1))
}

# Memory is no longer only ours when it is put where others find it.
function is_handed_on(i, v,		c, n)
{
	if (kind[i] == "set")
		return (origin(text[i]) == v || has_word(text[i], v) && text[i] ~ /^[&{]/) && !is_temporary(result[i])
	c = callee_of(text[i])
	if (c !~ /add|insert|enqueue|queue|register|publish|assign|set_|store|replace|^(hlist|list|rb|xa|idr|rcu)_/)
		return 0
	n = arguments(text[i])
	for (; n > 0; n--)
		if (has_word(origin(arg[n]), v))
			return 1
	return 0
}

function flow_memory(v,		i, any)
{
	nothing_set()
	split("", taken)
	split("", wanted)
	split("", ends)
	for (i = 1; i <= nodes; i++) {
		if (kind[i] == "if" && if_asks[i] == v)
			by_edge[i, other(if_had[i])] = 1
		if (kind[i] != "call" && kind[i] != "set")
			continue
		if (i in freed && freed[i] == v) {
			set_to[i] = 1
			wanted[i] = 1
		} else if (result[i] == v) {
			set_to[i] = is_new_memory(text[i], 0) ? 0 : 1
			ends[i] = 1
			if (set_to[i] == 0) {
				taken[i] = "memory"
				any = 1
			}
		} else if (is_handed_on(i, v)) {
			set_to[i] = 1
		}
	}
	if (!any)
		return
	solve(1)
	solve_back()
	note_pair(v)
}

function flow_pairs(		i, c, key, v, given, freed_any)
{
	split("", held_pair); split("", lock_key); split("", freed); split("", given); split("", freed_any)
	for (i = 1; i <= nodes; i++) {
		if (kind[i] != "call")
			continue
		c = callee_of(text[i])
		if (lock_given_back(c) || lock_taken(c) || lock_tried(c)) {
			key = lock_family
			arguments(text[i])
			lock_key[i] = key " " origin(arg[1])
			if (lock_given_back(c))
				given[lock_key[i]] = 1
		} else if (is_free(c)) {
			arguments(text[i])
			v = origin(arg[1])
			if ((v in is_local) && !is_static[v] && !(v in is_kept)) {
				freed[i] = v
				freed_any[v] = 1
			}
		}
	}
	for (key in given)
		flow_lock(key)
	for (v in freed_any)
		flow_memory(v)
}
