# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: foreign/foreign.ko foreign_plain/foreign_plain.ko
# Soft panics that leave through functions of the kernel, which keep no frame pointers, in a module that
# keeps them and in one that does not. Each way down has two deferred calls, and each is made.
. ./guest.sh

# result CASE WANTED: of the module at hand
result() { ktap_is "$module: $1" "$(cat "/sys/kernel/debug/$module/$1")" "$2"; }

numbers() { dd if="/sys/kernel/debug/$module/numbers" bs=64 count=1 status=none 2>&1; }

ktap_plan 30
ktap_run 'kdefer loads' load kdefer
for module in foreign foreign_plain; do
	ktap_run "$module: loads" load $module
	for way in sort list_sort bsearch idr bus children notifier; do
		result $way '-61 2'
	done
	# two recovered soft panics on each processor
	result every_cpu '2 8'
	result another_cpu '1 4'
	result rcu_callback '1 4'
	echo Y > "/sys/kernel/debug/$module/show_gives_up"
	said=$(numbers)
	ktap_is "$module: seq_file gives up" "${said##*: }" 'No data available'
	echo N > "/sys/kernel/debug/$module/show_gives_up"
	ktap_is "$module: seq_file reads on" "$(numbers | tr '\n' ' ')" '0 1 2 '
	ktap_run "$module: unloads" unload $module
done
ktap_run 'kdefer unloads' unload kdefer
ktap_exit
