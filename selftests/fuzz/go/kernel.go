// SPDX-License-Identifier: GPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	maxLives = 3  // more kernels, where one dies
	maxWords = 40 // lines of its console

	notRun = "not run: too many kernels died\n"
)

// startKernel has the programs run while Go runs them.
func (s *session) startKernel(progs []*Program) <-chan []string {
	done := make(chan []string, 1)
	go func() { done <- s.inKernel(progs) }()
	return done
}

// inKernel returns what each program did there. After one that kills the kernel the
// others get another one, a few times.
func (s *session) inKernel(progs []*Program) []string {
	if len(progs) == 0 {
		return nil
	}
	gots, alive := s.bootOnce(progs, "")
	for lives := maxLives; !alive && lives > 0 && len(gots) < len(progs); lives-- {
		var more []string
		more, alive = s.bootOnce(progs[len(gots):], "careful=1")
		gots = append(gots, more...)
		if !alive && len(gots) < len(progs) {
			gots = append(gots, "the kernel died:\n"+s.lastWords())
		}
	}
	for len(gots) < len(progs) {
		gots = append(gots, notRun)
	}
	if !alive && !strings.HasPrefix(gots[len(gots)-1], "the kernel died") && gots[len(gots)-1] != notRun {
		gots[len(gots)-1] += "the kernel died afterwards:\n" + s.lastWords()
	}
	return gots
}

// bootOnce returns the traces that are whole, and whether the kernel lived.
func (s *session) bootOnce(progs []*Program, parameters string) ([]string, bool) {
	var data []byte
	for _, p := range progs {
		data = p.encode(data)
	}
	must(os.WriteFile(filepath.Join(s.dir, "programs"), data, 0o644))
	must(os.RemoveAll(filepath.Join(s.dir, "trace")))
	cmd := exec.Command("sh", "-c", s.boot+" "+parameters)
	cmd.Stderr = os.Stderr
	alive := cmd.Run() == nil
	text, err := os.ReadFile(filepath.Join(s.dir, "trace"))
	if err != nil {
		return nil, false
	}
	gots := split(string(text))
	if len(gots) > len(progs) {
		gots = gots[:len(progs)]
	}
	return gots, alive && len(gots) == len(progs)
}

// split takes the traces apart, up to one that is not whole: each begins with a line
// "= N".
func split(text string) []string {
	var traces []string
	for _, t := range strings.SplitAfter(text, "\n= ") {
		_, body, _ := strings.Cut(t, "\n")
		body = strings.TrimSuffix(body, "= ")
		if !isWhole(body) {
			break
		}
		traces = append(traces, body)
	}
	return traces
}

// isWhole looks at the last line.
func isWhole(trace string) bool {
	last := strings.LastIndexByte(strings.TrimSuffix(trace, "\n"), '\n') + 1
	for _, word := range []string{"ended", "returned", "exited ", "uncaught "} {
		if strings.HasPrefix(trace[last:], word) && strings.HasSuffix(trace, "\n") {
			return true
		}
	}
	return false
}

// lastWords is the end of the console.
func (s *session) lastWords() string {
	text, _ := os.ReadFile(filepath.Join(s.dir, "console"))
	lines := strings.Split(string(text), "\n")
	return strings.Join(lines[max(0, len(lines)-maxWords):], "\n") + "\n"
}
