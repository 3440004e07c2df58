# SPDX-License-Identifier: GPL-2.0
# Of kdefer-check: who calls whom, over all files of a module, who may give up, and what is said about it. Set by the
# command: strict, known (FILE:FUNCTION or FUNCTION, ...).
#
# may[F, "P"]: a soft panic may leave the function F, may[F, "E"]: an exit; by way of the call, "C TARGET".

# Functions that keep a callback for later, or call it on another stack
function only_keeps(c)
{
	return c ~ /register|_init$|_setup$|_nowait$/ ||
		c ~ /^(__)?(devm_)?request_([a-z]*_)*irq$|^call_(rcu|srcu)|^(__)?devm_add_action|^kunit_add_action/ ||
		c ~ /^(__)?init_timer_key$|^timer_(init|setup)|^hrtimer_|^tasklet_init|^init_irq_work$/ ||
		c ~ /^(__)?kthread_(create|run|init)|^schedule_on_each_cpu$|^work_on_cpu|^stop_machine|^async_schedule/ ||
		c ~ /^debugfs_create_|^proc_create|^device_create_|^(single|seq)_open|^__kdefer_passes$/
}

# Which functions may a name at a call mean? "F F "
function meant(f, n,		d)
{
	d = f_dump[f]
	if ((d, n) in at_hand)
		return at_hand[d, n] " "
	if ((d, "__kdefer_body_" n) in at_hand)
		return at_hand[d, "__kdefer_body_" n] " "
	return named[n] named["__kdefer_body_" n]
}

# What a gate's callers see: without the hidden parameter
function visible_params(f) { return f_params[f] - (f_name[f] ~ /^__kdefer_body_/) }

function same_type(a, b)
{
	gsub(/const |volatile | +$/, "", a)
	gsub(/const |volatile | +$/, "", b)
	return a == "?" || b == "?" || a == b
}

# Could an indirect call be one of this function, as far as the types of arguments and result are known?
function fits(c, f,		k)
{
	if (f_name[f] ~ /^__kdefer_user_/ || visible_params(f) != c_args[c])
		return 0
	for (k = 1; k <= c_args[c]; k++)
		if (!same_type(c_types[c, k], f_param[f, k]))
			return 0
	return c_result[c] == "" || (c_result[c] == "void" || f_result[f] != "void") && same_type(c_result[c], f_result[f])
}

# Edges: from call C to function F, by way of the foreign function BY if it is a callback's.
function edge_to(c, fs, by,		n, i, f)
{
	n = split(fs, f, " ")
	for (i = 1; i <= n; i++) {
		if ((c, f[i]) in edge_seen)
			continue
		edge_seen[c, f[i]] = 1
		e_call[++edges] = c
		e_to[edges] = f[i]
		e_by[edges] = by
	}
}

# calls_param[F, K]: the function calls its parameter K, or hands it to who may.
function find_passers(		c, k, again)
{
	do {
		again = 0
		for (c = 1; c <= calls; c++) {
			if (c_to[c] ~ /^%/ && !((c_in[c], substr(c_to[c], 2)) in calls_param))
				calls_param[c_in[c], substr(c_to[c], 2)] = again = 1
			for (k = 1; k <= c_args[c]; k++)
				if (c_arg[c, k] ~ /^%/ && !((c_in[c], substr(c_arg[c, k], 2)) in calls_param) && is_called_by(c, k))
					calls_param[c_in[c], substr(c_arg[c, k], 2)] = again = 1
		}
	} while (again)
}

# Does the function that is called here call what it gets as argument K?
function is_called_by(c, k,		n, i, g)
{
	if (c_to[c] ~ /^[*%]/)
		return 0
	n = split(meant(c_in[c], c_to[c]), g, " ")
	if (!n)
		return !only_keeps(c_to[c]) && c_to[c] !~ /^__builtin_/
	for (i = 1; i <= n; i++)
		if ((g[i], k) in calls_param)
			return 1
	return 0
}

