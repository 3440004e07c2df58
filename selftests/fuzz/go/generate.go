// SPDX-License-Identifier: GPL-2.0

package main

import "math/rand/v2"

// A generator makes one program. The same seed and index give the same one.
type generator struct {
	*rand.Rand
	prog *Program
	mood mood
	body int // the one that is being made

	called, deferred, handlers []byte // bodies of each sort
}

// A mood is what a program likes to do, in tenths, so that programs differ.
type mood struct {
	panics, exits, recovers, defers, recursion int
	safe                                       bool
	shape                                      shape
}

// A shape is something rare that a program begins with.
type shape int

const (
	noShape shape = iota
	chainShape
	stormShape
	nestShape
	echoShape
)

// Four programs of twelve have none.
var shapes = [...]shape{
	chainShape, chainShape, stormShape, stormShape, nestShape, nestShape, echoShape, echoShape,
	11: noShape,
}

func generate(seed uint64, index int) *Program {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, uint64(index)))}
	g.mood = mood{
		panics:    1 + g.IntN(6),
		exits:     max(0, g.IntN(9)-4),
		recovers:  2 + g.IntN(7),
		defers:    1 + g.IntN(4),
		recursion: max(0, g.IntN(6)-3),
		safe:      g.IntN(10) < 6,
		shape:     shapes[g.IntN(len(shapes))],
	}
	g.prog = &Program{}
	g.choose(1+g.IntN(4), &g.called, kindPlain, kindDefer, kindDefer6,
		kindRecover, kindRecover, kindRecover, kindRecover6, kindRecover6)
	g.choose(1+g.IntN(4), &g.deferred, kindCallPlain, kindCallDefer, kindCallRecover)
	g.choose(1+g.IntN(4), &g.handlers, kindHandlerPlain, kindHandlerPlain, kindHandlerDefer,
		kindHandlerRecover)
	for i, b := range g.prog.Bodies {
		g.body = i
		b.Stmts = g.statements(b.Kind)
	}
	g.begin(g.prog.Bodies[0])
	for _, b := range g.prog.Bodies {
		b.flatten()
	}
	return g.prog
}

// choose adds n empty bodies, each of one of those kinds.
func (g *generator) choose(n int, numbers *[]byte, kinds ...Kind) {
	for ; n > 0; n-- {
		*numbers = append(*numbers, byte(len(g.prog.Bodies)))
		g.prog.Bodies = append(g.prog.Bodies, &Body{Kind: kinds[g.IntN(len(kinds))]})
	}
}

// begin makes the first body: most programs recover in the end, some raise one panic
// after the other.
func (g *generator) begin(b *Body) {
	if !b.Kind.canCatch() {
		b.Kind = kindRecover
	}
	g.body = 0
	var first []*Stmt
	if g.mood.safe {
		first = append(first, &Stmt{Op: opCatch})
	}
	switch g.mood.shape {
	case stormShape:
		first = append(first, g.storm()...)
	case nestShape:
		first = append(first, g.nest()...)
	case echoShape:
		first = append(first, g.echo()...)
	case chainShape:
		d := g.deferred[0]
		g.prog.Bodies[d].add(g.panics())
		first = append(first, &Stmt{Op: opLoop, A: byte(3 + g.IntN(6)), Inner: g.sure(d, 1)})
	}
	b.Stmts = append(first, b.Stmts...)
}

// storm makes deferred calls of three that it prepares: one panics, one defers that one
// and exits, one recovers, in any order.
func (g *generator) storm() []*Stmt {
	panics, exits, recovers := g.deferred[0], g.deferred[len(g.deferred)-1], g.handlers[0]
	g.prog.Bodies[panics].add(g.panics())
	if b := g.prog.Bodies[exits]; exits != panics && b.Kind.canDefer() {
		b.Stmts = append(b.Stmts[:min(1, len(b.Stmts))], g.sure(panics, g.IntN(4))...)
		b.add(&Stmt{Op: opExit, A: byte(40 + g.IntN(20))})
	}
	h := g.prog.Bodies[recovers]
	h.Stmts = append([]*Stmt{{Op: opRecover, A: 60, B: g.errno(), C: byte(g.IntN(2))}}, h.Stmts...)
	var stmts []*Stmt
	for n := 3 + g.IntN(7); n > 0; n-- {
		switch at := g.IntN(10); {
		case at < 5:
			stmts = append(stmts, g.sure(panics, 1)...)
		case at < 7:
			stmts = append(stmts, g.sure(exits, 1)...)
		default:
			stmts = append(stmts, &Stmt{Op: opHandler, A: recovers})
		}
	}
	return stmts
}

