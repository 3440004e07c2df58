# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer:
# uncaught=contain: the outermost RECOVER_FN returns the error, though it did not ask for that, and the task
# lives on. Without one it dies.
. ./dying.sh

ktap_plan 16
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
kdefer: contained: save_all [uncaught] returns -EIO
EOT
ktap_run 'no oops' eval '! log_has "kernel BUG"'
ktap_is 'without a RECOVER_FN the task dies' "$(end chain)" killed
ktap_run 'an oops' log_has 'kernel BUG'
ktap_is 'a function whose result holds no errno does not contain' "$(end not_contained)" killed
ktap_run 'it says why' log_has 'not contained: there is no RECOVER_FN further out that can return an errno'
# Of what lies beyond a place that is not understood nothing is skipped: it gets the result.
ktap_is 'the outermost that is known contains' "$(end half_way)" 'lived: -5'
ktap_run 'and says that it may not be the outermost' log_has \
	'a contained panic at .* ends in contain_half_way .*: [a-z]'
ktap_is 'an exit ends there as well' "$(end exit_half_way)" 'lived: 9'
ktap_run 'and says so' log_has 'soft_exit.. at .* ends in exit_half_way .*: [a-z]'
ktap_run 'its calls were made' log_has 'ran: exit_half_way'
aftermath
ktap_exit
