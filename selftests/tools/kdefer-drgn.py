# SPDX-License-Identifier: GPL-2.0
"""What kdefer knows, out of a vmcore, for drgn.

    drgn -c VMCORE -s VMLINUX -s kdefer.ko [-s CLIENT.ko ...] selftests/tools/kdefer-drgn.py [WHAT ...]

WHAT is one or more of these, by default the first two:

    blackbox    the last panics, oldest first
    frames      of each task that is in a DEFER_FN or RECOVER_FN: each frame that lives, its calls that are pending, outermost
                last, and each panic in flight with its chain
    PID         the same of one task, and its call stack

VMCORE is of kdump, in ELF's form, or of QEMU: "dump-guest-memory -p FILE", with "-device vmcoreinfo" and the guest's driver
for that, qemu_fw_cfg. VMLINUX and kdefer.ko have to be those that ran, with their debugging information. A stack of an interrupt is no task's.
"""
import os
import sys

import drgn
from drgn.helpers.linux.pid import find_task, for_each_task

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kdefer_words import CAUSES, ENDS, KINDS, LIFE, MASK, NOP

STACK = 16384


def name(address):
    """FUNCTION+OFFSET, or the number."""
    address &= MASK
    try:
        symbol = prog.symbol(address)
    except LookupError:
        return f'{address:#x}'
    return symbol.name.replace('__kdefer_body_', '') + f'+{address - symbol.address:#x}'


def text_of(value):
    return value.string_().decode(errors='replace')


def show_record(r, cpu):
    if int(r.seq) & 1:
        print(f'one that was being written on CPU {cpu}\n')
        return
    print(f'[{int(r.time) / 1e9:12.6f}] {ENDS[int(r.end)]} {int(r.err)} at {name(int(r.ip))}')
    print(f' text {text_of(r.text)!r}')
    print(f' task {text_of(r.comm)} {int(r.pid)} cpu {cpu}, preempt_count {int(r.preempt):#x}')
    if r.cause:
        print(f' cause {CAUSES[int(r.cause)]}, address {int(r.addr):#x}')
    if r.function:
        print(f' ended in {name(int(r.function))}')
    print(f' calls {int(r.calls)}')
    for i in range(int(r.nr_older)):
        print(f' replaced {int(r.older[i].err)} at {name(int(r.older[i].ip))}')
    for what in 'passed', 'stack':
        addresses = r.member_(what)
        for i in range(int(r.member_('nr_' + what))):
            print(f' {what} {name(int(addresses[i]))}')
    print()


def show_blackbox():
    box = prog['kdefer_blackbox']
    if not box:
        print('the black box is off')
        return
    records = []
    for cpu in range(int(box.cpus)):
        ring = box.rings[cpu]
        if not ring:
            continue
        for i in range(int(box.records)):
            record = ring.record[i]
            if record.seq:
                records.append((int(record.time), cpu, record))
    for _, cpu, record in sorted(records, key=lambda r: r[:2]):
        show_record(record, cpu)


def kind_of(into):
    """Of the gate that a return address leads into."""
    try:
        text = prog.read(into, 8)
    except drgn.FaultError:
        return None
    return KINDS.get(int.from_bytes(text[4:], 'little')) if text[:4] == NOP else None


def show_pending(frame):
    head, block = prog.read_u64(frame + 24), prog.read_u64(frame + 32) & ~1
    while block:
        print(f'  until its block ends: {name(prog.read_u64(block + 8))}({prog.read_u64(block + 16):#x})')
        block = prog.read_u64(block) & ~1
    while head > 1:
        print(f'  pending: {name(prog.read_u64(head + 8))}({prog.read_u64(head + 16):#x})')
        head = prog.read_u64(head)
    if head == 1:
        print('  pending: defer_recover()')


def show_panic(r, fate):
    text = text_of(r.origin.text) if r.origin.settled else text_of(r.origin.format.fmt)
    print(f'  {fate}: {int(r.panic.err)} at {name(int(r.panic.ip))}: {text!r}')


def show_call(call, state, seen):
    unwind = prog.read_u64(call + 8)
    print(f'{call:#x}: a deferred call {state}' + ('' if unwind else ', after a return'))
    if not unwind or unwind in seen:
        return
    seen.add(unwind)
    u = drgn.Object(prog, 'struct unwind *', value=unwind)
    for i in range(int(u.nr_older)):
        show_panic(u.older[i], 'replaced')
    if u.panicking:
        show_panic(u.now, 'recovered' if u.recovered else 'in flight')
    if u.exiting:
        print(f'  soft_exit() in flight, at {name(int(u.site))}')


def gates(low, stack):
    """Of a stack: where a frame is, whether it lives, what its gate is, and an address in that."""
    for at in range(8, len(stack) - 24, 8):
        address = low + at
        life = int.from_bytes(stack[at + 16:at + 24], 'little')
        state = {(address + LIFE) & MASK: 'lives', ~(address + LIFE) & MASK: 'was passed'}.get(life)
        into = int.from_bytes(stack[at - 8:at], 'little')
        kind = kind_of(into) if state else None
        if kind:
            yield address, state, kind, into


def show_frames(task):
    """Are there any?"""
    low = task.stack.value_()
    try:
        found = list(gates(low, prog.read(low, STACK)))
    except drgn.FaultError:         # it ends, and its stack is gone
        return False
    if found:
        print(f'task {text_of(task.comm)} {int(task.pid)}')
    seen = set()
    for address, state, kind, into in found:
        if kind == 'call':
            show_call(address, state, seen)
            continue
        print(f'{address:#x}: {kind} {name(into)} {state}')
        if state == 'lives':
            show_pending(address)
    return bool(found)


def show_task(pid):
    task = find_task(prog, pid)
    if not task:
        sys.exit(f'there is no task {pid}')
    if not show_frames(task):
        print(f'task {text_of(task.comm)} {pid} is in no DEFER_FN')
    try:
        print(prog.stack_trace(task))
    except (LookupError, ValueError) as why:
        print(f'no call stack: {why}')


def show(what):
    if what == 'blackbox':
        show_blackbox()
    elif what == 'frames':
        for task in for_each_task(prog):
            show_frames(task)
    elif what.isdigit():
        show_task(int(what))
    else:
        sys.exit(__doc__)


for word in sys.argv[1:] or ('blackbox', 'frames'):
    show(word)
