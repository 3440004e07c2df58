# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of this folder share.
. ./ktap.sh
. ./guest.sh

result() { cat "/sys/kernel/debug/threads/$1"; }
stat() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# reports: what was said of threads since the mark, without their numbers
reports() { log_since | sed -n 's/^kdefer: thread quitter\[[0-9]*\] //p'; }
