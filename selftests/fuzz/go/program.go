// SPDX-License-Identifier: GPL-2.0

package main

// What both interpreters agree on; ../fuzz.h has the same numbers.
const (
	maxSteps  = 150 // instructions per program
	maxCalls  = 120 // calls and registrations per program
	maxRaises = 40  // panics and exits per program
	maxMade   = 24  // deferred calls per call
	callCost  = 2
	raiseCost = 7
	maxLoops  = 2 // nested in one body
	maxBlocks = 2 // likewise
)

// maxHeight is that of the stack, in units of some 300 bytes.
var maxHeight = 40

// An Op is what one instruction does.
type Op byte

const (
	opEnd      Op = iota
	opMark        // print A
	opCall        // call body A
	opDefer       // defer body A, in one of the ways that kdefer has (B)
	opHandler     // defer body A, a handler
	opCatch       // defer_recover()
	opBlock       // open a block that ends with a call of body A
	opBlockEnd    // close it
	opLoop        // set loop counter B to A
	opLoopEnd     // count B down; not yet 0: go to C
	opIf          // unless the number of steps modulo A is B: go to C
	opPanic       // with errno A; B says how its text is made
	opExit        // with code A
	opReturn      // A
	opCancel      // the call that was deferred last but A
	opNow         // likewise, make it now
	opRecover     // with result A; if B is an errno and not this one's: C
	opRepanic     // what the handler was handed that this is, or that deferred it, A handlers further up
	opLook        // print what the handler was handed
	opAsk         // print what soft_panicking() returns
)

// hasBody says whether A is a body.
func (op Op) hasBody() bool {
	return op == opCall || op == opDefer || op == opHandler || op == opBlock
}

// What opRecover does with a panic of the wrong errno.
const (
	otherwiseLeave = iota
	otherwiseRepanic
)

// How opPanic makes its text; 0 and 1 are further ways in C, 3 is soft_panic_with().
const (
	textOfTwoLines = 2
	nrTexts        = 4
)

// A Kind says what a body is in C; in Go they are all the same.
type Kind byte

const (
	kindPlain     Kind = iota // called: a plain function,
	kindDefer                 // a DEFER_FN,
	kindDefer6                // one with six arguments,
	kindRecover               // a RECOVER_FN,
	kindRecover6              // one with six arguments
	kindCallPlain             // deferred: void fn(void *), as above
	kindCallDefer
	kindCallRecover
	kindHandlerPlain // handler: void fn(struct soft_panic *, void *), as above
	kindHandlerDefer
	kindHandlerRecover
)

func (k Kind) isCalled() bool  { return k <= kindRecover6 }
func (k Kind) isHandler() bool { return k >= kindHandlerPlain }

func (k Kind) canDefer() bool {
	return k != kindPlain && k != kindCallPlain && k != kindHandlerPlain
}

func (k Kind) canRecover() bool {
	return k.canCatch() || k == kindCallRecover || k == kindHandlerRecover
}

// withPads says that the client is built with landing pads. Blocks are any function's then, and of two more
// kinds, those of the kernel itself. What a function holds goes before what it has deferred, as on a return;
// in Go it goes in the order of both. So there is nothing deferred within a block.
var withPads bool

// canBlock says whether it can hold something until the end of a block.
func (k Kind) canBlock() bool { return withPads || k.canDefer() }

func defersWithin(blocks int) bool { return !withPads || blocks == 0 }

// canCatch says whether its result can carry an errno.
func (k Kind) canCatch() bool { return k == kindRecover || k == kindRecover6 }

// A Stmt is an instruction, or one of the three that others depend on.
type Stmt struct {
	Op      Op
	A, B, C byte
	Inner   []*Stmt // of opBlock, opLoop, opIf
}

// A Body is what one call does.
type Body struct {
	Kind  Kind
	Stmts []*Stmt
	Code  []Insn // the same, flat
}

// A Program starts with a call of its first body.
type Program struct {
	Bodies []*Body
}

// An Insn is an instruction as the interpreters have it.
type Insn struct {
	Op      Op
	A, B, C byte
}

// flatten makes the body's code out of its statements.
func (b *Body) flatten() {
	b.Code = append(flatten(nil, b.Stmts, 0), Insn{Op: opEnd})
}

func flatten(code []Insn, stmts []*Stmt, loops byte) []Insn {
	for _, s := range stmts {
		at := len(code)
		code = append(code, Insn{s.Op, s.A, s.B, s.C})
		switch s.Op {
		case opBlock:
			code = flatten(code, s.Inner, loops)
			code = append(code, Insn{Op: opBlockEnd})
		case opLoop:
			code[at].B = loops
			code = flatten(code, s.Inner, loops+1)
			code = append(code, Insn{Op: opLoopEnd, B: loops, C: byte(at + 1)})
		case opIf:
			code = flatten(code, s.Inner, loops)
			code[at].C = byte(len(code))
		}
	}
	return code
}

// encode appends the form that the kernel reads: the number of bytes that follow
// (two bytes, the lower first), the number of bodies, and for each its kind, the
// number of its instructions and those, four bytes each.
func (p *Program) encode(out []byte) []byte {
	start := len(out)
	out = append(out, 0, 0, byte(len(p.Bodies)))
	for _, b := range p.Bodies {
		out = append(out, byte(b.Kind), byte(len(b.Code)))
		for _, i := range b.Code {
			out = append(out, byte(i.Op), i.A, i.B, i.C)
		}
	}
	size := len(out) - start - 2
	out[start], out[start+1] = byte(size), byte(size>>8)
	return out
}
