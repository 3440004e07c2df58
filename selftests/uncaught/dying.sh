# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share: a process that reads a case, and the exact log of its end.
. ./guest.sh

result() { cat "/sys/kernel/debug/uncaught/$1"; }

# end CASE: what became of the process that read it
end() {
	if said=$(result "$1" 2>&1); then
		echo "lived: $said"
	elif [ $? -ge 128 ]; then
		echo killed
	else
		echo "failed: $said"
	fi
}

# last_words: what the module and kdefer have said since the mark, as far as it is the same on every kernel:
# no offsets, and of the call stack only the first two of the module's own functions
last_words() {
	log_since | grep -E '^(uncaught|kdefer): ' | sed 's/+0x[0-9a-f]*\/0x[0-9a-f]*//g' | awk '
		!/^kdefer:  /				{ print; next }
		/\[uncaught\]$/ && ++functions <= 2	{ print }'
}

# last_words_are NAME, and the lines on standard input
last_words_are() {
	cat > wanted
	last_words > got
	ktap_run "$1" diff -U 99 wanted got
}

# The rest of the machine lives on, and nobody waits for the dead.
aftermath() {
	ktap_is 'the lock is free' "$(result lock)" free
	ktap_is 'nobody holds the client' "$(cat /sys/module/uncaught/refcnt)" 0
	ktap_run 'nothing is in use any more' eval 'unload uncaught && unload kdefer'
}
