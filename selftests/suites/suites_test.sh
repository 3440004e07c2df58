# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Expect: WARNING: (CPU: .* )?(.*/)?module/exit\.c:[0-9]+ (at )?(prepare|leave)\+
# Allow: kdefer: (a block was left|soft_exit|soft panic: a \[-EIO\]|contained: |raised at:| )
# KUnit suites about the compiler and the stack, on a kernel that is built without KUnit: each of their cases.
. ./guest.sh

suites='kdefer_block kdefer_classes kdefer_fence kdefer_guard kdefer_loose kdefer_names kdefer_realign kdefer_realign16 kdefer_registers kdefer_remains kdefer_result kdefer_slots'
load kdefer && load suites
for suite in $suites; do sed "s/ok 0 /&$suite: /" "/sys/kernel/debug/suites/$suite"; done > results
unload suites && unload kdefer && echo 'ok 0 the modules unload' >> results

# A suite that did not come to its end has ended all of this.
awk -v suites="$suites" '
	/^(not )?ok 0 /	{ sub(/ok 0/, "ok " ++n) }
			{ text = text $0 "\n" }
	/^not ok/	{ failed = 1 }
	{ for (i = split(suites, s, " "); i; i--) if (index($0, s[i] ":")) seen[s[i]] = 1 }
	END {
		printf "1..%d\n%s", n + 1, text
		for (i = split(suites, s, " "); i; i--) if (!(s[i] in seen)) missing = missing " " s[i]
		print (missing ? "not ok " : "ok ") n + 1 " every suite has run" missing
		exit failed || missing != ""
	}' results
