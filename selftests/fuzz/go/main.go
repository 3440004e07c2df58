// SPDX-License-Identifier: GPL-2.0

package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	s := &session{}
	flag.Uint64Var(&s.seed, "seed", 1, "which programs")
	flag.IntVar(&s.from, "from", 0, "index of the first")
	flag.IntVar(&s.count, "count", 20000, "how many")
	flag.StringVar(&s.boot, "boot", "", "command that runs DIR/programs in a kernel and leaves DIR/trace")
	flag.StringVar(&s.dir, "dir", "", "that directory")
	flag.BoolVar(&s.shrinks, "shrink", true, "make the first that differs smaller, and print it")
	flag.BoolVar(&s.stops, "stop", false, "try few programs at a time, and none after those of which one differs")
	flag.BoolVar(&withPads, "pads", false, "with plain functions that clean up by landing pads")
	flag.IntVar(&maxHeight, "height", maxHeight, "how high the stack may be, as the module's parameter")
	show := flag.Int("show", -1, "print the program with this index, and what it does, and no more")
	dies := flag.Int("die", -1, "run the program with this index, and let Go die of its panic")
	flag.Parse()

	switch {
	case *dies >= 0:
		die(generate(s.seed, *dies))
	case *show >= 0:
		p := generate(s.seed, *show)
		fmt.Print(p.goCode(), "\n", p.cCode(), "\n", run(p).trace)
	case !s.run():
		os.Exit(1)
	}
}
