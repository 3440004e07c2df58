# SPDX-License-Identifier: GPL-2.0
# Counts one KTAP text: prints "passed failed skipped". Only leaves count: a result with subtests is their
# sum, unless it failed while none of them did. What a plan announced and nobody gave is a failure.

function indent(line) { match(line, /^ */); return RLENGTH }

# the block of results that was open at this depth is complete
function close_block(d) {
	if (planned[d] != "" && planned[d] > results[d]) {
		failed += planned[d] - results[d]
		below[d] = 1
	}
	planned[d] = ""
	results[d] = 0
}

/^ *KTAP version 1$/ || /^ *TAP version [0-9]+$/ { close_block(indent($0)); next }
/^ *1\.\.[0-9]+/ { d = indent($0); sub(/^ *1\.\./, ""); planned[d] = $0 + 0; seen = 1; next }
/^ *(not )?ok [0-9]+/ {
	d = indent($0)
	results[d]++
	# children: results deeper than this one, since the last result at this depth
	children = bad = 0
	for (deep = d + 1; deep <= 64; deep++) {
		if (results[deep]) children = 1
		if (results[deep] || planned[deep] != "") close_block(deep)
		if (below[deep]) bad = children = 1
		below[deep] = 0
	}
	ok = $0 !~ /^ *not /
	skip = $0 ~ / # SKIP/
	if (skip && !children) skipped++
	else if (ok || skip) { if (!children) passed++ }
	else if (!bad) { failed++; below[d] = 1 }
	if (bad) below[d] = 1
	next
}
END {
	for (d = 0; d <= 64; d++) close_block(d)
	# no plan, no test: a stage that did not get that far
	if (!seen || passed + failed + skipped == 0) failed++
	print passed + 0, failed + 0, skipped + 0
}
