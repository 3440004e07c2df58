# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer:
# uncaught=oops, the default: every deferred call is made, the chain of panics is printed, and the task dies
# without a lock in its hand.
. ./dying.sh

ktap_plan 6
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
log_mark
ktap_is 'the task dies' "$(end chain)" killed
last_words_are 'its last words' <<'EOT'
uncaught: ran: last of write_page
uncaught: ran: restore_page
uncaught: ran: first of write_page
uncaught: ran: write_book
kdefer: soft panic: page 7 is torn [-ENODATA] at __kdefer_body_write_page [uncaught]
kdefer: 	soft panic: cannot restore page 7 [-EIO] at restore_page [uncaught]
kdefer: raised at:
kdefer:  restore_page [uncaught]
kdefer:  __kdefer_body_write_page [uncaught]
kdefer: nobody recovered; every deferred call has run
EOT
aftermath
ktap_exit
