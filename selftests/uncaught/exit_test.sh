# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer:
# soft_exit() where there is no RECOVER_FN to return from is a soft panic.
. ./dying.sh

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
log_mark
ktap_is 'the task dies' "$(end exit_nowhere)" killed
last_words_are 'its last words' <<'EOT'
uncaught: ran: exit_nowhere
kdefer: soft panic: soft_exit() without a RECOVER_FN of this module on this stack [-ENOTRECOVERABLE] at __kdefer_body_exit_nowhere [uncaught]
kdefer: raised at:
kdefer:  __kdefer_body_exit_nowhere [uncaught]
kdefer:  exit_nowhere [uncaught]
kdefer: nobody recovered; every deferred call has run
EOT
aftermath
ktap_exit
