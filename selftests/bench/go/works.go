// SPDX-License-Identifier: GPL-2.0

package main

import (
	"errors"
	"runtime"
)

type res struct{ taken bool }

func (r *res) take() { r.taken = true }
func (r *res) drop() { r.taken = false }

var all [64]res

var errBench = errors.New("bench")

//go:noinline
func use() {}

//go:noinline
func nothing(int) error { return nil }

//go:noinline
func defer1(int) error {
	all[0].take()
	defer all[0].drop()
	use()
	return nil
}

//go:noinline
func defer8(int) error {
	all[0].take()
	defer all[0].drop()
	all[1].take()
	defer all[1].drop()
	all[2].take()
	defer all[2].drop()
	all[3].take()
	defer all[3].drop()
	all[4].take()
	defer all[4].drop()
	all[5].take()
	defer all[5].drop()
	all[6].take()
	defer all[6].drop()
	all[7].take()
	defer all[7].drop()
	use()
	return nil
}

//go:noinline
func loop(depth int) error {
	for i := range depth {
		all[i].take()
		defer all[i].drop()
	}
	use()
	return nil
}

func catch(err *error) {
	if p := recover(); p != nil {
		*err = p.(error)
	}
}

//go:noinline
func noPanic(int) (err error) {
	defer catch(&err)
	use()
	return nil
}

//go:noinline
func down(depth int) {
	if depth == 1 {
		panic(errBench)
	}
	down(depth - 1)
	use()
}

//go:noinline
func downHolding(depth int) {
	all[0].take()
	defer all[0].drop()
	if depth == 1 {
		panic(errBench)
	}
	downHolding(depth - 1)
	use()
}

//go:noinline
func panicPlain(depth int) (err error) {
	defer catch(&err)
	down(depth)
	return nil
}

//go:noinline
func panicHolding(depth int) (err error) {
	defer catch(&err)
	downHolding(depth)
	return nil
}

func again() { panic(errBench) }

//go:noinline
func withPanicking(depth int) {
	for range depth {
		defer again()
	}
}

//go:noinline
func repanic(depth int) (err error) {
	defer catch(&err)
	withPanicking(depth)
	return nil
}

//go:noinline
func downExit(depth int) {
	if depth == 1 {
		runtime.Goexit()
	}
	downExit(depth - 1)
	use()
}

// An exit ends the goroutine: the time of making one is in it.
func exit(depth int) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		downExit(depth)
	}()
	<-done
	return nil
}

var works = []work{
	{"call", 0, nothing, 0},
	{"block", 1, defer1, 0},
	{"block", 8, defer8, 0},
	{"function", 1, defer1, 0},
	{"function", 8, defer8, 0},
	{"loop", 8, loop, 0},
	{"loop", 64, loop, 0},
	{"recover", 0, noPanic, 0},
	{"panic", 1, panicPlain, 0},
	{"panic", 10, panicPlain, 0},
	{"panic", 100, panicPlain, 0},
	{"panic+block", 1, panicHolding, 0},
	{"panic+block", 10, panicHolding, 0},
	{"panic+block", 100, panicHolding, 0},
	{"panic+function", 1, panicHolding, 0},
	{"panic+function", 10, panicHolding, 0},
	{"panic+function", 100, panicHolding, 0},
	{"repanic", 10, repanic, 0},
	{"repanic", 100, repanic, 0},
	{"repanic", 1000, repanic, 0},
	{"exit", 1, exit, 0},
	{"exit", 100, exit, 0},
}
