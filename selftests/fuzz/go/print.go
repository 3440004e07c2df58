// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"strings"
)

// A language says how a program is written in it. In its texts {f} is the name of the
// function at hand, {a} and {b} are the numbers of the statement, {n} is one more than A,
// and {d} the number of the block in its function. A text may have several lines.
type language struct {
	heads   [kindHandlerRecover + 1]string
	ending  string // what a called function ends in
	stmts   [opAsk + 1]string
	defers  [3]string       // opDefer
	panics  [nrTexts]string // opPanic
	opens   [4]string       // opBlock, what is inside included,
	closes  string          // and its end
	indents int             // how far further in its inside stands
	takes   [3]string       // opRecover of any, of one errno, of one and the others again
}

// goCode is the program as one would write it in Go. later(f) is a deferred call
// that can be cancelled, or made early: then it is not made again.
func (p *Program) goCode() string { return p.code(&inGo) }

// cCode is the program as one would write it with kdefer.
func (p *Program) cCode() string { return p.code(&inC) }

func (p *Program) code(lang *language) string {
	w := &printer{language: lang, prog: p}
	for i, b := range p.Bodies {
		w.kind = b.Kind
		w.line(lang.heads[b.Kind], "{f}", p.name(byte(i)))
		w.inner(1, b.Stmts)
		if b.Kind.isCalled() {
			w.line(lang.ending)
		}
		w.line("}")
	}
	return w.String()
}

// A printer writes a program as source code.
type printer struct {
	strings.Builder
	*language
	prog   *Program
	kind   Kind // of the body at hand
	depth  int
	blocks int
}

func (w *printer) line(text string, values ...string) {
	text = strings.NewReplacer(values...).Replace(text)
	for _, line := range strings.Split(text, "\n") {
		fmt.Fprintln(w, strings.Repeat("\t", w.depth)+line)
	}
}

// inner writes what is further in.
func (w *printer) inner(depth int, stmts []*Stmt) {
	w.depth += depth
	for _, s := range stmts {
		w.stmt(s)
	}
	w.depth -= depth
}

