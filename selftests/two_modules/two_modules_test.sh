# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Soft panics that leave through two modules: the errno (61 of twin_b, 67 of twin_a), and how many deferred
# calls each has made, twin_a first.
. ./guest.sh

result() { ktap_is "$1" "$(cat "/sys/kernel/debug/twin_b/$1")" "$2"; }

ktap_plan 11
ktap_run 'the modules load' eval 'load kdefer && load twin_a && load twin_b'
result recovered_here '-61 1 2'
result recovered_there '-61 1 1'
result raised_there '-67 3 2'
result there_and_back '-67 4 2'
result replaced '-67 2 2'
result exported_twice '-61 2 2'
# and whether twin_b's outermost function went on: an exit of twin_a is no business of its
result left_there '700 3 2 1'
result left_nowhere '-131 1 1 0'
ktap_run 'twin_a stays while twin_b is there' eval '! unload twin_a'
ktap_run 'nothing is in use any more' eval 'unload twin_b && unload twin_a && unload kdefer'
ktap_exit
