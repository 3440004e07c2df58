# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Every way in which the kernel calls a RECOVER_FN by itself: it returns normally, and beneath it a soft
# panic is recovered. Ten deferred calls each time: three in each of three frames, and one in the entry point.
. ./guest.sh

# kernel ENTRY CONTEXT: 7 is returned, or -ENODATA told. On PREEMPT_RT a hard interrupt has no memory for a frame's third call.
kernel() {
	entry_wanted='7 10, -61 10'
	if [ "$2" = hardirq ] && is_rt; then entry_wanted='-12 4, -12 4'; fi
	ktap_is "$1" "$(cat "/sys/kernel/debug/kdefer_entry/$1")" "$entry_wanted, $2"
}

# visit ENTRY COMMAND: what COMMAND says while ENTRY is to give up, the deferred calls made, the soft panics
visit() {
	parameter kdefer_entry give_up_in "$1"
	parameter kdefer_entry cleaned 0
	parameter kdefer_entry panics 0
	said=$(sh -c "$2" 2>&1) && : "${said:=done}"
	echo "${said##*: }, $(parameter kdefer_entry cleaned), $(parameter kdefer_entry panics)"
}

# user ENTRY CALLS CALLS2 COMMAND [SAID]: CALLS deferred calls are made, or CALLS2 when the entry point gives up
user() {
	ktap_is "$1 returns" "$(visit '' "$4")" "${5:-done}, $2, 0"
	ktap_is "$1 gives up" "$(visit "$1" "$4")" "${6:-No data available}, $3, 1"
}

ktap_plan 30
ktap_run 'the modules load' eval 'load kdefer && load kdefer_entry'
kernel work kthread
kernel delayed_work kthread
kernel timer softirq
kernel hrtimer hardirq
kernel tasklet softirq
kernel irq_work hardirq
kernel kthread kthread
kernel raw_notifier task
kernel blocking_notifier task
kernel atomic_notifier task

device=/dev/kdefer_entry
# Opening and closing are visits, too; nobody looks at what release() returns.
user open 20 10 ": < $device"
user release 20 20 ": < $device" '' 'done'
user read 30 30 "cat $device"
user write 30 30 "echo > $device"
user ioctl 30 30 "stty -F $device > /dev/null"
user sysfs 10 10 'dd if=/sys/kernel/kdefer_entry bs=64 count=1 status=none' seven
user debugfs 10 10 'cat /sys/kernel/debug/kdefer_entry_show' seven
user param_set 10 10 'echo > /sys/module/kdefer_entry/parameters/param'
user param_get 10 10 'dd if=/sys/module/kdefer_entry/parameters/param bs=64 count=1 status=none' seven
ktap_run 'nothing is in use any more' eval 'unload kdefer_entry && unload kdefer'
ktap_exit
