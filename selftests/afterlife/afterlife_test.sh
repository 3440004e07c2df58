# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Expect: BUG: kernel NULL pointer dereference, address:
# A task that dies deep in functions with deferred calls closes its files afterwards: a soft panic there is
# recovered as ever.
. ./ktap.sh
. ./guest.sh

file=/sys/kernel/debug/afterlife
ktap_plan 5
ktap_run 'the modules load' eval 'load kdefer && load afterlife'
log_mark
: > $file
ktap_run 'a soft panic on close is recovered' log_has 'closed: -61'
log_mark
(echo x > $file) 2> /dev/null && status=$? || status=$?
ktap_run 'the writer dies' [ "$status" -ge 128 ]
ktap_run 'so is one after that' log_has 'closed: -61'
ktap_run 'no frame of the dead was met' eval '! log_has "passed by"'
ktap_exit
