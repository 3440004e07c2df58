# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Not-on: arm64-7.3 (to print an oops that kernel takes all of the stack that is left then, and ends)
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer:
# A soft panic finds its way with little stack left; with less it is refused, before it runs over the end.
. ./dying.sh

ktap_plan 7
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
ktap_is 'with little stack it is recovered' "$(end little_stack)" 'lived: -61'
log_mark
ktap_is 'the task dies' "$(end no_stack)" killed
last_words_are 'its last words' <<'EOT'
kdefer: soft panic: nothing but rock [-ENODATA] at hit_rock [uncaught]
kdefer: cannot unwind: no stack left; deferred calls are lost
EOT
aftermath
ktap_exit