function find_edges(		c, k, f, fs)
{
	for (c = 1; c <= calls; c++) {
		if (c_to[c] == "*") {
			for (f = 1; strict && f <= functions && (c_unless[c] == "" || meant(c_in[c], c_unless[c]) == ""); f++)
				if (fits(c, f))
					edge_to(c, f " ", "*")
			continue
		}
		edge_to(c, meant(c_in[c], c_to[c]), "")
		for (k = 1; k <= c_args[c]; k++) {
			if (c_arg[c, k] == "" || c_arg[c, k] ~ /^%/)
				continue
			fs = meant(c_in[c], c_arg[c, k])
			if (fs != "" && is_called_by(c, k))
				edge_to(c, fs, c_to[c])
		}
	}
}

function is_recover_fn(f,		n)
{
	n = f_name[f]
	return sub(/^__kdefer_body_/, "__kdefer_user_", n) && ((f_dump[f], n) in at_hand)
}

# below[F]: it may run beneath a RECOVER_FN of this module, so that an exit may go past it.
function find_below(		f, e, again)
{
	for (f = 1; f <= functions; f++)
		if (is_recover_fn(f))
			inside[f] = 1
	do {
		again = 0
		for (e = 1; e <= edges; e++)
			if ((c_in[e_call[e]] in inside) && !(e_to[e] in below))
				below[e_to[e]] = inside[e_to[e]] = again = 1
	} while (again)
}

# Is a panic that comes out of this call stopped by the function itself?
function is_stopped(c,		n, h, i, fs)
{
	if (c_stopped[c])
		return 1
	n = split(c_stopped_by[c], h, " ")
	for (i = 1; i <= n; i++) {
		fs = meant(c_in[c], h[i])
		if (fs ~ /^[0-9]+ $/ && f_recovers[fs + 0])
			return 1
	}
	return 0
}

# May it come out of a call of F by a function that is itself here?
function comes_out(how, e,		f)
{
	f = e_to[e]
	if (!((f, how) in may))
		return 0
	return how == "P" || !is_recover_fn(f) || (c_in[e_call[e]] in below) || (c_in[e_call[e]] in inside)
}

# Breadth first, so that the ways are the shortest.
function find_may(		c, e, how, again, n, k)
{
	for (c = 1; c <= calls; c++) {
		if (c_root[c] == "")
			continue
		how = c_root[c] == "soft_exit" ? "E" : "P"
		if ((how == "E" || !is_stopped(c)) && !((c_in[c], how) in may))
			may[c_in[c], how] = c_root[c]
	}
	do {
		again = 0
		n = 0
		for (e = 1; e <= edges; e++) {
			c = e_call[e]
			for (k = 1; k <= 2; k++) {
				how = substr("PE", k, 1)
				if (((c_in[c], how) in may) || !comes_out(how, e) || how == "P" && is_stopped(c))
					continue
				new_may[++n] = c_in[c] SUBSEP how
				new_by[n] = way_of(e) SUBSEP how
				again = 1
			}
		}
		for (; n > 0; n--)
			if (!(new_may[n] in may))
				may[new_may[n]] = new_by[n]
	} while (again)
}

# "F SUBSEP BY": the next function on the way, and through whom
function way_of(e) { return e_to[e] SUBSEP e_by[e] }

function pretty_function(n)
{
	sub(/^__kdefer_(body|user)_/, "", n)
	return n
}

# From a function on: sort > soft_panic
function way_on(f, how,		part, d, s, n, last)
{
	for (d = 0; d < 30; d++) {
		n = pretty_function(f_name[f])
		if (n != last)
			s = s (s == "" ? "" : " > ") n
		last = n
		if (split(may[f, how], part, SUBSEP) == 1)
			return s " > " part[1]
		f = part[1]
		how = part[3]
		if (part[2] == "*")
			s = s " > an indirect call"
		else if (part[2] != "" && part[2] !~ /^__kdefer_/)
			s = s " > " part[2]
	}
	return s " > ..."
}

