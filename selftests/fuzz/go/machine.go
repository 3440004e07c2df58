// SPDX-License-Identifier: GPL-2.0

package main

import (
	"bytes"
	"fmt"
	"strconv"
)

// A raised is a panic, or the mark that an exit leaves among them.
type raised struct {
	value     any   // what Go's panic() gets, another one for each
	by        *call // who raised it
	text      string
	errno     byte
	recovered bool
	again     bool // raised with the value of the one before it
	isExit    bool
	dropped   bool // kdefer does not keep it
}

// is says whether an opRecover for that errno wants it.
func (r *raised) is(errno byte) bool { return errno == 0 || r.errno == errno }

// A floor is how far the machine's lists go.
type floor struct {
	height int // of the stack
	stacks int
	panics int
	nr     int
}

// A stack is where a panic or exit was raised.
type stack struct {
	height int
	unsure bool // it may be over, and newer ones count instead
}

// A machine is one run of a program.
type machine struct {
	prog  *Program
	trace bytes.Buffer
	steps int
	calls int
	exits int // the code of the last one
	nr    int // panics and exits so far

	lastExit int // nr of the last exit

	// How high kdefer's stack is, in order not to ask for more than there is. A
	// deferred call is made on top of the oldest panic since its function began:
	// stacks says where each one was raised.
	height   int
	stacks   [maxRaises]stack
	nrStacks int

	// The panics and exits that are not over, oldest first. What Go says about them
	// is compared wherever it says it: see verify() and death.go.
	panics []*raised

	feats features
}

func (m *machine) print(format string, args ...any) {
	fmt.Fprintf(&m.trace, format, args...)
	m.trace.WriteByte('\n')
}

func (m *machine) here() floor {
	return floor{m.height, m.nrStacks, len(m.panics), m.nr}
}

func (m *machine) newCall(index byte) *call {
	if m.calls == maxCalls {
		return nil
	}
	m.calls++
	return &call{m: m, body: m.prog.Bodies[index], index: index, number: m.calls}
}

// call is a plain call. What follows it runs only when nothing was given up, or
// when that was stopped below.
func (m *machine) call(caller *call, index byte) {
	if m.height+callCost > maxHeight {
		m.print("too deep")
		return
	}
	c := m.newCall(index)
	if c == nil {
		return
	}
	panics := len(m.panics)
	m.print("call %d #%d", index, c.number)
	m.height += callCost
	c.floor = m.here()
	c.below = caller
	c.run()
	m.panics = m.panics[:panics]
	m.print("return %d #%d = %d", index, c.number, c.result)
}

// stackOfDeferred says where on the stack a deferred call of that function runs: on top
// of the oldest panic since it began, unless that was recovered there. Where it may have
// been, newer ones may be what it is made on: then it counts as high as the highest.
func (m *machine) stackOfDeferred(owner *call) {
	at := owner.floor.stacks
	unsure := owner.gaveBack || owner.early
	if owner.gaveBack && m.nrStacks == at+1 {
		m.nrStacks = at
	}
	m.height = owner.floor.height
	if m.nrStacks > at {
		oldest := &m.stacks[at]
		for _, s := range m.stacks[at+1 : m.nrStacks] {
			if unsure {
				oldest.height = max(oldest.height, s.height)
			}
		}
		oldest.unsure = unsure
		m.height = oldest.height + raiseCost
		m.nrStacks = at + 1
	}
	m.height += callCost
	owner.gaveBack = false
	cut(chainOf(m.panics[owner.floor.panics:]))
}

// give begins a panic or exit, if there is room for it.
func (m *machine) give() bool {
	if m.nr == maxRaises || m.height+raiseCost > maxHeight {
		m.print("too deep")
		return false
	}
	for i := range m.nrStacks {
		if s := &m.stacks[i]; s.unsure {
			s.height = max(s.height, m.height)
		}
	}
	m.nr++
	m.stacks[m.nrStacks] = stack{height: m.height}
	m.nrStacks++
	return true
}

func (m *machine) raise(by *call, errno, how byte) *raised {
	if !m.give() {
		return nil
	}
	text := "p" + strconv.Itoa(m.nr) + "/" + strconv.Itoa(int(errno))
	m.print("panic %s", text)
	if how == textOfTwoLines {
		m.did(featTwoLines)
		text += "\nand more"
	}
	p := &raised{value: text, by: by, text: text, errno: errno}
	m.didRaise()
	m.panics = append(m.panics, p)
	return p
}

func (m *machine) raiseAgain(by *call, p *raised) bool {
	if !m.give() {
		return false
	}
	m.print("repanic %s", p.text)
	m.did(featRepanic)
	m.didRaise()
	copied := *p
	copied.by = by
	copied.recovered = false
	copied.dropped = false
	copied.again = m.panics[len(m.panics)-1].text == p.text
	m.panics = append(m.panics, &copied)
	return true
}

func (m *machine) exit(by *call, code byte) bool {
	if !m.give() {
		return false
	}
	m.print("exit %d", code)
	m.didExit()
	m.exits = int(code)
	m.lastExit = m.nr
	m.panics = append(m.panics, &raised{by: by, isExit: true})
	return true
}

// inFlight is what a handler of that function is handed.
func (m *machine) inFlight(owner *call) *raised {
	if len(m.panics) == owner.floor.panics {
		return nil
	}
	p := m.panics[len(m.panics)-1]
	if p.isExit || p.recovered {
		return nil
	}
	return p
}

// belowDeferred says on whose stack a deferred call of that function is made: of its
// own on a plain return, of that of the oldest panic or exit since it began.
func (m *machine) belowDeferred(owner *call) *call {
	if len(m.panics) == owner.floor.panics {
		return owner
	}
	return m.panics[owner.floor.panics].by
}

// recover ends the panics since that function began, but for an exit, which goes on.
func (m *machine) recover(owner *call) {
	m.did(featRecovered)
	last := len(m.panics) - 1
	for last >= owner.floor.panics && !m.panics[last].isExit {
		last--
	}
	if last >= owner.floor.panics {
		m.did(featRecoveredInExit)
	}
	m.panics = m.panics[:last+1]
}

// verify compares what a handler should be handed with what Go's recover() returned.
func (m *machine) verify(p *raised, value any) {
	if (p == nil && value == nil) || (p != nil && p.value == value) {
		return
	}
	m.print("Go's recover() returned %v", value)
}

// printSeen is what a handler of a function can see: the panic and those that it
// replaced, newest first.
func (m *machine) printSeen(c *call, p *raised) {
	if p == nil {
		m.did(featSeesNil)
		m.print("sees nil")
		return
	}
	m.did(featSeesPanic)
	m.trace.WriteString("sees")
	chain := chainOf(m.panics[c.owner.floor.panics:c.floor.panics])
	for i := len(chain) - 1; i >= 0; i-- {
		if !chain[i].dropped {
			m.trace.WriteString(" " + chain[i].text)
		}
	}
	m.trace.WriteByte('\n')
}

// printAsked is soft_panicking(): the innermost panic whose deferred calls are being
// made and that is not recovered. Go has nothing of the kind.
func (m *machine) printAsked(c *call) {
	for ; c != nil; c = c.below {
		if p := c.unwinds; p != nil && !p.recovered {
			m.did(featAsksPanic)
			m.print("asks %s", p.text)
			return
		}
	}
	m.print("asks nil")
}
