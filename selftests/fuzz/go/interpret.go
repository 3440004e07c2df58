// SPDX-License-Identifier: GPL-2.0

package main

import "runtime"

// A call is one call of a body, or one deferred call from its registration on.
type call struct {
	m       *machine
	body    *Body
	index   byte  // of the body
	number  int   // of the call, from 1
	owner   *call // who deferred it; nil: it was called
	pending bool  // deferred and not made yet

	pc     int
	over   bool
	result int
	loops  [maxLoops]byte
	made   []*call // what it deferred, newest last
	blocks []*call // what its open blocks end with, innermost last

	p         *raised // what this handler was handed
	recovered bool    // has it recovered that?

	below    *call   // whose stack it is made on
	unwinds  *raised // the panic that makes it
	floor    floor   // when the body began
	defers   bool    // did it defer anything?
	early    bool    // is a defer_recover() not the first of that?
	gaveBack bool    // has a handler of its own just recovered?
}

// run is every function, deferred call and handler: a defer statement belongs to
// the function that executes it, and only a function that was itself deferred can
// recover.
func (c *call) run() {
	if !c.enter() {
		return
	}
	defer c.finish()
	m := c.m
	for {
		i := c.next()
		switch i.Op {
		case opEnd:
			if !c.closeBlock() {
				c.leave()
				return
			}
		case opMark:
			m.print("mark %d", i.A)
		case opCall:
			m.call(c, i.A)
		case opDefer, opHandler:
			if d := c.register(i); d != nil {
				defer d.run()
			}
		case opCatch:
			m.did(featCatch)
			c.early = c.early || c.defers
			c.defers = true
			defer c.catch()
		case opBlock:
			d := c.openBlock(i)
			defer d.run()
		case opBlockEnd:
			c.closeBlock()
		case opLoop:
			c.loops[i.B] = i.A
		case opLoopEnd:
			if c.loops[i.B]--; c.loops[i.B] > 0 {
				c.pc = int(i.C)
			}
		case opIf:
			if m.steps%int(i.A) != int(i.B) {
				c.pc = int(i.C)
			}
		case opPanic:
			if p := m.raise(c, i.A, i.B); p != nil {
				panic(p.value)
			}
		case opExit:
			if m.exit(c, i.A) {
				runtime.Goexit()
			}
		case opReturn:
			c.result = int(i.A)
			c.over = true
		case opCancel:
			if d := c.pendingBefore(i.A); d != nil {
				m.did(featCancel)
				m.print("cancel #%d", d.number)
				d.pending = false
			}
		case opNow:
			if d := c.pendingBefore(i.A); d != nil {
				m.did(featNow)
				m.print("now #%d", d.number)
				d.run()
			}
		case opRecover:
			p := c.handed()
			m.printSeen(c, p)
			if p != nil && !p.is(i.B) && i.C == otherwiseLeave {
				m.did(featLeave)
				break
			}
			value := recover()
			m.verify(p, value)
			if p == nil {
				break
			}
			p.recovered = true
			c.recovered = true
			c.owner.result = int(i.A)
			if !p.is(i.B) {
				if m.raiseAgain(c, p) {
					panic(value)
				}
				break
			}
			m.print("recover = %d", i.A)
		case opRepanic:
			if p := c.handedAbove(i.A); p != nil && m.raiseAgain(c, p) {
				panic(p.value)
			}
		case opLook:
			m.printSeen(c, c.handed())
		case opAsk:
			m.printAsked(c)
		}
	}
}

// catch is defer_recover().
func (c *call) catch() {
	p := c.m.inFlight(c)
	c.m.verify(p, recover())
	if p != nil {
		cut(chainOf(c.m.panics[c.floor.panics:]))
		p.recovered = true
		c.result = -int(p.errno)
		c.m.recover(c)
	}
}

// next fetches an instruction; a body that is over has only ends.
func (c *call) next() Insn {
	c.m.height, c.m.nrStacks = c.floor.height, c.floor.stacks
	if c.over || c.m.steps >= maxSteps {
		return Insn{Op: opEnd}
	}
	i := c.body.Code[c.pc]
	c.pc++
	c.m.steps++
	return i
}

// register makes a deferred call of c; nil when there are enough.
func (c *call) register(i Insn) *call {
	m := c.m
	if len(c.made) == maxMade {
		return nil
	}
	d := m.newCall(i.A)
	if d == nil {
		return nil
	}
	d.owner = c
	d.pending = true
	c.defers = true
	c.made = append(c.made, d)
	m.print("defer %d #%d", d.index, d.number)
	m.didDefer(c)
	return d
}

// pendingBefore is the deferred call that was registered last but n, if it was not
// made yet.
func (c *call) pendingBefore(n byte) *call {
	at := len(c.made) - 1 - int(n)
	if at < 0 || !c.made[at].pending {
		return nil
	}
	return c.made[at]
}

// openBlock makes the deferred call of a block. Go has only those of functions: it
// is one of the function that is made early, when the block ends.
func (c *call) openBlock(i Insn) *call {
	d := c.m.newCall(i.A)
	if d != nil {
		d.owner = c
		d.pending = true
		c.defers = true
		c.m.print("block %d #%d", d.index, d.number)
		c.m.did(featBlock)
	}
	c.blocks = append(c.blocks, d)
	return d
}

// closeBlock makes the call of the innermost open block.
func (c *call) closeBlock() bool {
	last := len(c.blocks) - 1
	if last < 0 {
		return false
	}
	d := c.blocks[last]
	c.blocks = c.blocks[:last]
	d.run()
	return true
}

// enter begins a body; false for a deferred call that was cancelled or made.
func (c *call) enter() bool {
	if c == nil {
		return false
	}
	if c.owner == nil {
		return true
	}
	if !c.pending {
		return false
	}
	c.pending = false
	m := c.m
	m.stackOfDeferred(c.owner)
	c.floor = m.here()
	c.over = m.height > maxHeight
	m.print("run %d #%d", c.index, c.number)
	c.below = m.belowDeferred(c.owner)
	c.unwinds = m.inFlight(c.owner)
	if c.body.Kind.isHandler() {
		c.p = c.unwinds
	}
	m.didRun(c)
	return true
}

// leave is the end of a body that was not given up. What it deferred comes after.
func (c *call) leave() {
	if c.owner == nil {
		return
	}
	c.m.print("done %d #%d", c.index, c.number)
	if c.recovered && c.m.lastExit <= c.owner.floor.nr {
		c.owner.gaveBack = true
	}
}

// finish comes after everything else. Only now a handler has recovered, unless it is
// being left by a panic or exit of its own.
func (c *call) finish() {
	if c.recovered && len(c.m.panics) == c.floor.panics {
		c.m.recover(c.owner)
	}
}

// handedAbove is what the innermost handler was handed that has deferred c, or is c; or
// one further up.
func (c *call) handedAbove(up byte) *raised {
	for c.owner != nil && (!c.body.Kind.isHandler() || up > 0) {
		if c.body.Kind.isHandler() {
			up--
		}
		c = c.owner
	}
	return c.p
}

// handed is what this handler can recover.
func (c *call) handed() *raised {
	if c.recovered {
		return nil
	}
	return c.p
}
