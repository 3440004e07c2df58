# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Not-on: arm64 (Debian's kernel has no pseudo-NMIs, and where a kernel has them kdefer does not load)
# In NMI a soft panic and an exit are as anywhere; but nothing is allocated: a call that has no room in its frame
# is made at once, and the function gives up.
. ./guest.sh

result() { cat "/sys/kernel/debug/nmi/$1"; }

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load nmi'
ktap_is 'a soft panic is recovered' "$(result recovered)" 'nmi -61 1'
ktap_is 'an exit ends' "$(result left)" 'nmi 7 12'
ktap_is 'a third call is refused, and made' "$(result no_room)" 'nmi -12 12'
ktap_is 'nothing is reserved, and said so' "$(result reserved)" 'nmi -12 1'
ktap_run 'the modules unload' eval 'unload nmi && unload kdefer'
ktap_exit
