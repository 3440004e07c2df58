// SPDX-License-Identifier: GPL-2.0

// Go, whose defer, panic and recover kdefer ports: the works of ../bench.h, and the
// rounds of ../main.c.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

const batch = 50 * time.Microsecond

type work struct {
	shape string
	depth int
	do    func(depth int) error
	times int
}

func measure(w *work, times int) time.Duration {
	start := time.Now()
	for range times {
		w.do(w.depth)
	}
	return time.Since(start)
}

// check does it once and says whether everything was given back.
func check(w *work) bool {
	err := w.do(w.depth)
	for i := range all {
		if all[i].taken {
			return false
		}
	}
	return (err != nil) == w.fails()
}

func (w *work) fails() bool {
	switch w.shape {
	case "panic", "panic+block", "panic+function", "repanic":
		return true
	}
	return false
}

// chooseTimes makes three tries: an interrupt may take longer than the work.
func (w *work) chooseTimes() {
	w.times = 1
	for min(measure(w, w.times), measure(w, w.times), measure(w, w.times)) < batch/2 {
		w.times *= 2
	}
}

func main() {
	rounds := 1
	if len(os.Args) > 1 {
		rounds, _ = strconv.Atoi(os.Args[1])
	}
	for i := range works {
		w := &works[i]
		if !check(w) {
			fmt.Fprintln(os.Stderr, w.shape, w.depth, "wrong")
			os.Exit(1)
		}
		w.chooseTimes()
	}
	for range rounds {
		for i := range works {
			w := &works[i]
			took := measure(w, w.times)
			fmt.Println("sample", w.shape, w.depth, "go", took.Nanoseconds(), w.times)
		}
	}
}
