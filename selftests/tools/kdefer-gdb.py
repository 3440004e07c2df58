# SPDX-License-Identifier: GPL-2.0
"""What kdefer knows, out of a dead kernel or one that stands still: for gdb, on a vmcore or on QEMU's gdb server.

    (gdb) add-symbol-file kdefer.ko -s .text ADDRESS -s .bss ADDRESS ...   (or lx-symbols)
    (gdb) source selftests/tools/kdefer-gdb.py
    (gdb) kdefer-blackbox               the last panics, oldest first
    (gdb) kdefer-frames LOW [HIGH]      of the stack from LOW to HIGH, 16 KiB by default: each frame that lives, its calls that
                                        are pending, outermost last, and each panic in flight with its chain

kdefer.ko has to be the one that is loaded, with its debugging information; of the kernel itself nothing is needed, but names of
its functions. Addresses are in /sys/module/kdefer/sections while it lives, task_struct.stack is LOW.
"""
import os
import sys

import gdb

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kdefer_words import CAUSES, ENDS, KINDS, LIFE, MASK, NOP


def read(address, count):
    return bytes(gdb.selected_inferior().read_memory(address & MASK, count))


def word(address):
    return int.from_bytes(read(address, 8), 'little')


def name(address):
    """FUNCTION+OFFSET, or the number."""
    said = gdb.execute(f'info symbol {address & MASK:#x}', to_string=True)
    if said.startswith('No symbol'):
        return f'{address & MASK:#x}'
    words = said.split()
    offset = f'+{int(words[2]):#x}' if len(words) > 2 and words[1] == '+' else ''
    return words[0].replace('__kdefer_body_', '') + offset


def text_of(value):
    return value.string(errors='replace')


class Blackbox(gdb.Command):
    """kdefer-blackbox: the last soft panics, oldest first."""

    def __init__(self):
        super().__init__('kdefer-blackbox', gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        box = gdb.parse_and_eval('kdefer_blackbox')
        if not int(box):
            print('the black box is off')
            return
        records = []
        for cpu in range(int(box['cpus'])):
            ring = box['rings'][cpu]
            if not int(ring):
                continue
            for i in range(int(box['records'])):
                record = ring['record'][i]
                seq = int(record['seq'])
                if seq:
                    records.append((int(record['time']), cpu, bool(seq & 1), record))
        for time, cpu, torn, record in sorted(records, key=lambda r: r[:2]):
            self.show(time, cpu, torn, record)

    @staticmethod
    def show(time, cpu, torn, r):
        if torn:
            print(f'one that was being written on CPU {cpu}\n')
            return
        print(f"[{time / 1e9:12.6f}] {ENDS[int(r['end'])]} {int(r['err'])} at {name(int(r['ip']))}")
        print(f" text {text_of(r['text'])!r}")
        print(f" task {text_of(r['comm'])} {int(r['pid'])} cpu {cpu}, preempt_count {int(r['preempt']):#x}")
        if int(r['cause']):
            print(f" cause {CAUSES[int(r['cause'])]}, address {int(r['addr']):#x}")
        if int(r['function']):
            print(f" ended in {name(int(r['function']))}")
        print(f" calls {int(r['calls'])}")
        for i in range(int(r['nr_older'])):
            print(f" replaced {int(r['older'][i]['err'])} at {name(int(r['older'][i]['ip']))}")
        for what in 'passed', 'stack':
            for i in range(int(r['nr_' + what])):
                print(f' {what} {name(int(r[what][i]))}')
        print()


class Frames(gdb.Command):
    """kdefer-frames LOW [HIGH]: what is pending, and in flight, on a stack."""

    def __init__(self):
        super().__init__('kdefer-frames', gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        words = [int(gdb.parse_and_eval(word)) & MASK for word in gdb.string_to_argv(argument)]
        if not 1 <= len(words) <= 2:
            raise gdb.GdbError('kdefer-frames LOW [HIGH]')
        low, high = words[0], words[1] if len(words) > 1 else words[0] + 16384
        stack = read(low, high - low)
        self.seen = set()
        for at in range(8, len(stack) - 24, 8):
            address = low + at
            life = int.from_bytes(stack[at + 16:at + 24], 'little')
            state = {(address + LIFE) & MASK: 'lives', ~(address + LIFE) & MASK: 'was passed'}.get(life)
            into = int.from_bytes(stack[at - 8:at], 'little')
            kind = self.kind(into) if state else None
            if kind == 'call':
                self.show_call(address, state)
            elif kind:
                print(f'{address:#x}: {kind} {name(into)} {state}')
                if state == 'lives':
                    self.show_pending(address)

    @staticmethod
    def kind(into):
        """Of the gate that a return address leads into."""
        try:
            text = read(into, 8)
        except gdb.MemoryError:
            return None
        return KINDS.get(int.from_bytes(text[4:], 'little')) if text[:4] == NOP else None

    @staticmethod
    def show_pending(frame):
        head, block = word(frame + 24), word(frame + 32) & ~1
        while block:
            print(f'  until its block ends: {name(word(block + 8))}({word(block + 16):#x})')
            block = word(block) & ~1
        while head > 1:
            print(f'  pending: {name(word(head + 8))}({word(head + 16):#x})')
            head = word(head)
        if head == 1:
            print('  pending: defer_recover()')

    def show_call(self, call, state):
        unwind = word(call + 8)
        print(f'{call:#x}: a deferred call {state}' + ('' if unwind else ', after a return'))
        if not unwind or unwind in self.seen:
            return
        self.seen.add(unwind)
        u = gdb.Value(unwind).cast(gdb.lookup_type('struct unwind').pointer())
        for i in range(int(u['nr_older'])):
            self.show_panic(u['older'][i], 'replaced')
        if int(u['panicking']):
            self.show_panic(u['now'], 'recovered' if int(u['recovered']) else 'in flight')
        if int(u['exiting']):
            print(f"  soft_exit() in flight, at {name(int(u['site']))}")

    @staticmethod
    def show_panic(r, fate):
        origin = r['origin']
        text = text_of(origin['text']) if int(origin['settled']) else text_of(origin['format']['fmt'])
        print(f"  {fate}: {int(r['panic']['err'])} at {name(int(r['panic']['ip']))}: {text!r}")


Blackbox()
Frames()
