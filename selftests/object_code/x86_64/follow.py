# SPDX-License-Identifier: GPL-2.0
"""Follows every path through a function and says what is registered where it can fault, calls and returns.

Values are known as far as it takes: the frame of the function ('frame', offset), its stack ('stack', offset), numbers
('number', n), addresses that the linker fills in ('symbol', name), what is found by way of the processor's own data
('safe', ''); all other are UNKNOWN. An address of the frame with an unknown offset is ('frame', None).

What is on the list is a tuple of Held, oldest first. Of each its name and what is amiss are seen at a place:

    ?   taken, but not on the list
    !   not on the list any more, but not given back
    ~   given back by hand, and its variable still says otherwise
    %   on the list, but its record is not complete
    ^   on the list, but the variable that the destructor reads is not in memory
    0   as it should be, and that variable is NULL
"""
import dataclasses
import re

UNKNOWN = ('unknown', '')
SAFE = ('safe', '')
ARGUMENT = 'r8'     # the fifth: the frame of a function with four of its own
CLOBBERED = ('rax', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11')
RECORD = [*range(0, 24), 28]    # next, call, arg and kind
MARKS = {0x7a0100: 'take', 0x7a0200: 'give', 0x7a0300: 'fault'}
TAKES = {'mutex_lock': 'M'}
GIVES = {'mutex_unlock': 'M'}
REGISTERS = {'__kdefer_add_more', '__kdefer_add_handler', '__kdefer_add_to'}
# No code of theirs can fault for a reason that a client gives.
HARMLESS = re.compile(r'__fentry__|__kdefer_\w+|__stack_chk_fail|__x86_\w+|pv_ops|mutex_(un)?lock')
# Calls that inline assembly makes keep what they do not name.
KEEPS_MOST = {'__fentry__': (), 'pv_ops': ('rax',), '__get_user_': ('rax', 'rdx'), '__put_user_': ('rax', 'rbx', 'rcx')}
MOST_STATES = 5000

REGISTER = {}
for _i, _n in enumerate(('ax', 'bx', 'cx', 'dx')):
    for _form in ('r' + _n, 'e' + _n, _n, _n[0] + 'l', _n[0] + 'h'):
        REGISTER[_form] = 'r' + _n
for _n in ('si', 'di', 'bp', 'sp'):
    for _form in ('r' + _n, 'e' + _n, _n, _n + 'l'):
        REGISTER[_form] = 'r' + _n
for _i in range(8, 16):
    for _form in (f'r{_i}', f'r{_i}d', f'r{_i}w', f'r{_i}b'):
        REGISTER[_form] = f'r{_i}'

READS_ONLY = re.compile(r'(cmp|test|push|nop|bt[bwlq]?$|prefetch|ud|call|j|ret|int3|endbr|clac|stac|cld|lfence)')


@dataclasses.dataclass(frozen=True)
class Held:
    name: str
    record: tuple = UNKNOWN     # where it is
    stale: bool = False
    slot_bytes: int = 0         # stored to slots of the frame since it was taken

    def variable(self, stack):
        """Where on the stack is what the destructor reads: the argument in the record says so, once it is there."""
        if self.record[0] == 'stack':
            for at, _, value in stack:
                if at == self.record[1] + 16 and value[0] == 'stack':
                    return value[1]
        return None


@dataclasses.dataclass(frozen=True)
class State:
    regs: tuple
    stack: tuple        # (offset, bytes, value) of what was stored there
    held: tuple = ()    # Held, on the list
    taken: tuple = ()   # Held, not yet
    ending: tuple = ()  # Held, not any more

    def show(self):
        names = [h.name + self.amiss(h) for h in self.held]
        names += [h.name + '?' for h in self.taken] + [h.name + '!' for h in self.ending]
        return ''.join(names) or '-'

    def amiss(self, h):
        written = {at + i for at, size, _ in self.stack for i in range(size)}
        if h.record[0] == 'stack' and (not all(h.record[1] + i in written for i in RECORD) or
                                       (h.record[1] + 8, 8, ('number', 0)) in self.stack):
            return '%'
        if h.record == ('frame', None) and h.slot_bytes < len(RECORD):
            return '%'
        variable = h.variable(self.stack)
        if variable is not None and variable not in written:
            return '^'
        if h.stale:
            return '~'
        return '0' if (variable, 8, ('number', 0)) in self.stack else ''


class Wrong(Exception):
    """What no path of a client's function does."""


class Follower:
    def __init__(self, obj, heads):
        self.obj = obj
        self.heads = heads      # offsets of the frame's lists
        self.found = {}         # (state, what): a place

    def follow(self, name):
        regs = {ARGUMENT: ('frame', 0), 'rsp': ('stack', 0)}
        todo = [(self.obj.functions[name], State(tuple(sorted(regs.items())), ()))]
        seen = set(todo)
        while todo:
            if len(seen) > MOST_STATES:
                raise Wrong('too many states')
            place, state = todo.pop()
            for step in self.steps(self.obj.insns[place], state):
                if step not in seen:
                    seen.add(step)
                    todo.append(step)
        return self.found

    def note(self, state, what, insn):
        self.found.setdefault((state.show(), what), f'{insn.section}+{insn.at:#x}')

    def steps(self, insn, state):
        """The places that come next, and how things are there."""
        self.faults(insn, state)
        here = (insn.section, insn.at)
        if here in self.obj.fixups:
            yield self.obj.fixups[here], state
        if insn.op.startswith('ret') or (insn.op.startswith('jmp') and insn.symbol == '__x86_return_thunk'):
            self.note(state, 'ret', insn)
        elif insn.op.startswith('ud') or insn.symbol == '__stack_chk_fail':
            pass
        elif insn.op.startswith('j'):
            target = self.obj.target(insn)
            if target is None:
                raise Wrong(f'a jump to {insn.symbol or insn.args}')
            zero = dict(state.regs).get('zero')
            if zero is None or (insn.op, zero) not in (('je', False), ('jne', True)):
                yield target, state
            if not insn.op.startswith('jmp') and (zero is None or (insn.op, zero) not in (('je', True), ('jne', False))):
                yield (insn.next.section, insn.next.at), state
        else:
            state = self.call(insn, state) if insn.op.startswith('call') else Step(self, insn, state).after()
            if insn.next is None:
                raise Wrong('runs off its end')
            yield (insn.next.section, insn.next.at), state

    def faults(self, insn, state):
        if re.match(r'i?div', insn.op):
            self.note(state, 'div', insn)
        if insn.op.startswith('ud'):
            self.note(state, 'ud2', insn)
        if Step(self, insn, state).may_fault():
            self.note(state, 'mem', insn)
        if insn.op.startswith('nop') and insn.args and mark(insn)[0] == 'fault':
            self.note(state, 'asm', insn)
        if insn.op.startswith('call') and not HARMLESS.fullmatch(insn.symbol) and not self.resource(insn)[0] \
                and not self.obj.target(insn):
            self.note(state, 'call:' + insn.symbol, insn)

    def resource(self, insn):
        """What a call takes or gives, by name; a function of this file does what it calls."""
        what = resource(insn.symbol)
        place = None if what[0] else self.obj.target(insn)
        starts = self.obj.functions.values() if place else ()
        while place and (inner := self.obj.insns[place].next) and (inner.section, inner.at) not in starts:
            if inner.op.startswith(('call', 'jmp')) and resource(inner.symbol)[0]:
                return resource(inner.symbol)
            if inner.op.startswith('nop') and inner.args and mark(inner)[0] in ('take', 'give'):
                return mark(inner)
            place = (inner.section, inner.at)
        return what

    def give(self, state, name, insn):
        """By the end of a block, or, while it is on the list, by hand; what was never on it is a finding."""
        for i, h in enumerate(state.ending):
            if h.name == name:
                return dataclasses.replace(state, ending=state.ending[:i] + state.ending[i + 1:])
        for i, h in enumerate(state.held):
            if h.name == name:
                held = state.held[:i] + (dataclasses.replace(h, stale=True),) + state.held[i + 1:]
                return dataclasses.replace(state, held=held)
        self.note(state, f'give_{name}', insn)
        return dataclasses.replace(state, taken=tuple(h for h in state.taken if h.name != name))

    def call(self, insn, state):
        what, name = self.resource(insn)
        regs = dict(state.regs)
        if insn.symbol == '__kdefer_block_left':
            state = take_off(state)
        elif insn.symbol in REGISTERS:
            state = register(state, ('call', None))
        elif what == 'take':
            state = take(state, name)
        elif what == 'give':
            state = self.give(state, name, insn)
        for reg in next((kept for start, kept in KEEPS_MOST.items() if insn.symbol.startswith(start)), CLOBBERED):
            regs.pop(reg, None)
        regs.pop('zero', None)
        return dataclasses.replace(state, regs=tuple(sorted(regs.items())))


def resource(symbol):
    """What a call of that takes or gives, by name."""
    if symbol in TAKES or re.fullmatch(r'take_.', symbol):
        return 'take', TAKES.get(symbol, symbol[-1])
    if symbol in GIVES or re.fullmatch(r'give_.', symbol):
        return 'give', GIVES.get(symbol, symbol[-1])
    return None, None


def mark(insn):
    match = re.match(r'0x([0-9a-f]+)\(%rax\)', insn.args[0])
    value = int(match[1], 16) if match else 0
    return MARKS.get(value & ~0xff), chr(value & 0xff)


def take(state, name):
    return dataclasses.replace(state, taken=state.taken + (Held(name),))


def register(state, record):
    """What was taken last; if nothing was, it is a handler."""
    h = state.taken[-1] if state.taken else Held('R')
    h = dataclasses.replace(h, record=record)
    return dataclasses.replace(state, taken=state.taken[:-1], held=state.held + (h,))


def blocks(state):
    """The places in held of those that end with a block; others are never taken off in the function itself."""
    return [i for i, h in enumerate(state.held) if h.record[0] == 'stack']


def take_off(state):
    places = blocks(state)
    if not places:
        raise Wrong('a record is taken off an empty list')
    last = places[-1]
    return dataclasses.replace(state, held=state.held[:last] + state.held[last + 1:],
                               ending=state.ending + (state.held[last],))


class Step:
    """One instruction that neither jumps nor calls."""

    def __init__(self, follower, insn, state):
        self.follower, self.insn, self.state = follower, insn, state
        self.regs = dict(state.regs)

    def reg(self, name):
        return self.regs.get(REGISTER.get(name.lstrip('%')), UNKNOWN)

    def address(self, arg):
        """The value of an operand's address; None if it is no memory."""
        match = re.fullmatch(r'(%[fg]s:)?(-?0x[0-9a-f]+|-?\d+)?(?:\((%\w+)?(?:,(%\w+)?(?:,(\d))?)?\))?', arg)
        if not match or arg.startswith(('%r', '%e', '$')) or ('(' not in arg and not match[2] and not match[1]):
            return None
        segment, displacement, base, index = match[1], int(match[2] or '0', 0), match[3], match[4]
        if segment:
            return SAFE
        if base in (None, '%rip'):
            return SAFE if index is None else UNKNOWN
        value = self.reg(base)
        if value[0] in ('frame', 'stack'):
            known = index is None and value[1] is not None
            return value[0], value[1] + displacement if known else None
        if index and self.reg(index)[0] == 'frame':
            return 'frame', None
        return SAFE if value == SAFE and index is None else UNKNOWN

    def may_fault(self):
        op = self.insn.op
        if op.startswith(('lea', 'nop', 'prefetch', 'j', 'call')):
            return False
        if op.startswith(('movs', 'stos', 'lods', 'scas', 'cmps')) and any('%es:' in a or '%ds:' in a for a in self.insn.args):
            return self.reg('%rdi')[0] != 'stack'
        return any(self.address(arg) == UNKNOWN for arg in self.insn.args)

    def value(self, arg):
        if arg.startswith('$'):
            if self.insn.relocated:
                return 'symbol', self.insn.symbol
            return 'number', int(arg[1:], 0)
        if arg.startswith('%') and ':' not in arg:
            return self.reg(arg)
        address = self.address(arg)
        if address == SAFE and (arg.startswith('%') or 'rip' not in arg):
            return SAFE
        if address and address[0] == 'stack':
            for at, size, value in self.state.stack:
                if (at, size) == (address[1], 8):
                    return value
        return UNKNOWN

    def set(self, arg, value):
        name = REGISTER.get(arg.lstrip('%'))
        if name is None:
            return
        if value == UNKNOWN:
            self.regs.pop(name, None)
        else:
            self.regs[name] = value

    def after(self):
        insn, args = self.insn, self.insn.args
        op = insn.op
        if op.startswith('nop') and args:
            what, name = mark(insn)
            if what == 'take':
                return take(self.state, name)
            if what == 'give':
                return self.follower.give(self.state, name, insn)
        if op == 'leave':
            self.regs['rsp'] = self.regs.get('rbp', UNKNOWN)
            op, args = 'pop', ['%rbp']
        if not op.startswith(('mov', 'lea', 'push', 'pop', 'nop')):
            self.regs.pop('zero', None)
        if op.startswith(('test', 'cmp')) and args[0] in (args[-1], '$0x0'):
            value = self.value(args[-1])
            if value[0] in ('symbol', 'number'):
                self.regs['zero'] = value == ('number', 0)
        if op.startswith('push'):
            return self.push(args[0] if args else '')
        if op.startswith('pop'):
            return self.pop(args[0] if args else '')
        if op.startswith('stos'):
            return self.fill()
        if READS_ONLY.match(op) or not args:
            return self.end()
        if re.match(r'i?div|mul', op) or (op.startswith('imul') and len(args) == 1):
            self.set('rax', UNKNOWN)
            self.set('rdx', UNKNOWN)
            return self.end()
        if op.startswith('xchg') or op.startswith('cmpxchg'):
            self.set('rax' if op.startswith('cmpxchg') else args[0], UNKNOWN)
        value = self.result(op, args)
        if args[-1].startswith('%') and ':' not in args[-1]:
            self.set(args[-1], value)
            return self.end()
        return self.store(self.address(args[-1]), value, op)

    def end(self, **changes):
        return dataclasses.replace(self.state, regs=tuple(sorted(self.regs.items())), **changes)

    def result(self, op, args):
        """What the destination has then."""
        if op in ('mov', 'movq', 'movabs', 'movl') and len(args) == 2:
            value = self.value(args[0])
            return UNKNOWN if value[0] in ('stack', 'frame') and args[-1].startswith('%e') else value
        if op.startswith('lea'):
            address = self.address(args[0])
            return address if address and address[0] in ('stack', 'frame') else UNKNOWN
        if op.startswith('xor') and args[0] == args[-1]:
            return 'number', 0
        values = [self.value(arg) for arg in args]
        if op[:3] in ('add', 'sub') and values[0][0] == 'number' and values[1][0] in ('stack', 'frame') \
                and values[1][1] is not None:
            return values[1][0], values[1][1] + values[0][1] * (1 if op[:3] == 'add' else -1)
        if op[:3] in ('add', 'sub') and any(v[0] == 'frame' for v in values):
            return 'frame', None
        return UNKNOWN

    def push(self, arg):
        value, sp = self.value(arg), self.regs['rsp'][1] - 8
        self.regs['rsp'] = ('stack', sp)
        return self.end(stack=stored(self.state.stack, sp, 8, value))

    def pop(self, arg):
        sp = self.regs['rsp'][1]
        value = self.value('(%rsp)') if self.regs['rsp'] == dict(self.state.regs)['rsp'] else \
            next((v for at, size, v in self.state.stack if (at, size) == (sp, 8)), UNKNOWN)
        self.set(arg, value)
        self.regs['rsp'] = ('stack', sp + 8)
        return self.end(stack=tuple(s for s in self.state.stack if s[0] >= sp + 8))

    def fill(self):
        """Variables get a first value, which is nothing that anybody waits for; it is forgotten what was there."""
        at, count = self.reg('%rdi'), self.reg('%rcx')
        if at[0] != 'stack' or at[1] is None or count[0] != 'number':
            raise Wrong('stores to an unknown place')
        end = at[1] + count[1] * {'%al': 1, '%eax': 4, '%rax': 8}[self.insn.args[0]]
        self.set('rcx', ('number', 0))
        self.set('rdi', ('stack', end))
        return self.end(stack=tuple(s for s in self.state.stack if s[0] + s[1] <= at[1] or s[0] >= end))

    def size(self, op):
        last = self.insn.args[0]
        if last.startswith('%') and ':' not in last:
            name = last[1:]
            if name in ('al', 'bl', 'cl', 'dl', 'ah', 'bh', 'ch', 'dh') or re.fullmatch(r'r\d+b|[sb]pl|[sd]il', name):
                return 1
            if name.startswith('e') or re.fullmatch(r'r\d+d', name):
                return 4
            return 8 if name.startswith('r') and not name.endswith('w') else 2
        return {'b': 1, 'w': 2, 'l': 4, 'q': 8}.get(op[-1], 8)

    def store(self, address, value, op):
        if address is None:
            raise Wrong(f'not understood: {self.insn.op} {self.insn.args}')
        kind, offset = address
        if kind == 'frame' and offset in self.follower.heads:
            return self.store_head(value)
        size = self.size(op)
        if kind == 'frame' and offset is None and self.state.taken:
            h = self.state.taken[-1]
            taken = self.state.taken[:-1] + (dataclasses.replace(h, slot_bytes=min(h.slot_bytes + size, 32)),)
            return self.end(taken=taken)
        if kind == 'frame' and offset is None and self.state.held:
            h = self.state.held[-1]
            held = self.state.held[:-1] + (dataclasses.replace(h, slot_bytes=min(h.slot_bytes + size, 32)),)
            return self.end(held=held)
        if kind == 'stack' and offset is not None:
            return self.store_variable(offset, size, value)
        return self.end()

    def store_variable(self, offset, size, value):
        """Anything on the stack. The variable of a call that is registered may get a new resource of the same name."""
        held, taken = [], self.state.taken
        for h in self.state.held:
            if h.variable(self.state.stack) == offset:
                h = dataclasses.replace(h, stale=False)
                taken = tuple(t for t in taken if t.name != h.name)
            held.append(h)
        return self.end(stack=stored(self.state.stack, offset, size, value), held=tuple(held), taken=taken)

    def store_head(self, value):
        state = self.end()
        if value[0] == 'stack' and value in [h.record for h in state.held]:
            while state.held[blocks(state)[-1]].record != value:
                state = take_off(state)
            return state
        if value[0] == 'stack':
            return register(state, value)
        if state.taken or value == ('number', 1):
            return register(state, value if value[0] == 'frame' else ('frame', 0))
        return take_off(state)


def stored(stack, at, size, value):
    kept = tuple(s for s in stack if s[0] + s[1] <= at or s[0] >= at + size)
    return tuple(sorted(kept + ((at, size, value),)))
