# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the virtual machine: what somebody does with the tests on a machine of his own. GNU make and its library came along.
. ./ktap.sh

mkdir -p /usr/bin /lib64 /lib/x86_64-linux-gnu
cp host/ld-linux-x86-64.so.2 /lib64/
cp host/lib*.so.* /lib/x86_64-linux-gnu/
cp host/make /usr/bin/
export PATH=/bin:/usr/bin
# Here nobody has made it, and the kernel's script writes there.
[ -e /dev/stdout ] || ln -s /proc/self/fd/1 /dev/stdout

# tests WORD...: run them, with these words for make; the results are in the file "said"
tests() {
	# It opens its output once more, to append: who does not append as well overwrites what it has written.
	: > said
	make -s -C selftests run_tests KSRC="$PWD/ksrc" KDEFER_BUILD="$PWD/built" OUTPUT=/tmp/out \
		TESTS='example/example two_modules/two_modules audit/repair uncaught/panic' "$@" >> said 2>&1
}

# result NAME: its line
result() { grep -E "^(not )?ok [0-9]+ .*: $1( |\$)" said | sed -E 's/ [0-9]+ .*: / /'; }

ktap_plan 11
ktap_run 'without a word' tests
ktap_is '… nothing runs' "$(grep -cE '^ok .* # SKIP' said)" 4
ktap_run '… for a reason' grep -q 'say KDEFER_LOAD_MODULES=yes' said
ktap_run 'with it' tests KDEFER_LOAD_MODULES=yes
ktap_is '… a test runs' "$(result example-example)" 'ok example-example'
ktap_is '… and another one' "$(result two_modules-two_modules)" 'ok two_modules-two_modules'
ktap_is '… a dangerous one does not' "$(result audit-repair)" 'ok audit-repair # SKIP'
ktap_run '… and says its own results' grep -q '^# ok 1 the modules load' said
ktap_run 'with dangerous ones' tests KDEFER_LOAD_MODULES=yes KDEFER_DANGEROUS=yes
ktap_is '… such a test runs' "$(result audit-repair)" 'ok audit-repair'
ktap_is '… a deadly one does not' "$(result uncaught-panic)" 'ok uncaught-panic # SKIP'
[ "$ktap_bad" -eq 0 ] || ktap_note "$(cat said)"
ktap_exit
