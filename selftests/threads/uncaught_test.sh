# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: threads_lib.sh
# Expect: kernel BUG at (.*/)?module/uncaught\.h
# Allow: kdefer:
# A panic that nobody recovers while its thread ends: every call is made, then the policy decides.
. ./threads_lib.sh

ktap_plan 7
ktap_run 'the modules load' eval 'load kdefer uncaught=contain && load threads'
log_mark
ktap_is 'contained: the thread ends as it wanted' "$(result uncaught)" 'end complain inner outermost 42 told'
ktap_run 'it is reported' log_has '^kdefer: soft panic: in a cleanup \[-EIO\] at complain'
ktap_run 'and what becomes of it' log_has '^kdefer: contained: the thread ends as it wanted'
ktap_run 'no oops' eval '! log_has "kernel BUG"'
parameter kdefer uncaught oops
ktap_is 'an oops: nobody is told' "$(result uncaught | sed 's/[-0-9]*$//')" 'end complain inner outermost '
ktap_run 'it says so' log_has '^kdefer: nobody recovered; every deferred call has run'
ktap_exit
