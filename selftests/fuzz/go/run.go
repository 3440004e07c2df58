// SPDX-License-Identifier: GPL-2.0

package main

// A result is what a run printed and did.
type result struct {
	trace string
	feats features
	chain []*raised // of an uncaught panic
}

// run runs a program in a goroutine of its own, as runtime.Goexit() ends one.
func run(prog *Program) *result {
	m := &machine{prog: prog}
	r := &result{}
	done := make(chan struct{})
	go func() {
		returned := false
		defer close(done)
		defer func() {
			switch value := recover(); {
			case returned:
				m.did(featReturned)
				m.end("returned")
			case value != nil:
				r.chain = chainOf(m.panics)
				cut(r.chain)
				m.didUncaught(r.chain)
				m.trace.WriteString(keptText(r.chain))
				m.end("uncaught", -int(r.chain[len(r.chain)-1].errno))
			default:
				m.did(featExited)
				m.end("exited", m.exits)
			}
		}()
		m.call(nil, 0)
		returned = true
	}()
	<-done
	r.trace = m.trace.String()
	r.feats = m.feats
	return r
}

// end prints how a program ended. In kdefer all ways lead out of the outermost
// RECOVER_FN; where that is the first body, they look alike.
func (m *machine) end(how string, result ...int) {
	bare := m.prog.Bodies[0].Kind == kindRecover
	switch {
	case bare && result != nil:
		m.print("return 0 #1 = %d\nended", result[0])
	case bare:
		m.print("ended")
	case result != nil:
		m.print("%s %d", how, result[0])
	default:
		m.print("%s", how)
	}
}