// nest makes deferred calls that defer panics of their own, so many that the chain which
// each brings is cut, and perhaps an exit between them.
func (g *generator) nest() []*Stmt {
	panics := g.extra(kindCallPlain, g.panics())
	exits := g.extra(kindCallPlain, &Stmt{Op: opExit, A: byte(40 + g.IntN(20))})
	inner := g.sure(panics, g.IntN(8))
	if g.IntN(2) == 0 {
		inner = append(inner, g.sure(exits, 1)...)
		inner = append(inner, g.sure(panics, g.IntN(8))...)
	}
	brings := g.extra(kindCallDefer, inner...)
	recovers := g.extra(kindHandlerPlain, &Stmt{Op: opRecover, A: 60, B: g.errno(), C: otherwiseLeave})
	var stmts []*Stmt
	for n := 2 + g.IntN(5); n > 0; n-- {
		switch at := g.IntN(10); {
		case at < 4:
			stmts = append(stmts, g.sure(panics, 1)...)
		case at < 8:
			stmts = append(stmts, g.sure(brings, 1)...)
		default:
			stmts = append(stmts, &Stmt{Op: opHandler, A: recovers})
		}
	}
	return stmts
}

// echo makes handlers that defer the panic which they were handed, again, among others and
// exits, and such handlers.
func (g *generator) echo() []*Stmt {
	panics := g.extra(kindCallPlain, g.panics())
	again := g.extra(kindCallPlain, &Stmt{Op: opRepanic})
	above := g.extra(kindCallPlain, &Stmt{Op: opRepanic, A: 1})
	exits := g.extra(kindCallPlain, &Stmt{Op: opExit, A: byte(40 + g.IntN(20))})
	calls := []byte{panics, again, again, above, exits, exits}[g.IntN(2) : 4+g.IntN(3)]
	inner := g.extra(kindHandlerDefer, g.echoes(calls, 0, true)...)
	outer := g.extra(kindHandlerRecover, g.echoes(calls, inner, true)...)
	return append(g.echoes(calls[:1], outer, false), g.echoes(calls[:1], outer, false)...)
}

// echoes defers some of those calls and that handler; a handler may recover before.
func (g *generator) echoes(calls []byte, handler byte, recovers bool) []*Stmt {
	var stmts []*Stmt
	if recovers && g.IntN(2) == 0 {
		stmts = append(stmts, &Stmt{Op: opRecover, A: 60})
	}
	for n := 1 + g.IntN(4); n > 0; n-- {
		if handler != 0 && g.IntN(3) == 0 {
			stmts = append(stmts, &Stmt{Op: opHandler, A: handler})
		} else {
			stmts = append(stmts, g.sure(calls[g.IntN(len(calls))], 1)...)
		}
	}
	return stmts
}

// extra adds a body that only its maker knows.
func (g *generator) extra(kind Kind, stmts ...*Stmt) byte {
	g.prog.Bodies = append(g.prog.Bodies, &Body{Kind: kind, Stmts: stmts})
	return byte(len(g.prog.Bodies) - 1)
}

// sure defers a body n times.
func (g *generator) sure(body byte, n int) []*Stmt {
	var stmts []*Stmt
	for ; n > 0; n-- {
		stmts = append(stmts, &Stmt{Op: opDefer, A: body, B: byte(g.IntN(3))})
	}
	return stmts
}

func (b *Body) add(s *Stmt) { b.Stmts = append(b.Stmts, s) }

// statements are those of a body: what it registers, what it does, how it ends.
func (g *generator) statements(kind Kind) []*Stmt {
	stmts := g.registrations(kind)
	if kind.isHandler() {
		stmts = append(stmts, g.handle())
	}
	return append(stmts, g.block(kind, g.IntN(4), 0, 0)...)
}

func (g *generator) registrations(kind Kind) []*Stmt {
	if !kind.canDefer() {
		return nil
	}
	n := g.IntN(2 + g.mood.defers)
	if !kind.isCalled() {
		n /= 2
	}
	var stmts []*Stmt
	for ; n > 0; n-- {
		switch {
		case kind.canCatch() && g.IntN(10) == 0:
			stmts = append(stmts, &Stmt{Op: opCatch})
		case kind.canRecover() && g.IntN(5) < 3:
			stmts = append(stmts, g.handler())
		default:
			stmts = append(stmts, g.defers())
		}
	}
	return stmts
}

