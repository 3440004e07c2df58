// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"io"
)

// A feature is something worth testing that happened in a run.
type feature int

const (
	featPanic feature = iota
	featTwoLines
	featNested
	featReplaced
	featRecovered
	featSeesPanic
	featSeesNil
	featLeave
	featRepanic
	featCatch
	featAsksPanic
	featExit
	featExitInPanic
	featPanicInExit
	featRecoveredInExit
	featExitInExit
	featHeap
	featBlock
	featBlockUnwound
	featCancel
	featNow
	featDeferInDeferred
	featReturned
	featExited
	featUncaught
	featChain2
	featChain5
	nrFeatures
)

var featureNames = [nrFeatures]string{
	featPanic:           "panics",
	featTwoLines:        "with a text of two lines",
	featNested:          "panics while another is in flight",
	featReplaced:        "replaces a panic by a newer one",
	featRecovered:       "recovers",
	featSeesPanic:       "a handler sees a panic",
	featSeesNil:         "a handler sees nil",
	featLeave:           "a handler leaves a panic alone",
	featRepanic:         "panics again with the same value",
	featCatch:           "defer_recover()",
	featAsksPanic:       "soft_panicking() finds one",
	featExit:            "exits",
	featExitInPanic:     "exits during a panic",
	featPanicInExit:     "panics during an exit",
	featRecoveredInExit: "recovers a panic during an exit",
	featExitInExit:      "exits during an exit",
	featHeap:            "more deferred calls than a frame has room for",
	featBlock:           "block-scoped calls",
	featBlockUnwound:    "one of them made on the way out",
	featCancel:          "cancels a deferred call",
	featNow:             "makes a deferred call early",
	featDeferInDeferred: "a deferred call defers",
	featReturned:        "ends by returning",
	featExited:          "ends by the exit",
	featUncaught:        "ends by an uncaught panic",
	featChain2:          "a chain of 2 or more printed",
	featChain5:          "a chain of 5 or more, which is cut",
}

// features are those of one run.
type features [nrFeatures]bool

func (m *machine) did(f feature) { m.feats[f] = true }

func (m *machine) didRaise() {
	m.did(featPanic)
	if len(m.panics) == 0 {
		return
	}
	if m.panics[len(m.panics)-1].isExit {
		m.did(featPanicInExit)
	} else {
		m.did(featNested)
	}
}

func (m *machine) didExit() {
	m.did(featExit)
	if len(m.panics) == 0 {
		return
	}
	if m.panics[len(m.panics)-1].isExit {
		m.did(featExitInExit)
	} else {
		m.did(featExitInPanic)
	}
}

// Of any frame, see KDEFER_MOST_SLOTS.
const mostSlots = 8

func (m *machine) didDefer(c *call) {
	pending := 0
	for _, d := range c.made {
		if d.pending {
			pending++
		}
	}
	if pending > mostSlots {
		m.did(featHeap)
	}
	if c.owner != nil {
		m.did(featDeferInDeferred)
	}
}

func (m *machine) didRun(c *call) {
	if len(chainOf(m.panics[c.owner.floor.panics:])) > 1 {
		m.did(featReplaced)
	}
	for _, b := range c.owner.blocks {
		if b == c {
			m.did(featBlockUnwound)
		}
	}
}

func (m *machine) didUncaught(chain []*raised) {
	m.did(featUncaught)
	if len(chain) >= 2 {
		m.did(featChain2)
	}
	if len(chain) >= 5 {
		m.did(featChain5)
	}
}

// counts are those of many runs.
type counts struct {
	runs int
	of   [nrFeatures]int
	long int // events in all traces
}

func (c *counts) add(r *result) {
	c.runs++
	for f, did := range r.feats {
		if did {
			c.of[f]++
		}
	}
	for _, b := range r.trace {
		if b == '\n' {
			c.long++
		}
	}
}

// thin names what happened in less than 2 % of the programs.
func (c *counts) thin() string {
	names := ""
	for f, n := range c.of {
		if n*50 < c.runs {
			names += ", not: " + featureNames[f]
		}
	}
	return names
}

// write prints the share of the programs in which each thing happened.
func (c *counts) write(w io.Writer) {
	for f, n := range c.of {
		fmt.Fprintf(w, "# %6.2f %% %s\n", 100*float64(n)/float64(c.runs), featureNames[f])
	}
	fmt.Fprintf(w, "# %d events per program\n", c.long/c.runs)
}
