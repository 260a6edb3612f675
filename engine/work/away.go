package work

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
)

// Away is a crowd that a crew moves, each worker some of its blocks.
type Away struct {
	crew    Crew
	workers int // that have walkers
	n       int
	held    int
	batch   int

	order    Order
	busy     bool
	answers  [][]byte // to the order under way
	open     int      // of them missing
	gone     bool
	out      Outcome
	want     picture // as asked for last
	promised picture // as the order under way will bring it
	have     picture // as there is:
	grid     measure.Grid
	counts   measure.Histogram
}

var _ Crowd = (*Away)(nil)

const (
	longest  = 8       // steps of a batch
	fullLoad = 400_000 // steps of walkers that a worker takes in some 30 ms at most
)

// NewAway places n walkers as [NewHere] does, at a crew, whose size must not
// be 0.
func NewAway(crew Crew, n int, seed uint64, start plane.Vec, limit float64) *Away {
	blocks := (n + sgd.BlockSize - 1) / sgd.BlockSize
	a := &Away{crew: crew, workers: min(crew.Size(), blocks), n: n}
	a.batch = max(1, min(fullLoad*a.workers/n, longest))
	a.answers = make([][]byte, a.workers)
	for k := range a.workers {
		lo, hi := k*blocks/a.workers, (k+1)*blocks/a.workers
		walkers := min(hi*sgd.BlockSize, n) - lo*sgd.BlockSize
		s := settlement{int64(lo), int64(walkers), home{seed, start, limit}}
		crew.Ask(k, s.request(), func(answer []byte) { a.gone = a.gone || len(answer) == 0 })
	}
	return a
}

// Len implements [Crowd].
func (a *Away) Len() int { return a.n }

// Held implements [Crowd].
func (a *Away) Held() int { return a.held }

// Batch implements [Crowd].
func (a *Away) Batch() int { return a.batch }

// Busy implements [Crowd].
func (a *Away) Busy() bool { return a.busy }

// Gone implements [Crowd].
func (a *Away) Gone() bool { return a.gone }

// Start implements [Crowd].
func (a *Away) Start(o Order) {
	a.order, a.busy, a.open, a.promised = o, true, a.workers, a.want
	if o.Release {
		a.held = 0
	}
	for k := range a.workers {
		a.crew.Ask(k, o.request(a.want), func(answer []byte) {
			a.open--
			a.answers[k] = answer
			a.gone = a.gone || len(answer) == 0
		})
	}
}

// Finish implements [Crowd]. Of walkers that are gone there is nothing to tell.
func (a *Away) Finish(pause func() bool) *Outcome {
	for a.open > 0 {
		if a.crew.Deliver(pause == nil); pause != nil {
			break
		}
	}
	if a.open > 0 {
		return nil
	}
	a.busy = false
	if a.gone {
		a.out = Outcome{}
		return &a.out
	}
	a.merge()
	return &a.out
}

// merge puts the answers together.
func (a *Away) merge() {
	shares := make([]share, a.workers)
	for k, answer := range a.answers {
		shares[k], a.answers[k] = readShare(answer), nil
	}
	out := Outcome{Steps: make([]Step, a.order.Steps)}
	for j := range out.Steps {
		step := &out.Steps[j]
		step.At, step.Held = shares[0].leaders[j].At, shares[0].leaders[j].Held
		for _, s := range shares {
			blocks := len(s.steps) / a.order.Steps
			for _, sums := range s.steps[j*blocks : (j+1)*blocks] {
				step.Sums.Merge(sums)
			}
		}
	}
	a.have = a.promised
	a.have.aim(&a.grid, &a.counts)
	for k := range shares {
		s := &shares[k]
		out.add(s)
		a.grid.Merge(s.grid.Cells)
		a.counts.Merge(&s.histogram)
	}
	out.Far = measure.Largest(out.Far, a.order.Far)
	a.out, a.held = out, out.Held
}

// Grid implements [Crowd].
func (a *Away) Grid(g *measure.Grid) {
	f := g.Frame
	a.want.Left, a.want.Right, a.want.Lower, a.want.Upper = f.X0, f.X1, f.Y0, f.Y1
	a.want.Width, a.want.Height = int32(f.Width), int32(f.Height)
	if a.have.Width > 0 {
		g.Aim(a.grid.Frame)
		g.Merge(a.grid.Cells)
	}
}

// Histogram implements [Crowd].
func (a *Away) Histogram(h *measure.Histogram, centre, axis plane.Vec) {
	a.want.Lo, a.want.Hi, a.want.Bins = h.Lo, h.Hi, int32(len(h.Counts))
	a.want.Centre, a.want.Axis = centre, axis
	clear(h.Counts)
	h.Total = 0
	if a.have.Bins == a.want.Bins {
		h.Lo, h.Hi = a.have.Lo, a.have.Hi
		h.Merge(&a.counts)
	}
}

// Pictured implements [Crowd].
func (a *Away) Pictured() bool {
	return a.have == a.want || a.want != a.want // there is no picture of NaN
}

// Leave lets the walkers go and frees their room.
func (a *Away) Leave() {
	for k := range a.workers {
		a.crew.Ask(k, settlement{}.request(), func([]byte) {})
	}
}
