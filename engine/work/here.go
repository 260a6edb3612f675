package work

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
)

// Here is a crowd that the caller moves itself, a step at a time.
type Here struct {
	Ensemble *sgd.Ensemble // read only; Start and Finish move it

	part  *part
	order Order
	busy  bool
	left  int // steps of the order
	out   Outcome
	sums  []measure.Sums // scratch
}

var _ Crowd = (*Here)(nil)

// NewHere places n walkers at rest at start; see [sgd.New].
func NewHere(n int, seed uint64, start plane.Vec, limit float64) *Here {
	p := newPart(0, n, home{seed, start, limit})
	return &Here{Ensemble: p.ens, part: p}
}

// Held implements [Crowd].
func (h *Here) Held() int { return h.Ensemble.Diverged() }

// Len implements [Crowd].
func (h *Here) Len() int { return h.Ensemble.Len() }

// Batch implements [Crowd].
func (h *Here) Batch() int { return 1 }

// Busy implements [Crowd].
func (h *Here) Busy() bool { return h.busy }

// Gone implements [Crowd].
func (h *Here) Gone() bool { return false }

// Start implements [Crowd].
func (h *Here) Start(o Order) {
	h.order, h.left, h.busy = o, o.Steps, true
	h.out = Outcome{Steps: h.out.Steps[:0]}
	h.part.prepare(&o)
}

// Finish implements [Crowd].
func (h *Here) Finish(pause func() bool) *Outcome {
	o, out := &h.order, &h.out
	for ; h.left > 0; h.left-- {
		if !h.part.step(o, pause) {
			return nil
		}
		h.sums = h.part.sums(h.sums[:0], o.Centre)
		first := h.part.leader()
		out.Steps = append(out.Steps, Step{At: first.At, Held: first.Held})
		mergeInto(&out.Steps[len(out.Steps)-1].Sums, h.sums)
	}
	h.busy = false
	var told share
	h.part.tell(o, &told)
	out.add(&told)
	return out
}

// Grid implements [Crowd].
func (h *Here) Grid(g *measure.Grid) { g.Add(h.Ensemble.W, h.Ensemble.Held) }

// Histogram implements [Crowd].
func (h *Here) Histogram(hist *measure.Histogram, centre, axis plane.Vec) {
	hist.Project(h.Ensemble.W, centre, axis, h.Ensemble.Held)
}

// Pictured implements [Crowd].
func (h *Here) Pictured() bool { return true }
