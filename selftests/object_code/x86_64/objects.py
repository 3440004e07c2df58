# SPDX-License-Identifier: GPL-2.0
"""The functions of an object file as instructions, read from objdump."""
import dataclasses
import re
import subprocess


@dataclasses.dataclass
class Insn:
    section: str
    at: int
    op: str
    args: list          # in AT&T's order: the destination is the last
    symbol: str = ''    # what a relocation of it refers to
    addend: int = 0
    relocated: bool = False
    next: 'Insn' = None


def split_args(text):
    """At the commas outside of parentheses."""
    return [part.strip() for part in re.split(r',(?![^(]*\))', text)] if text else []


class Object:
    def __init__(self, path):
        self.insns = {}     # (section, offset): Insn
        self.functions = {}     # name: (section, offset)
        self.fixups = {}    # where a fault at (section, offset) goes on
        self._read(self._objdump('-d', '-r', '--no-show-raw-insn', '-w', path))
        self._read_fixups(self._objdump('-r', '-j', '__ex_table', path))
        self.expected = subprocess.run(['objcopy', '-O', 'binary', '--only-section=.kdefer_expect', path, '/dev/stdout'],
                                       check=True, capture_output=True).stdout.decode()

    @staticmethod
    def _objdump(*args):
        return subprocess.run(['objdump', *args], check=True, capture_output=True, text=True).stdout.splitlines()

    def _read(self, lines):
        section, last = '', None
        for line in lines:
            if match := re.match(r'Disassembly of section (.*):', line):
                section, last = match[1], None
            elif match := re.match(r'([0-9a-f]+) <(.*)>:', line):
                self.functions[match[2]] = (section, int(match[1], 16))
            elif match := re.match(r'\s+([0-9a-f]+):\t([^\t]*)(.*)', line):
                last = self._add(section, int(match[1], 16), match[2], match[3], last)

    def _add(self, section, at, text, relocation, last):
        text = re.sub(r'\s*[#<].*', '', text)
        words = text.split(None, 1)
        while words and words[0] in ('lock', 'notrack', 'rep', 'repz', 'repnz', 'cs', 'ds', 'data16') and len(words) > 1:
            words = words[1].split(None, 1)
        insn = Insn(section, at, words[0] if words else '(bad)', split_args(words[1] if len(words) > 1 else ''))
        if match := re.search(r'R_X86_64_(\w+)\s+([^\s+-]+)(?:([+-])0x([0-9a-f]+))?', relocation):
            insn.symbol, insn.relocated = match[2], True
            insn.addend = int(match[4] or '0', 16) * (-1 if match[3] == '-' else 1)
        self.insns[section, at] = insn
        if last:
            last.next = insn
        return insn

    def _read_fixups(self, lines):
        entries = []
        for line in lines:
            if match := re.match(r'[0-9a-f]+ R_X86_64_PC32\s+(\S+?)([+-]0x[0-9a-f]+)?$', line.strip()):
                entries.append(self.place(match[1], int(match[2] or '0', 16)))
        for where, to in zip(entries[::2], entries[1::2]):
            self.fixups[where] = to

    def place(self, symbol, offset):
        """Of a symbol that is a section or a function here."""
        section, start = self.functions.get(symbol, (symbol, 0))
        return section, start + offset

    def target(self, insn):
        """Where a jump or call goes: a place of this file, or None and a symbol."""
        if insn.relocated:
            place = self.place(insn.symbol, insn.addend + 4)
            return place if place in self.insns else None
        match = re.match(r'([0-9a-f]+)$', insn.args[-1])
        return (insn.section, int(match[1], 16)) if match else None