// handle is what most handlers do first.
func (g *generator) handle() *Stmt {
	if g.IntN(10) >= g.mood.recovers {
		return []*Stmt{{Op: opLook}, {Op: opLook}, {Op: opRepanic}}[g.IntN(3)]
	}
	s := &Stmt{Op: opRecover, A: byte(60 + g.IntN(30))}
	if g.IntN(3) > 0 {
		s.B, s.C = g.errno(), byte(g.IntN(2))
	}
	return s
}

// block makes up to n statements; nothing comes after one that leaves.
func (g *generator) block(kind Kind, n, loops, blocks int) []*Stmt {
	var stmts []*Stmt
	for ; n > 0; n-- {
		stmts = append(stmts, g.stmt(kind, loops, blocks))
	}
	if last := g.leaves(kind); last != nil {
		stmts = append(stmts, last)
	}
	return stmts
}

// leaves gives up, returns, or is nil.
func (g *generator) leaves(kind Kind) *Stmt {
	panics := g.mood.panics
	if !kind.isCalled() {
		panics = (panics + 1) / 2
	}
	switch at := g.IntN(10); {
	case at < panics:
		return g.panics()
	case at < panics+g.mood.exits:
		return &Stmt{Op: opExit, A: byte(40 + g.IntN(20))}
	case at == 8 && !kind.isCalled():
		return &Stmt{Op: opRepanic, A: byte(g.IntN(2))}
	case at == 9:
		return &Stmt{Op: opReturn, A: byte(1 + g.IntN(30))}
	}
	return nil
}

func (g *generator) stmt(kind Kind, loops, blocks int) *Stmt {
	for {
		switch at := g.IntN(20); {
		case at < 6:
			return g.further(opCall, g.called)
		case at < 7:
			return &Stmt{Op: opMark, A: byte(g.IntN(100))}
		case at < 8:
			return &Stmt{Op: opAsk}
		case at < 10:
			n := 2 + g.IntN(2)
			return &Stmt{Op: opIf, A: byte(n), B: byte(g.IntN(n)), Inner: g.block(kind, g.IntN(3), loops, blocks)}
		case at < 11 && loops < maxLoops:
			return &Stmt{Op: opLoop, A: byte(2 + g.IntN(3)), Inner: g.block(kind, 1, loops+1, blocks)}
		case at < 13 && kind.canBlock() && blocks < maxBlocks:
			s := g.further(opBlock, g.deferred)
			if s.Op == opBlock {
				s.B = g.blockKind(kind)
				s.Inner = g.block(kind, 1+g.IntN(2), loops, blocks+1)
			}
			return s
		case at < 14 && kind.canDefer():
			return &Stmt{Op: opCancel, A: byte(g.IntN(3))}
		case at < 15 && kind.canDefer():
			return &Stmt{Op: opNow, A: byte(g.IntN(3))}
		case at < 17 && kind.canRecover() && defersWithin(blocks):
			return g.handler()
		case at < 18 && kind.canDefer() && defersWithin(blocks):
			return g.defers()
		case at < 19 && kind.isHandler():
			return g.handle()
		}
	}
}

// blockKind is a way to hold something: two of kdefer's, and two of the kernel's, which plain functions have.
func (g *generator) blockKind(kind Kind) byte {
	switch {
	case !withPads:
		return byte(g.IntN(2))
	case kind.canDefer():
		return byte(g.IntN(4))
	}
	return byte(2 + g.IntN(2))
}

func (g *generator) defers() *Stmt {
	s := g.further(opDefer, g.deferred)
	s.B = byte(g.IntN(3))
	return s
}

func (g *generator) handler() *Stmt { return g.further(opHandler, g.handlers) }

func (g *generator) panics() *Stmt {
	return &Stmt{Op: opPanic, A: g.errno(), B: byte(g.IntN(nrTexts))}
}

// further refers to a body of that sort, most often one that comes after the present
// one: recursion alone would soon use up all that a program may do. The last one does
// something else instead.
func (g *generator) further(op Op, of []byte) *Stmt {
	last := int(of[len(of)-1])
	switch {
	case g.body < int(of[0]) || g.body > last || g.IntN(10) < g.mood.recursion:
		return &Stmt{Op: op, A: of[g.IntN(len(of))]}
	case g.body == last:
		return &Stmt{Op: opMark, A: byte(g.IntN(100))}
	}
	return &Stmt{Op: op, A: byte(g.body + 1 + g.IntN(last-g.body))}
}

// Few, so that handlers that want one of them meet it.
func (g *generator) errno() byte { return []byte{5, 12, 22}[g.IntN(3)] }
