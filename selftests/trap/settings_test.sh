# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: trap/trap.ko
# Files: trap_lib.sh
# Kernels: arm64-6.1 (other kernels name their variables, which is CONFIG_KALLSYMS_ALL)
# Allow: kdefer:
# Where panic_on_oops is, its file below /proc/sys says, when the module is loaded. Whatever else is there misleads nobody.
. ./trap_lib.sh

# fate: of a fault that is to be trapped
fate() {
	load kdefer report_faults=0
	load trap
	said handled ACCESS_NULL
	unload trap
	unload kdefer
}
traps() { ktap_is "$1" "$(fate)" 'Bad address'; }
refuses() { ktap_is "$1" "$(fate)" 'Operation not supported'; }
setting=/proc/sys/kernel/panic_on_oops

ktap_plan 12
traps 'as it should be'
mount -t tmpfs none /proc/sys/kernel
refuses 'there is no such file'
echo 0 > "$setting"
refuses 'a file of somebody else'
rm "$setting"
mkfifo "$setting"
refuses 'nobody waits for a pipe'
umount /proc/sys/kernel
mount --bind /proc/sys/kernel/panic "$setting"
refuses 'another setting'
umount "$setting"
echo proc_dointvec > /sys/kernel/tracing/set_ftrace_filter
echo function > /sys/kernel/tracing/current_tracer
traps 'beside the function tracer'
echo nop > /sys/kernel/tracing/current_tracer
echo 0 > /proc/sys/kernel/ftrace_enabled
refuses 'ftrace is off'
echo 1 > /proc/sys/kernel/ftrace_enabled
echo 1 > "$setting"
refuses 'an oops is to be a panic'
echo 0 > "$setting"
(while :; do cat "$setting" /proc/sys/kernel/panic_on_warn > /dev/null; done) &
reader=$!
ktap_is 'while others read it' "$(for i in 1 2 3 4 5; do fate; done | sort | uniq -c | sed 's/^ *//')" '5 Bad address'
kill "$reader"
load kdefer report_faults=0
load trap
umount -l /proc
ktap_is 'it is known once and for all' "$(said handled ACCESS_NULL)" 'Bad address'
mount -t proc none /proc
unload trap
unload kdefer
umount -l /proc
refuses 'without /proc'
mount -t proc none /proc
traps 'and with it again'
ktap_exit
