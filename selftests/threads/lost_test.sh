# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: threads_lib.sh
# Modules: threads/threads.ko faults/faults_hog.ko
# Not-under: function_graph kretprobe (by what they know the way is found without frame pointers)
# Expect: kdefer: thread quitter\[[0-9]+\] ends inside .*; deferred calls that are lost
# Expect: kdefer: no hook at kthread_complete_and_exit: a live patch or another tracer redirects it, or kernel.ftrace_enabled is 0 \(-EBUSY\): deferred calls of threads that end by it are lost
# Allow: kdefer:
# Where the ends of threads cannot be hooked, little stack is left or the way is not certain, a thread that ends is reported,
# and its calls are lost. It ends all the same.
. ./threads_lib.sh

ftrace=/proc/sys/kernel/ftrace_enabled
probes=/sys/kernel/debug/kprobes/enabled

lost='ends inside inner [threads]; deferred calls that are lost: 1
ends inside middle [threads]; deferred calls that are lost: 2
ends inside outer [threads]; deferred calls that are lost: 1'

# What kthread_exit() is.
if grep -q ' kthread_exit$' /proc/kallsyms; then ends=kthread_exit; else ends=do_exit; fi

ktap_plan 13
ktap_run 'the modules load' eval \
	"load kdefer && load faults_hog function=kthread_complete_and_exit,$ends && load threads"
log_mark
ktap_is 'no call is made' "$(result completion)" 'end 42 told'
ktap_is 'it is reported' "$(reports)" "$lost"
ktap_is 'functions are counted' "$(stat abandoned)" 3
is_exported 'kthread_exit(): no call is made' exit 'end 42'
unload threads
unload faults_hog
load threads
ktap_is 'with hooks again' "$(result completion)" 'end inner no panic middle outer 42 told'
ktap_run 'they cannot be taken away' eval "! echo 0 2> /dev/null > $ftrace"
echo 0 > $probes
ktap_is 'and are no probes' "$(result completion)" 'end inner no panic middle outer 42 told'
echo 1 > $probes
log_mark
ktap_is 'with little stack no call is made' "$(result no_stack)" 'end 42 told'
ktap_is 'it is reported' "$(reports)" "$lost"
log_mark
ktap_is 'without a way no call is made' "$(result lost_way)" 'end 42 told'
ktap_run 'it is reported' log_has '^kdefer: cannot unwind past 0x10: .*; deferred calls are lost$'
ktap_run 'nothing is in use any more' eval 'unload threads && unload kdefer'
ktap_exit
