package work

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

// Order is what walkers are to do next, in the order of the fields, and what to
// tell of it.
type Order struct {
	Problem problem.Problem
	Rule    sgd.Rule
	Centre  plane.Vec // of all that is told
	Release bool      // walkers that are held go on from the start
	Empty   bool      // the measuring window, which moves to the centre
	Steps   int
	Open    bool // the window counts these steps

	Joint   bool // tell the joint moments
	Spreads bool // tell the spreads
	Far     int  // how many of the farthest distances to tell
	Places  bool // tell where all are
}

// Outcome is what came of an order. Where it wasn't asked for it is empty.
type Outcome struct {
	Held    int    // walkers that are held
	Steps   []Step // one per step
	Joint   measure.JointSums
	Window  measure.Spread // of the window
	Instant measure.Spread // of this instant
	Far     []float64      // the largest squared distances from the centre, in ascending order
	W       problem.Columns
	Lost    []bool // by walker: is held
}

// Step is the ensemble after a step.
type Step struct {
	Sums measure.Sums
	At   plane.Vec // walker 0
	Held bool      // it is
}

// Crowd is an ensemble of walkers with a measuring window, wherever it is.
// Numbers that come of it don't depend on that, to the last bit.
type Crowd interface {
	// Len is the number of walkers.
	Len() int
	// Held is how many of them are held, as far as is known.
	Held() int
	// Batch is how many steps an order should ask for at most.
	Batch() int
	// Start begins with an order. It must not be called while Busy.
	Start(o Order)
	// Busy reports whether an order is not finished.
	Busy() bool
	// Finish goes on with the order and returns its outcome, which is valid until
	// the next Start, or nil if it isn't finished. It is never nil if pause is;
	// otherwise pause may interrupt what is done here, and nothing is waited for.
	Finish(pause func() bool) *Outcome
	// Gone reports whether walkers have been lost with a worker.
	Gone() bool

	// Grid fills in the walkers in g's frame and Histogram those in h's bins along
	// an axis; or those of the latest picture that there is, with its frame and
	// its bins.
	Grid(g *measure.Grid)
	Histogram(h *measure.Histogram, centre, axis plane.Vec)
	// Pictured reports whether what those have been asked for is there. If not,
	// the next order brings it.
	Pictured() bool
}
