package work

import (
	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/sgd"
)

// part is some blocks of an ensemble, with their share of the measuring window.
type part struct {
	first  int // block
	ens    *sgd.Ensemble
	window *measure.Window
}

// home is where walkers start, and how far they may go.
type home struct {
	Seed  uint64
	Start plane.Vec
	Limit float64
}

// newPart makes n walkers, the blocks from number first on.
func newPart(first, n int, h home) *part {
	return &part{first, sgd.NewPart(first, n, h.Seed, h.Start, h.Limit), measure.NewWindow(n, plane.Vec{})}
}

// prepare does what an order wants before its steps.
func (p *part) prepare(o *Order) {
	if o.Release {
		p.ens.Release()
	}
	if o.Empty {
		p.window.Reset(o.Centre)
	}
}

// step takes a step, or goes on with it until pause returns true.
func (p *part) step(o *Order, pause func() bool) bool {
	if !p.ens.Advance(o.Problem, o.Rule, pause) {
		return false
	}
	if o.Open {
		p.window.Add(p.ens.W)
	}
	return true
}

// blocks calls f with the bounds of each block.
func (p *part) blocks(f func(lo, hi int)) {
	for lo := 0; lo < p.ens.Len(); lo += sgd.BlockSize {
		f(lo, min(lo+sgd.BlockSize, p.ens.Len()))
	}
}

// sums appends those of every block.
func (p *part) sums(to []measure.Sums, centre plane.Vec) []measure.Sums {
	p.blocks(func(lo, hi int) {
		var s measure.Sums
		s.Add(p.ens.W.Slice(lo, hi), centre, p.ens.Held[lo:hi])
		to = append(to, s)
	})
	return to
}

func (p *part) joint(centre plane.Vec) (all []measure.JointSums) {
	p.blocks(func(lo, hi int) {
		var s measure.JointSums
		s.Add(p.ens.W.Slice(lo, hi), p.ens.M.Slice(lo, hi), centre, p.ens.Held[lo:hi])
		all = append(all, s)
	})
	return all
}

// spreads are those of the window and of this instant.
func (p *part) spreads(centre plane.Vec) (window, instant []measure.Spread) {
	p.blocks(func(lo, hi int) {
		held := p.ens.Held[lo:hi]
		window = append(window, p.window.Spread(lo, held))
		instant = append(instant, measure.SpreadOf(p.ens.W.Slice(lo, hi), centre, held))
	})
	return window, instant
}

func (p *part) far(centre plane.Vec, n int) []float64 {
	return measure.Farthest(nil, p.ens.W, centre, p.ens.Held, n)
}

// leader is walker 0 of the part.
func (p *part) leader() leader {
	return leader{plane.Vec{p.ens.W[0][0], p.ens.W[1][0]}, p.ens.Held[0]}
}

// mergeInto adds up what blocks have, in their order.
func mergeInto[T any, P merger[T]](sum P, blocks []T) {
	for _, b := range blocks {
		sum.Merge(b)
	}
}

type merger[T any] interface {
	*T
	Merge(T)
}
