# SPDX-License-Identifier: GPL-2.0
# awk -v seed=N -v programs=N -f generate.awk: random programs in C, each a few functions by which something may give up
# or not, and one that calls them and holds something, or not. What is true of each call is known when it is written: where it is
# made with something held, and may give up, a line "// !! WHAT IS HELD" stands before it.

function random(n)
{
	seed = (seed * 16807) % 2147483647
	return seed % n
}

function put(s) { printf "%s%s\n", substr("\t\t\t\t\t\t\t\t\t\t\t\t", 1, level), s }

# target[I], may[I]: the functions of this program
function define_targets(		p, i, t)
{
	p = "p" program
	targets = 0
	target[++targets] = "deep"
	may[targets] = 1
	target[++targets] = "harmless"
	may[targets] = 0
	for (i = 1; i <= 5; i++) {
		t = 1 + random(targets)
		define_target(p "_" i, random(7), target[t], may[t])
	}
}

function define_target(name, how, on, on_may)
{
	if (how <= 1) {
		print "noinline void " name "(int n)\n{\n\tif (n)\n\t\t" on "(n - 1);\n}\n"
	} else if (how == 2) {
		print "static inline void " name "(int n)\n{\n\twhile (n--)\n\t\t" on "(n);\n}\n"
	} else if (how == 3) {
		print "DEFER_FN(void, " name ", int, n)\n{\n\tdefer(kfree, NULL);\n\t" on "(n);\n}\n"
	} else if (how == 4) {
		print "RECOVER_FN(void, " name ", int, n)\n{\n\tdefer_recover();\n\t" on "(n);\n}\n"
		on_may = 0
	} else if (how == 5) {
		print "RECOVER_FN(void, " name ", int, n)\n{\n\t" on "(n);\n\tdefer_recover();\n}\n"
	} else {
		print "static int " name "_compare(void *a, const struct list_head *b, const struct list_head *c)"
		print "{\n\t" on "(b == c);\n\treturn 0;\n}\n"
		print "void " name "(int n)\n{\n\tstruct list_head list = LIST_HEAD_INIT(list);\n"
		print "\tlist_sort(NULL, &list, " name "_compare);\n}\n"
	}
	target[++targets] = name
	may[targets] = on_may
}

# What is held: name[1..held], had[I] (is it, perhaps?), pair[I] (by two calls)
function what_is_held(		i, s)
{
	for (i = held; i > 0; i--)
		if (had[i] && !pair[i])
			s = s (s == "" ? "" : ", ") name[i]
	for (i = held; i > 0; i--)
		if (had[i] && pair[i])
			s = s (s == "" ? "" : ", ") name[i]
	return s
}

function call(		t, s)
{
	t = 1 + random(targets)
	s = what_is_held()
	if (may[t] && s != "") {
		put("// !! " s)
		expected++
	} else {
		silent++
	}
	put(target[t] "(n);")
}

function hold(s, is_pair, is_had)
{
	name[++held] = s
	pair[held] = is_pair
	had[held] = is_had
}

# A variable of __free(), of this block or one around it
function any_variable(		i, n, which)
{
	for (i = 1; i <= held; i++)
		if (name[i] ~ /kfree/)
			which[++n] = i
	return n ? which[1 + random(n)] : 0
}

function variable_of(i) { return substr(name[i], 1, index(name[i], " ") - 1) }

function save(to,		i)
{
	for (i = 1; i <= held; i++)
		to[i] = had[i]
}

# On one way or the other
function join(other,		i)
{
	for (i = 1; i <= held; i++)
		if (other[i] > had[i])
			had[i] = other[i]
}

function restore(from,		i)
{
	for (i = 1; i <= held; i++)
		had[i] = from[i]
}

# A block of statements, in braces. in_loop: it may be left early. What stands outside of a loop stays as it is in there.
# bound: it may not be left at all, a lock is to be given back behind it.
function block(depth, in_loop, bound,		n, i, outer)
{
	outer = held
	put("{")
	level++
	for (n = 1 + random(4); n > 0; n--)
		statement(depth, in_loop, bound, outer)
	level--
	put("}")
	held = outer
}

