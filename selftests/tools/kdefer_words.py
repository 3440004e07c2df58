# SPDX-License-Identifier: GPL-2.0
"""What kdefer-gdb.py and kdefer-drgn.py know of kdefer without asking for its debugging information."""
# A frame's proof of life is its address and this; one that was passed has each bit the other way round.
LIFE = 0x6bdef00d00000000
MASK = (1 << 64) - 1
# A mark: a nop with a number, behind the call of a gate. Each slot of the frame beyond the second adds SLOT.
NOP = bytes((0x0f, 0x1f, 0x84, 0x00))
SLOT = 0x400
KINDS = {0x6bdef100 + slots * SLOT + (number << 8): kind
         for slots in range(7) for number, kind in enumerate(('DEFER_FN', 'RECOVER_FN', 'call'))}
# enum blackbox_end, enum soft_panic_cause
ENDS = ('recovered', 'contained', 'uncaught')
CAUSES = ('raised', 'page fault', 'protection', 'divide', 'bug')
