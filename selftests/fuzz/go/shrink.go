// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"slices"
)

const maxCandidates = 400 // per boot

// explain shrinks the first program that differed and prints what is left of it.
func (s *session) explain() {
	prog, want, got := s.shrink(s.worst)
	fmt.Print("# The smallest program like the first that differs, in Go:\n", comment(prog.goCode()),
		"# and in C:\n", comment(prog.cCode()),
		"# Go does\n", comment(want), "# kdefer does\n", comment(got))
}

// shrink makes a program smaller as long as it still differs. All that is one step
// smaller runs in one kernel.
func (s *session) shrink(prog *Program) (small *Program, want, got string) {
	want = run(prog).trace
	got = s.inKernel([]*Program{prog})[0]
	for {
		smaller := prog.smaller()
		gots := s.inKernel(smaller)
		found := slices.IndexFunc(smaller, func(p *Program) bool {
			at := slices.Index(smaller, p)
			w := run(p).trace
			if w == gots[at] || gots[at] == notRun {
				return false
			}
			want, got = w, gots[at]
			return true
		})
		if found < 0 {
			return prog, want, got
		}
		prog = smaller[found]
	}
}

// smaller are the programs that are one step smaller, those that lose most first.
func (p *Program) smaller() []*Program {
	var all []*Program
	try := func(change func(q *Program) bool) {
		q := p.clone()
		if change(q) {
			for _, b := range q.Bodies {
				b.flatten()
			}
			all = append(all, q)
		}
	}
	for i := range p.Bodies {
		try(func(q *Program) bool { return q.empty(i) })
		try(func(q *Program) bool { return q.drop(i) })
		try(func(q *Program) bool { return q.Bodies[i].simplify() })
	}
	for i := range p.count() {
		try(func(q *Program) bool { return q.remove(i) })
		try(func(q *Program) bool { return q.unwrap(i) })
		try(func(q *Program) bool { return q.simplify(i) })
	}
	slices.SortStableFunc(all, func(a, b *Program) int { return a.size() - b.size() })
	return all[:min(len(all), maxCandidates)]
}

func (p *Program) clone() *Program {
	q := &Program{}
	for _, b := range p.Bodies {
		q.Bodies = append(q.Bodies, &Body{Kind: b.Kind, Stmts: cloneStmts(b.Stmts)})
	}
	return q
}

func cloneStmts(stmts []*Stmt) []*Stmt {
	var all []*Stmt
	for _, s := range stmts {
		c := *s
		c.Inner = cloneStmts(s.Inner)
		all = append(all, &c)
	}
	return all
}

// visit calls f for each statement with the list that it is in and its place there,
// until f says that it is done.
func (p *Program) visit(f func(list *[]*Stmt, at int) bool) bool {
	for _, b := range p.Bodies {
		if visit(&b.Stmts, f) {
			return true
		}
	}
	return false
}

func visit(list *[]*Stmt, f func(list *[]*Stmt, at int) bool) bool {
	for at := range *list {
		if f(list, at) || visit(&(*list)[at].Inner, f) {
			return true
		}
	}
	return false
}

func (p *Program) count() int {
	n := 0
	p.visit(func(*[]*Stmt, int) bool { n++; return false })
	return n
}

// size orders programs: statements first, then bodies and what they need.
func (p *Program) size() int {
	n := 1000*p.count() + 100*len(p.Bodies)
	for _, b := range p.Bodies {
		n += int(b.Kind)
	}
	p.visit(func(list *[]*Stmt, at int) bool {
		s := (*list)[at]
		n += int(s.A)/64 + int(s.B)/64
		return false
	})
	return n
}

// nth finds a statement.
func (p *Program) nth(n int, f func(list *[]*Stmt, at int) bool) bool {
	ok := false
	p.visit(func(list *[]*Stmt, at int) bool {
		if n--; n >= 0 {
			return false
		}
		ok = f(list, at)
		return true
	})
	return ok
}

func (p *Program) remove(n int) bool {
	return p.nth(n, func(list *[]*Stmt, at int) bool {
		*list = slices.Delete(*list, at, at+1)
		return true
	})
}

// unwrap leaves what depended on a statement.
func (p *Program) unwrap(n int) bool {
	return p.nth(n, func(list *[]*Stmt, at int) bool {
		inner := (*list)[at].Inner
		*list = slices.Replace(*list, at, at+1, inner...)
		return len(inner) > 0
	})
}

// simplify takes the plainest way of a statement.
func (p *Program) simplify(n int) bool {
	return p.nth(n, func(list *[]*Stmt, at int) bool {
		s := (*list)[at]
		before := *s
		switch s.Op {
		case opLoop:
			s.A = min(s.A, 2)
		case opBlock:
			s.B &^= 1
		case opDefer, opPanic:
			s.B = 0
		case opRecover:
			s.B, s.C = 0, 0
		}
		return s.A != before.A || s.B != before.B || s.C != before.C
	})
}

// empty takes all of a body.
func (p *Program) empty(i int) bool {
	had := len(p.Bodies[i].Stmts) > 1
	p.Bodies[i].Stmts = nil
	return had
}

// drop takes a body that nothing refers to.
func (p *Program) drop(i int) bool {
	used := i == 0
	p.visit(func(list *[]*Stmt, at int) bool {
		s := (*list)[at]
		used = used || s.Op.hasBody() && int(s.A) == i
		return used
	})
	if used {
		return false
	}
	p.Bodies = slices.Delete(p.Bodies, i, i+1)
	p.visit(func(list *[]*Stmt, at int) bool {
		if s := (*list)[at]; s.Op.hasBody() && int(s.A) > i {
			s.A--
		}
		return false
	})
	return true
}

// simplify makes a body of the kind before its own, if that can do what it does.
func (b *Body) simplify() bool {
	switch b.Kind {
	case kindPlain, kindCallPlain, kindHandlerPlain:
		return false
	}
	b.Kind--
	ok := true
	visit(&b.Stmts, func(list *[]*Stmt, at int) bool {
		switch (*list)[at].Op {
		case opBlock:
			ok = ok && b.Kind.canBlock() && (b.Kind.canDefer() || (*list)[at].B > 1)
		case opDefer, opCancel, opNow:
			ok = ok && b.Kind.canDefer()
		case opHandler:
			ok = ok && b.Kind.canRecover()
		case opCatch:
			ok = ok && b.Kind.canCatch()
		}
		return false
	})
	return ok
}