function pretty_kept(v, d, l)
{
	if (v == "")
		return d " (line " l ")"
	gsub(/@[0-9]+/, "", v)
	if (v ~ /^(__UNIQUE_ID_)?(guard|scope)[_0-9]*$/)
		v = "guard"
	if (d ~ /^class_.*_destructor$/)
		gsub(/^class_|_destructor$/, "", d)
	sub(/^__free_/, "", d)
	return v " (" d ", line " l ")"
}

# A destructor that does nothing holds nothing. So it is with those of the kernel for clang's analysis of locks, which
# gcc has not always read.
function is_held(c, d,		n, f)
{
	if (d ~ /^__class_.*_cleanup_ctx$/)
		return 0
	n = split(meant(c_in[c], d), f, " ")
	return n != 1 || !f_empty[f[1]]
}

function is_known(where, who,		n, k, i, file)
{
	file = where
	sub(/:[0-9]*$/, "", file)
	n = split(known, k, /[ ,]+/)
	for (i = 1; i <= n; i++) {
		if (k[i] == who || k[i] ~ /:/ && substr(k[i], index(k[i], ":") + 1) == who &&
		    substr("/" file, length(file) + 2 - index(k[i], ":")) == "/" substr(k[i], 1, index(k[i], ":") - 1)) {
			known_used[i] = 1
			return 1
		}
	}
	return 0
}

function report_call(c, chain)
{
	if (chain == "")
		return
	report_these(c, c_held[c], "holds", chain)
	report_these(c, c_unset[c], "does not set, but cleans up,", chain)
	report_these(c, c_public[c], "lets others find, but cleans up,", chain)
}

function report_these(c, those, does, chain,		n, i, h, part, s, who)
{
	n = split(those, h, ";")
	for (i = 1; i < n; i++) {
		split(h[i], part, SUBSEP)
		if (is_held(c, part[2]))
			s = s (s == "" ? "" : ", ") pretty_kept(part[1], part[2], part[3])
	}
	if (s == "" || (c_at[c], does, s) in said)
		return
	said[c_at[c], does, s] = 1
	who = pretty_function(f_name[c_in[c]])
	if (is_known(c_at[c], who))
		return
	found++
	print c_at[c] ": warning: " who "() " does " " s " over a call that may give up: " chain " [kdefer-check]"
}

function report_edge(e,		k, how, via)
{
	for (k = 1; k <= 2; k++) {
		how = substr("PE", k, 1)
		if (!comes_out(how, e))
			continue
		via = e_by[e] == "*" ? "an indirect call > " : e_by[e] == "" || e_by[e] ~ /^__kdefer_/ ? "" : e_by[e] " > "
		report_call(e_call[e], via way_on(e_to[e], how))
	}
}

function report(		c, e, n, k_list, who, fs)
{
	for (c = 1; c <= calls; c++)
		report_call(c, c_root[c])
	# What is given to a call says more than what it may do with others.
	for (e = 1; e <= edges; e++)
		if (e_by[e] != "" && e_by[e] != "*")
			report_edge(e)
	for (e = 1; e <= edges; e++)
		report_edge(e)
	# Of a function of another module of the same tree nothing can be said.
	n = split(known, k_list, /[ ,]+/)
	for (c = 1; c <= n; c++) {
		who = k_list[c]
		sub(/.*:/, "", who)
		if (!(c in known_used) && split(named[who] named["__kdefer_body_" who], fs, " "))
			print f_at[fs[1]] ": warning: kdefer-check-known has " k_list[c] ", of which there is nothing to say [kdefer-check]"
	}
}

END {
	if (failed)
		exit 1
	if (lines)
		fail(lines, "not understood: a function without an end")
	find_passers()
	find_edges()
	find_below()
	find_may()
	report()
	if (count)
		print found + 0 " found; " calls + 0 " calls, " functions + 0 " functions, " dumps + 0 " files" > "/dev/stderr"
}
