# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Threads: multi
# Files: threads_lib.sh
# Allow: kdefer:
# A thread that ends inside functions with deferred calls: each is made, from the inside outwards, before anybody
# is told that the thread is gone; no function goes on.
. ./threads_lib.sh

ktap_plan 20
ktap_run 'the modules load' eval 'load kdefer && load threads'
log_mark
ktap_is 'kthread_complete_and_exit()' "$(result completion)" 'end inner no panic middle outer 42 told'
ktap_is 'it is reported' "$(reports)" 'ends inside inner [threads]; deferred calls that are made first: 1
ends inside middle [threads]; deferred calls that are made first: 2
ends inside outer [threads]; deferred calls that are made first: 1'
ktap_is 'functions are counted' "$(stat abandoned)" 3
ktap_is 'module_put_and_kthread_exit()' "$(result module)" 'end slept inner no panic middle outer 42 0'
is_exported 'kthread_exit()' exit 'end inner no panic middle outer 42'
is_exported '... a call may sleep' exit_sleeping 'end slept inner no panic middle outer 42'
is_exported '... in a call of a thread that ends: it ends as it began to' exit_twice \
	'end again inner no panic middle outer 42 told'
is_exported '... in a call during a soft panic, which is over' exit_while_panicking \
	'give up end inner no panic middle outer 42'
ktap_is 'a call may sleep' "$(result sleeping)" 'end slept inner no panic middle outer 42 told'
ktap_is 'a call may panic' "$(result panicking)" 'end complain inner a panic middle outer 42 told'
ktap_is 'a call may exit: it comes to the same' "$(result exiting)" 'end leave inner no panic middle outer 42 told'
ktap_is 'a call may end the thread: it ends as it began to' "$(result twice)" \
	'end again inner no panic middle outer 42 told'
ktap_is 'in a call during a soft panic, which is over' "$(result while_panicking)" \
	'give up end inner no panic middle outer 42 told'
ktap_is 'in a call during an exit' "$(result while_exiting)" 'leave end inner no panic middle outer 42 told'
log_mark
ktap_is 'without a frame' "$(result no_frame)" 'end 42 told'
ktap_is 'without a call' "$(result only_a_handler)" 'end 42 told'
ktap_is 'neither is worth a word' "$(reports)" ''
ktap_is 'a thousand' "$(result many)" '1000 of 1000'
ktap_run 'nothing is in use any more' eval 'unload threads && unload kdefer'
ktap_exit
