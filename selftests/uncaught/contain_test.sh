# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at .*/uncaught/uncaught\.c
# Allow: kdefer:
# uncaught=contain: the outermost RECOVER_FN returns the error, though it did not ask for that, and the task
# lives on. Without one it dies.
. ./dying.sh

ktap_plan 9
ktap_run 'the modules load' eval 'load kdefer uncaught=contain && load uncaught'
log_mark
ktap_is 'the task lives' "$(end contained)" 'lived: -5'
last_words_are 'what it says' <<'EOT'
uncaught: ran: last of write_page
uncaught: ran: restore_page
uncaught: ran: first of write_page
uncaught: ran: write_book
uncaught: ran: save_book
uncaught: ran: save_all
kdefer: soft panic: page 7 is torn [-ENODATA] at __kdefer_body_write_page [uncaught]
kdefer: 	soft panic: cannot restore page 7 [-EIO] at restore_page [uncaught]
kdefer: raised at:
kdefer:  restore_page [uncaught]
kdefer:  __kdefer_body_write_page [uncaught]
EOT
ktap_run 'no oops' eval '! log_has "kernel BUG"'
ktap_is 'without a RECOVER_FN the task dies' "$(end chain)" killed
ktap_run 'an oops' log_has 'kernel BUG'
aftermath
ktap_exit
