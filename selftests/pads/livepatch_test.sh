# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (its kernels have no live patches)
# Modules: pads/pads_sleeper.ko pads/pads_patch.ko
# Kernels: 6.1 6.12 7.3 (the others have no live patches)
# While a task sleeps in a landing pad its function is in use: a live patch of that waits until the pad is done.
. ./guest.sh

cases=/sys/kernel/debug/pads_sleeper
patch=/sys/kernel/livepatch/pads_patch
is() { [ "$(cat "$1")" = "$2" ]; }
# within SECONDS COMMAND...: does it come true?
within() {
	within_left=$(($1 * 10))
	shift
	until "$@" 2> /dev/null; do
		within_left=$((within_left - 1))
		[ "$within_left" -gt 0 ] || return
		sleep 0.1
	done
}
reads() { cat "$cases/sleeps" > result; }
is_gone() { ! [ -e "$1" ]; }

ktap_plan 14
ktap_run 'kdefer loads' load kdefer
ktap_run 'the client loads' load pads_sleeper
ktap_is 'the function is the first one' "$(cat $cases/returns)" 0
echo 'file *livepatch/transition.c +p' > /sys/kernel/debug/dynamic_debug/control
reads &
ktap_run 'a pad sleeps' within 20 is $cases/waits yes
log_mark
ktap_run 'the live patch loads' load pads_patch
sleep 3
ktap_is 'and waits' "$(cat $patch/transition)" 1
ktap_run 'because the function runs, as the stack says reliably' log_has 'is sleeping on function pads_sleeper_holds'
ktap_run 'still in the pad' is $cases/waits yes
cat $cases/let_go
wait
ktap_is 'the pad goes on, and the panic is recovered' "$(cat result)" -61
ktap_run 'then the patch is in effect' within 40 is $patch/transition 0
ktap_is 'the function is the other one' "$(cat $cases/returns)" 77
echo 0 > $patch/enabled
ktap_run 'the patch goes' within 40 is_gone $patch
ktap_is 'the function is the first one again' "$(cat $cases/returns)" 0
ktap_run 'all unload' eval 'unload pads_patch && unload pads_sleeper && unload kdefer'
ktap_exit
