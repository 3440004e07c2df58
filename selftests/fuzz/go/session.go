// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	perResult = 1000  // programs per KTAP result
	perBoot   = 25000 // and per kernel,
	perTry    = 2000  // or so many, to stop early
	maxDeaths = 200   // uncaught panics that are left to Go itself, per kernel
	enough    = 10000 // to say that something is rare
)

// A session compares many programs and prints KTAP.
type session struct {
	seed  uint64
	from  int
	count int
	boot  string
	dir   string

	shrinks bool
	stops   bool
	counts  counts
	deaths  int
	results int
	failed  int      // results
	worst   *Program // the first that differed
}

// run reports whether everything is the same.
func (s *session) run() bool {
	results := (s.count + perResult - 1) / perResult
	fmt.Printf("KTAP version 1\n1..%d\n", results+1)
	start := time.Now()
	size := perBoot
	if s.stops {
		size = perTry
	}
	for at := 0; at < s.count && (s.failed == 0 || !s.stops); at += size {
		s.batch(s.from+at, s.from+min(at+size, s.count))
	}
	for s.results < results {
		s.result(true, "more programs # SKIP enough differ")
	}
	seconds := time.Since(start).Seconds()
	if s.worst != nil && s.shrinks {
		s.explain()
	}
	s.counts.write(os.Stdout)
	fmt.Printf("# %d programs in %.0f s, %.0f per second\n", s.count, seconds, float64(s.count)/seconds)
	fmt.Printf("# %d uncaught panics were also left to Go itself\n", s.deaths)
	thin := s.counts.thin()
	if s.count < enough {
		thin = " # SKIP too few programs"
	}
	s.result(s.count < enough || thin == "", "everything happens in 2 %% of the programs%s", thin)
	return s.failed == 0
}

func (s *session) result(ok bool, format string, args ...any) {
	word := "ok"
	if !ok {
		word = "not ok"
		s.failed++
	}
	s.results++
	fmt.Printf("%s %d %s\n", word, s.results, fmt.Sprintf(format, args...))
}

// A batch is what runs in one kernel.
type batch struct {
	from  int // index of the first
	progs []*Program
	wants []string // what Go did
	gots  []string // what kdefer did
	said  []string // what Go said as it died, where it is not what the model says
}

// batch compares the programs from one index up to another.
func (s *session) batch(from, to int) {
	b := &batch{from: from, said: make([]string, to-from)}
	for i := from; i < to; i++ {
		b.progs = append(b.progs, generate(s.seed, i))
	}
	traces := s.startKernel(b.progs)
	s.runInGo(b)
	b.gots = <-traces
	for at := 0; at < len(b.progs); at += perResult {
		s.compare(b, at, min(at+perResult, len(b.progs)))
	}
}

func (s *session) runInGo(b *batch) {
	died := 0
	for i, p := range b.progs {
		r := run(p)
		s.counts.add(r)
		b.wants = append(b.wants, r.trace)
		if r.chain == nil || died == maxDeaths {
			continue
		}
		died++
		if text := textOfDeath(s.seed, b.from+i); text != goText(r.chain) {
			b.said[i] = text
		}
	}
	s.deaths += died
}

// compare makes one result of some programs.
func (s *session) compare(b *batch, at, end int) {
	differ := 0
	for i := at; i < end; i++ {
		if b.said[i] != "" {
			fmt.Printf("# program %d: Go itself says\n%s", b.from+i, comment(b.said[i]))
		} else if b.gots[i] == b.wants[i] {
			continue
		}
		if differ++; differ == 1 {
			fmt.Printf("# program %d differs\n", b.from+i)
		}
		if s.worst == nil {
			s.worst = b.progs[i]
		}
	}
	s.result(differ == 0, "programs %d to %d: %d differ", b.from+at, b.from+end-1, differ)
}

func comment(text string) string {
	return "# " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n# ") + "\n"
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
