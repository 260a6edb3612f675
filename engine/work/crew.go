// Package work describes what can be done elsewhere, by workers: requests and
// answers are plain bytes, so that a worker may be a goroutine or a Web Worker
// that runs an engine of its own. An answer depends on the requests to its
// worker alone, never on time or on other workers.
package work

// Crew is a number of workers. Its methods are called from one goroutine.
type Crew interface {
	// Size is the number of workers; 0 if there are none (any more), and the
	// caller has to do the work.
	Size() int
	// Ask hands a request to a worker, numbered from 0, which answers its
	// requests in order. The request is the crew's from then on. reply is called
	// by a later Deliver; with nil if the worker is gone.
	Ask(worker int, request []byte, reply func(answer []byte))
	// Deliver calls the replies to the answers that have arrived. It returns
	// false if no request is open. With wait it blocks for one at least, which
	// a browser's main thread can't.
	Deliver(wait bool) (open bool)
}
