# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Threads: multi
# Expect: kdefer: unload is unloaded while sleeper\[[0-9]+\] is inside beneath \[unload\]
# Allow: kdefer: unload is unloaded while
# A client that is unloaded while its threads sleep in its functions is named, with them.
. ./guest.sh

# what unloading says, without numbers
said() { log_since | sed -n 's/^kdefer: //p' | sed 's/\[[0-9]*\]//'; }
abandoned() { sed -n 's/^abandoned //p' /sys/kernel/debug/kdefer/stats; }

ktap_plan 9
ktap_run 'the modules load' eval 'load kdefer && load unload'
log_mark
ktap_run 'it goes, its threads before it' unload unload
ktap_is 'nothing is said' "$(said)" ''
load slow_end
load unload ends=1
ktap_run 'it goes, and its thread has said that it ends' unload unload
ktap_is 'nothing is said of that' "$(said)" ''
unload slow_end
load unload stay=1
log_mark
ktap_run 'it goes, its threads stay' unload unload
ktap_is 'they are named' "$(said | sort)" 'unload is unloaded while panicker is inside gives_up [unload]
unload is unloaded while panicker is inside panicker [unload]
unload is unloaded while sleeper is inside beneath [unload]
unload is unloaded while sleeper is inside sleeper [unload]'
ktap_is 'and counted' "$(abandoned)" 4
ktap_run 'kdefer can go' unload kdefer
ktap_exit