func (w *printer) stmt(s *Stmt) {
	values := []string{"{a}", fmt.Sprint(s.A), "{b}", fmt.Sprint(s.B), "{n}", fmt.Sprint(s.A + 1)}
	if s.Op.hasBody() {
		values = append(values, "{f}", w.prog.name(s.A))
	}
	text := w.stmts[s.Op]
	switch s.Op {
	case opDefer:
		text = w.defers[s.B]
	case opPanic:
		text = w.panics[s.B]
	case opReturn:
		if w.kind.isCalled() {
			text = strings.Replace(text, "return", "return {a}", 1)
		}
	case opRecover:
		text = w.takes[0]
		if s.B != 0 {
			text = w.takes[1+s.C]
		}
	case opBlock:
		w.blocks++
		values = append(values, "{d}", fmt.Sprint(w.blocks))
		w.line(w.opens[s.B], values...)
		w.inner(w.indents, s.Inner)
		text = w.closes
	}
	w.line(text, values...)
	if s.Op == opLoop || s.Op == opIf {
		w.inner(1, s.Inner)
		w.line("}")
	}
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

const (
	goCalled   = "func {f}() (result int) {"
	goDeferred = "func {f}() {"
	goHandler  = "func {f}(result *int) {"
)

var inGo = language{
	heads: [...]string{
		goCalled, goCalled, goCalled, goCalled, goCalled, goDeferred, goDeferred, goDeferred,
		goHandler, goHandler, goHandler,
	},
	ending: "\treturn 0",
	stmts: [...]string{
		opMark:    "fmt.Println({a})",
		opCall:    "{f}()",
		opHandler: "d = append(d, later({f}, &result)); defer d[len(d)-1].run()",
		opCatch:   "defer func() { if r := recover(); r != nil { result = errnoOf(r) } }()",
		opLoop:    "for range {a} {",
		opIf:      "if steps%{a} == {b} {",
		opExit:    "code = {a}; runtime.Goexit()",
		opReturn:  "return",
		opCancel:  "d[len(d)-{n}].cancel()",
		opNow:     "d[len(d)-{n}].run()",
		opRepanic: "panic(handed) // if the handler was, or that {a} further up",
		opLook:    "look() // at what recover() would return",
		opAsk:     "softPanicking() // Go has no such thing",
	},
	defers: [...]string{goDefer, goDefer, goDefer},
	panics: [...]string{goPanic, goPanic, goPanic, goPanic},
	opens:  [...]string{goBlock, goBlock, goBlock, goBlock},
	closes: "b{d}.run()",
	takes: [...]string{
		"if r := recover(); r != nil { *result = {a} }",
		"if errnoOf(look()) == {b} { recover(); *result = {a} }",
		"if r := recover(); r != nil && errnoOf(r) == {b} { *result = {a} } else if r != nil { panic(r) }",
	},
}

const (
	goDefer = "d = append(d, later({f})); defer d[len(d)-1].run()"
	goPanic = "panic(newValue({a}))"
	goBlock = "b{d} := later({f}); defer b{d}.run()"
)

var inC = language{
	heads: [...]string{
		kindPlain:          "static long {f}(void)\n{",
		kindDefer:          "DEFER_FN(long, {f})\n{",
		kindDefer6:         "DEFER_FN(long, {f} /* and six arguments */)\n{",
		kindRecover:        "RECOVER_FN(long, {f})\n{",
		kindRecover6:       "RECOVER_FN(long, {f} /* and six arguments */)\n{",
		kindCallPlain:      "static void {f}(void *arg)\n{",
		kindCallDefer:      "DEFER_FN(void, {f}, void *, arg)\n{",
		kindCallRecover:    "RECOVER_FN(void, {f}, void *, arg)\n{",
		kindHandlerPlain:   "static void {f}(struct soft_panic *p, void *arg)\n{",
		kindHandlerDefer:   "DEFER_FN(void, {f}, struct soft_panic *, p, void *, arg)\n{",
		kindHandlerRecover: "RECOVER_FN(void, {f}, struct soft_panic *, p, void *, arg)\n{",
	},
	ending: "\treturn 0;",
	stmts: [...]string{
		opMark:    `pr_info("{a}\n");`,
		opCall:    "{f}();",
		opHandler: "d[n++] = defer_recover_with({f}, NULL);",
		opCatch:   "defer_recover();",
		opLoop:    "for (i = 0; i < {a}; i++) {",
		opIf:      "if (steps % {a} == {b}) {",
		opExit:    "soft_exit({a});",
		opReturn:  "return;",
		opCancel:  "defer_cancel(d[n - {n}]);",
		opNow:     "defer_now(d[n - {n}]);",
		opRepanic: "soft_repanic(p); // if the handler was handed one, or that {a} further up",
		opLook:    "look(p);",
		opAsk:     "soft_panicking();",
	},
	defers: [...]string{
		"d[n++] = defer_call({f}, NULL);",
		"d[n++] = defer(class_of_{f}, NULL);",
		"d[n++] = helper(defer_frame()); // defer_to(frame, class_of_{f}, NULL)",
	},
	panics: [...]string{
		`soft_panic(-{a}, "p%u", number);`,
		`soft_panic(-{a}, "%s", text_on_the_stack);`,
		`soft_panic(-{a}, "p%u\nand more", number);`,
		`soft_panic_with(-{a}, data, "p%u", number);`,
	},
	opens:   [...]string{"{\n\tdefer_class(class_of_{f}, var);", "{\n\tdefer_free(class_of_{f}, var);",
		"{\n\tCLASS(class_of_{f}, var)();", "{\n\t... var __free(class_of_{f}) = ...;"},
	closes:  "}",
	indents: 1,
	takes: [...]string{
		"if (p) recover(p, {a});",
		"if (p && p->err == -{b}) recover(p, {a});",
		"if (p) { recover(p, {a}); if (p->err != -{b}) soft_repanic(p); }",
	},
}
