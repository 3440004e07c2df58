// SPDX-License-Identifier: GPL-2.0

package main

// cCode is the program as one would write it with kdefer.
func (p *Program) cCode() string {
	w := &printer{prog: p}
	for i, b := range p.Bodies {
		w.kind = b.Kind
		w.line(cHeads[b.Kind], p.name(byte(i)))
		w.line("{")
		w.inner(b.Stmts, w.cStmt)
		if b.Kind.isCalled() {
			w.line("\treturn 0;")
		}
		w.line("}")
	}
	return w.String()
}

var cHeads = [...]string{
	kindPlain:          "static long %s(void)",
	kindDefer:          "DEFER_FN(long, %s)",
	kindDefer6:         "DEFER_FN(long, %s /* and six arguments */)",
	kindRecover:        "RECOVER_FN(long, %s)",
	kindRecover6:       "RECOVER_FN(long, %s /* and six arguments */)",
	kindCallPlain:      "static void %s(void *arg)",
	kindCallDefer:      "DEFER_FN(void, %s, void *, arg)",
	kindCallRecover:    "RECOVER_FN(void, %s, void *, arg)",
	kindHandlerPlain:   "static void %s(struct soft_panic *p, void *arg)",
	kindHandlerDefer:   "DEFER_FN(void, %s, struct soft_panic *, p, void *, arg)",
	kindHandlerRecover: "RECOVER_FN(void, %s, struct soft_panic *, p, void *, arg)",
}

func (w *printer) cStmt(s *Stmt) {
	switch s.Op {
	case opMark:
		w.line("pr_info(\"%d\\n\");", s.A)
	case opCall:
		w.line("%s();", w.prog.name(s.A))
	case opDefer:
		w.line(cDefers[s.B], w.prog.name(s.A))
	case opHandler:
		w.line("d[n++] = defer_recover_with(%s, NULL);", w.prog.name(s.A))
	case opCatch:
		w.line("defer_recover();")
	case opBlock:
		w.line("{")
		w.line(cBlocks[s.B], w.prog.name(s.A))
		w.inner(s.Inner, w.cStmt)
		w.line("}")
	case opLoop:
		w.line("for (i = 0; i < %d; i++) {", s.A)
		w.inner(s.Inner, w.cStmt)
		w.line("}")
	case opIf:
		w.line("if (steps %% %d == %d) {", s.A, s.B)
		w.inner(s.Inner, w.cStmt)
		w.line("}")
	case opPanic:
		w.line(cPanics[s.B], s.A)
	case opExit:
		w.line("soft_exit(%d);", s.A)
	case opReturn:
		if w.kind.isCalled() {
			w.line("return %d;", s.A)
		} else {
			w.line("return;")
		}
	case opCancel:
		w.line("defer_cancel(d[n - %d]);", s.A+1)
	case opNow:
		w.line("defer_now(d[n - %d]);", s.A+1)
	case opRecover:
		w.cRecover(s)
	case opRepanic:
		w.line("soft_repanic(p); // if the handler was handed one, or that %d further up", s.A)
	case opLook:
		w.line("look(p);")
	case opAsk:
		w.line("soft_panicking();")
	}
}

func (w *printer) cRecover(s *Stmt) {
	switch {
	case s.B == 0:
		w.line("if (p) recover(p, %d);", s.A)
	case s.C == otherwiseLeave:
		w.line("if (p && p->err == -%d) recover(p, %d);", s.B, s.A)
	default:
		w.line("if (p) { recover(p, %d); if (p->err != -%d) soft_repanic(p); }", s.A, s.B)
	}
}

var cDefers = [...]string{
	"d[n++] = defer_call(%s, NULL);",
	"d[n++] = defer(class_of_%s, NULL);",
	"d[n++] = helper(defer_frame()); // defer_to(frame, class_of_%s, NULL)",
}

var cBlocks = [...]string{
	"\tdefer_class(class_of_%s, var);",
	"\tdefer_free(class_of_%s, var);",
}

var cPanics = [...]string{
	"soft_panic(-%d, \"p%%u\", number);",
	"soft_panic(-%d, \"%%s\", text_on_the_stack);",
	"soft_panic(-%d, \"p%%u\\nand more\", number);",
	"soft_panic_with(-%d, data, \"p%%u\", number);",
}
