// SPDX-License-Identifier: GPL-2.0

package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// die runs a program whose panic nobody recovers, and so ends as Go then ends.
func die(prog *Program) {
	m := &machine{prog: prog}
	go m.call(nil, 0)
	select {}
}

// textOfDeath is what Go prints then: the real form of goText().
func textOfDeath(seed uint64, index int) string {
	self, err := os.Executable()
	must(err)
	cmd := exec.Command(self, "-pads="+strconv.FormatBool(withPads), "-height", strconv.Itoa(maxHeight),
		"-seed", strconv.FormatUint(seed, 10), "-die", strconv.Itoa(index))
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	out, _ := cmd.CombinedOutput()
	text, _, _ := strings.Cut(string(out), "\n\n")
	return strings.TrimSuffix(text, "\n") + "\n"
}
