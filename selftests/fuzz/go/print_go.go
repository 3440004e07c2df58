// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"strings"
)

// A printer writes a program as source code.
type printer struct {
	strings.Builder
	prog   *Program
	kind   Kind // of the body at hand
	depth  int
	blocks int
}

func (w *printer) line(format string, args ...any) {
	w.WriteString(strings.Repeat("\t", w.depth))
	fmt.Fprintf(w, format+"\n", args...)
}

// inner writes what is in braces.
func (w *printer) inner(stmts []*Stmt, write func(*Stmt)) {
	w.depth++
	for _, s := range stmts {
		write(s)
	}
	w.depth--
}

// name is that of a function: its letter says what it is for.
func (p *Program) name(i byte) string {
	letter := "f"
	switch k := p.Bodies[i].Kind; {
	case k.isHandler():
		letter = "h"
	case !k.isCalled():
		letter = "d"
	}
	return fmt.Sprintf("%s%d", letter, i)
}

// goCode is the program as one would write it in Go. later(f) is a deferred call
// that can be cancelled, or made early: then it is not made again.
func (p *Program) goCode() string {
	w := &printer{prog: p}
	for i, b := range p.Bodies {
		name := p.name(byte(i))
		w.kind = b.Kind
		switch {
		case b.Kind.isHandler():
			w.line("func %s(result *int) {", name)
		case b.Kind.isCalled():
			w.line("func %s() (result int) {", name)
		default:
			w.line("func %s() {", name)
		}
		w.inner(b.Stmts, w.goStmt)
		if b.Kind.isCalled() {
			w.line("\treturn 0")
		}
		w.line("}")
	}
	return w.String()
}

func (w *printer) goStmt(s *Stmt) {
	switch s.Op {
	case opMark:
		w.line("fmt.Println(%d)", s.A)
	case opCall:
		w.line("%s()", w.prog.name(s.A))
	case opDefer:
		w.line("d = append(d, later(%s)); defer d[len(d)-1].run()", w.prog.name(s.A))
	case opHandler:
		w.line("d = append(d, later(%s, &result)); defer d[len(d)-1].run()", w.prog.name(s.A))
	case opCatch:
		w.line("defer func() { if r := recover(); r != nil { result = errnoOf(r) } }()")
	case opBlock:
		w.blocks++
		b := w.blocks
		w.line("b%d := later(%s); defer b%d.run()", b, w.prog.name(s.A), b)
		for _, t := range s.Inner {
			w.goStmt(t)
		}
		w.line("b%d.run()", b)
	case opLoop:
		w.line("for range %d {", s.A)
		w.inner(s.Inner, w.goStmt)
		w.line("}")
	case opIf:
		w.line("if steps%%%d == %d {", s.A, s.B)
		w.inner(s.Inner, w.goStmt)
		w.line("}")
	case opPanic:
		w.line("panic(newValue(%d))", s.A)
	case opExit:
		w.line("code = %d; runtime.Goexit()", s.A)
	case opReturn:
		if w.kind.isCalled() {
			w.line("return %d", s.A)
		} else {
			w.line("return")
		}
	case opCancel:
		w.line("d[len(d)-%d].cancel()", s.A+1)
	case opNow:
		w.line("d[len(d)-%d].run()", s.A+1)
	case opRecover:
		w.goRecover(s)
	case opRepanic:
		w.line("panic(handed) // if the handler was, or that %d further up", s.A)
	case opLook:
		w.line("look() // at what recover() would return")
	case opAsk:
		w.line("softPanicking() // Go has no such thing")
	}
}

func (w *printer) goRecover(s *Stmt) {
	switch {
	case s.B == 0:
		w.line("if r := recover(); r != nil { *result = %d }", s.A)
	case s.C == otherwiseLeave:
		w.line("if errnoOf(look()) == %d { recover(); *result = %d }", s.B, s.A)
	default:
		w.line("if r := recover(); r != nil && errnoOf(r) == %d { *result = %d } else if r != nil { panic(r) }", s.B, s.A)
	}
}
