# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Expect: uncaught: ran: first of write_page
# Expect: kdefer: .soft panic: cannot restore page 8 \[-EIO\] at restore_page.*\[uncaught\]
# Expect: kdefer: nobody recovered; every deferred call has run
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Allow: kdefer: 
# Expect-death: Kernel panic - not syncing: (Oops - BUG: )?Fatal exception in interrupt
# In a softirq there is no task to kill.
. ./dying.sh

load kdefer
load uncaught
end timer
