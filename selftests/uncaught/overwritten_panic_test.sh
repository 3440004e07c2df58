# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer:
# A soft panic on its way meets a frame that was overwritten: it goes no further, and says so.
. ./dying.sh

ktap_plan 10
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
log_mark
ktap_is 'the task dies' "$(end overwritten_panic)" killed
last_words_are 'its last words' <<'EOT'
uncaught: ran: last of write_page
uncaught: ran: restore_page
uncaught: ran: first of write_page
kdefer: soft panic: page 9 is torn [-ENODATA] at __kdefer_body_write_page [uncaught]
kdefer: 	soft panic: cannot restore page 9 [-EIO] at restore_page [uncaught]
kdefer: raised at:
kdefer:  restore_page [uncaught]
kdefer:  __kdefer_body_write_page [uncaught]
kdefer: cannot unwind past overwritten [uncaught]: a frame that was overwritten; deferred calls are lost
EOT
log_mark
ktap_is 'so does one with a probe where the mark is' "$(end overwritten_probed)" killed
ktap_run 'for the same reason' log_has 'cannot unwind past overwritten.*: a frame that was overwritten; deferred calls are lost'
result take_probe_off > /dev/null
log_mark
ktap_is 'and one that says that it has another size' "$(end overwritten_room)" killed
ktap_run 'likewise' log_has 'cannot unwind past overwritten.*: a frame that was overwritten; deferred calls are lost'
aftermath
ktap_exit
