# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The examples of README.md and of the headers do what is said of them.
. ./ktap.sh
. ./guest.sh

# frob TEXT: what comes of writing that
frob() {
	printf '%b' "$1" > text
	if said=$(cat text 2>&1 > /dev/frob); then
		echo 'written'
	else
		echo "${said##*: }"
	fi
}

ktap_plan 14
ktap_run 'the modules load' eval 'load kdefer && load example'
ktap_is 'a list of numbers' "$(frob '1\n22\n')" written
ktap_is 'the last one' "$(parameter example number)" 22
ktap_is 'something else' "$(frob '3\nx\n')" 'Invalid argument'
ktap_is 'the mutex is free' "$(frob '4\n')" written
dd if=/dev/zero of=/dev/frob bs=8192 count=1 2> said
ktap_run 'more than a page' grep -q 'Argument list too long' said
ktap_is 'the mutex is free, still' "$(frob '-5\n')" written
log_mark
ktap_is 'the handler returns IRQ_NONE' "$(parameter example irq)" 0
ktap_is 'and says why' "$(log_since)" 'frob -5: -ERANGE: less than nothing'
frob '6\n' > said
ktap_is 'without a panic IRQ_HANDLED' "$(parameter example irq)" 1
printf '7\n8' > /sys/module/example/parameters/table
ktap_is 'a table of numbers' "$(parameter example table)" 8
log_mark
ktap_run 'the mutex of the table is free' sh -c "printf '7\nx' > /sys/module/example/parameters/table"
ktap_is 'a table of something else is 0, and says why' "$(parameter example table), $(log_since)" "0, 'x' is not a number"
ktap_run 'nothing is in use any more' eval 'unload example && unload kdefer'
ktap_exit
