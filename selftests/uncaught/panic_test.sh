# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: uncaught: ran: write_book
# Expect: kdefer: soft panic: page 7 is torn \[-ENODATA\] at __kdefer_body_write_page.*\[uncaught\]
# Expect: kdefer: .soft panic: cannot restore page 7 \[-EIO\] at restore_page.*\[uncaught\]
# Expect: kdefer: nobody recovered; every deferred call has run
# Allow: kdefer: raised at:
# Allow: kdefer:  
# Expect-death: Kernel panic - not syncing: kdefer: uncaught soft panic
# uncaught=panic: the machine stops.
. ./dying.sh

load kdefer uncaught=panic
load uncaught
end chain