function statement(depth, in_loop, bound, outer,		how, v, before, then, i)
{
	how = random(depth > 4 ? 8 : 17)
	if (how <= 2) {
		call()
	} else if (how == 3) {
		put("guard(mutex)(&frob->lock);")
		hold("guard (mutex)", 0, 1)
	} else if (how <= 5) {
		v = "v" ++variables
		i = how == 5 && random(2)
		put("char *" v " __free(kfree) = " (i ? "NULL" : "kmalloc(n, GFP_KERNEL)") ";")
		hold(v " (kfree)", 0, !i)
	} else if (how == 6) {
		v = any_variable()
		if (!v || v <= loop_held)
			return call()
		if (random(2)) {
			put("frob->text = no_free_ptr(" variable_of(v) ");")
			had[v] = 0
		} else {
			put("kfree(" variable_of(v) ");")
			put(variable_of(v) " = kmalloc(n, GFP_KERNEL);")
			had[v] = 1
		}
	} else if (how == 7) {
		if (bound)
			return call()
		put("if (harmless(n) == " random(100) ")")
		put("\t" (in_loop && random(2) ? (random(2) ? "break;" : "continue;") : random(2) ? "return;" : "goto out;"))
	} else if (how <= 9) {
		put("if (n > " random(100) ")")
		save(before)
		block(depth + 1, in_loop, bound)
		if (random(2)) {
			save(then)
			restore(before)
			put("else")
			block(depth + 1, in_loop, bound)
			join(then)
		} else {
			join(before)
		}
	} else if (how == 10) {
		v = any_variable()
		if (!v)
			return call()
		put("if (" (random(2) ? "!" variable_of(v) : "IS_ERR_OR_NULL(" variable_of(v) ")") ")")
		save(before)
		had[v] = 0
		block(depth + 1, in_loop, bound)
		join(before)
	} else if (how <= 12) {
		put(random(2) ? "while (n--)" : "for (n = 0; n < 9; n++)")
		loop(depth, bound)
	} else if (how == 13) {
		put("switch (n) {")
		put("case 1 ... 4:")
		save(before)
		block(depth + 1, 0, 1)
		put("break;")
		save(then)
		restore(before)
		put("case 7:")
		block(depth + 1, 0, 1)
		put("break;")
		put("}")
		join(then)
		join(before)
	} else if (how == 14) {
		put("scoped_guard(spinlock, &frob->spin)")
		hold("guard (spinlock)", 0, 1)
		loop(depth, bound)
		held--
	} else if (how == 15) {
		i = "lock" ++locks
		put("mutex_lock(&frob->" i ");")
		hold("&frob->" i " (mutex_lock)", 1, 1)
		block(depth + 1, 0, 1)
		held--
		put("mutex_unlock(&frob->" i ");")
	} else {
		put("n = ({")
		block(depth + 1, 0, 1)
		put("n; });")
	}
}

function loop(depth, bound,		outer)
{
	outer = loop_held
	loop_held = held
	block(depth + 1, 1, bound)
	loop_held = outer
}

BEGIN {
	seed = seed * 7919 + 17
	print "#include \"client.h\"\n\nstruct locks {\n\tstruct mutex lock;\n\tspinlock_t spin;\n\tchar *text;"
	for (locks = 1; locks <= 60; locks++)
		print "\tstruct mutex lock" locks ";"
	print "};\n"
	for (program = 1; program <= programs; program++) {
		define_targets()
		held = variables = locks = loop_held = 0
		level = 1
		body_of = "p" program "_body"
		print "void " body_of "(struct locks *frob, int n)\n{"
		block(0, 0, 0)
		print "out:\n\treturn;\n}\n"
	}
	print expected + 0, silent + 0 > "/dev/stderr"
}
