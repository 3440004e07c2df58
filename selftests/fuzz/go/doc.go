// SPDX-License-Identifier: GPL-2.0

// Fuzz runs random programs of deferred calls, panics, recoveries and exits in Go
// and in kdefer, and compares what they do, byte for byte.
//
// A program is data: see program.go. This package generates programs and interprets
// them in Go; the kernel module beside it (bodies.c, step.c, machine.c) interprets the
// same programs with the public interface of kdefer. Both print every event: a call and
// what its caller gets from it, a registration, the beginning and end of a deferred
// call, what a handler sees, a recovery, a panic, an exit; and how it ended, with the
// chain of panics where nobody recovered.
//
// How Go's language and kdefer's interface meet:
//
//	defer d()                           defer_call(), defer(), defer_to() from a helper
//	a deferred closure that looks at    defer_cancel(), defer_now(), and the end of a
//	a flag, and may be called early     block for defer_free() and defer_class()
//	defer func() { ... recover() }      defer_recover_with(), defer_recover()
//	*result = r in that                 recover(p, r)
//	panic(v)                            soft_panic(), soft_panic_with()
//	panic(v), same v                    soft_repanic()
//	runtime.Goexit()                    soft_exit()
//	the end of the goroutine            the end of the outermost RECOVER_FN
//	the death of the process            the same, by uncaught=contain, and the log
//
// What does not carry over, and how it is avoided:
//
//   - In Go recover() works only in the deferred function itself, here for whoever has
//     the panic and is below the handler. Programs recover in handlers alone.
//   - In Go a handler cannot look at a panic without recovering it, and nobody can ask
//     for the panic in flight. What look and soft_panicking() find is therefore modelled
//     (machine.go), and the model held against recover() wherever that is called. The
//     same goes for soft_panic_prev(); Go's own text of an uncaught chain is held
//     against the model by letting some programs die (death.go).
//   - A second recover() in a handler returns nil in Go. Programs make only the first.
//   - In Go a deferred closure may write the result of its function at any time, here
//     only by recovering.
//   - kdefer keeps four panics of a chain: cut() in chain.go says which.
//   - Go nests where kdefer gives stack back, and a kernel stack is small. Both sides
//     reckon how high the kernel's is and refuse to go further at the same place:
//     "too deep".
//   - The address where something was raised, the errno and the data of a panic have
//     no counterpart; the kernel checks the last two by itself.
package main
