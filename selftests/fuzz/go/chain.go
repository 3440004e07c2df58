// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"strings"
)

// chainOf leaves out the exits.
func chainOf(panics []*raised) []*raised {
	var chain []*raised
	for _, p := range panics {
		if !p.isExit {
			chain = append(chain, p)
		}
	}
	return chain
}

// cut drops what kdefer does not keep of a chain: of the first panic and the newest
// three, the one after the first goes when a new one comes. A recovery during an exit
// can end the newer ones; those that went do not come back. There is one gap, behind the
// first: what is between that and another goes, too.
func cut(chain []*raised) {
	var kept []*raised
	gap := false
	for i := len(chain) - 1; i > 0; i-- {
		gap = gap || chain[i].dropped
		chain[i].dropped = gap
	}
	for _, p := range chain {
		if !p.dropped {
			kept = append(kept, p)
		}
	}
	for len(kept) > 4 {
		kept[1].dropped = true
		kept = append(kept[:1], kept[2:]...)
	}
}

// fate is what Go prints after a panic that was replaced.
func fate(chain []*raised, i int) string {
	switch {
	case !chain[i].recovered:
		return ""
	case i+1 < len(chain) && chain[i+1].again:
		return " [recovered, repanicked]"
	default:
		return " [recovered]"
	}
}

// printed is a panic's text as Go prints it: further lines are indented.
func (r *raised) printed() string {
	return "panic: " + strings.ReplaceAll(r.text, "\n", "\n\t")
}

// goText is what Go prints when nobody recovers.
func goText(chain []*raised) string {
	text := ""
	for i, p := range chain {
		if p.again {
			continue
		}
		if i > 0 {
			text += "\t"
		}
		text += p.printed() + fate(chain, i) + "\n"
	}
	return text
}

// keptText is the same cut to what kdefer keeps. A panic that is the same as the one
// before it has its own line if that one was dropped.
func keptText(chain []*raised) string {
	text := ""
	dropped := 0
	for i, p := range chain {
		if p.dropped {
			dropped++
			continue
		}
		afterGap := i > 0 && chain[i-1].dropped
		if p.again && !afterGap {
			continue
		}
		if afterGap {
			text += fmt.Sprintf("\t... %d more\n", dropped)
		}
		if i > 0 {
			text += "\t"
		}
		text += p.printed() + fate(chain, i) + "\n"
	}
	return text
}
