# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at (.*/)?module/uncaught\.h
# Allow: kdefer:
# A function returns, and its frame was overwritten: what it deferred is not to be trusted, and not made.
. ./dying.sh

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
log_mark
ktap_is 'the task dies' "$(end overwritten_return)" killed
last_words_are 'its last words' <<'EOT'
kdefer: a frame was overwritten, at overwritten [uncaught]; its deferred calls are lost
EOT
aftermath
ktap_exit
