package problem

import (
	"math"

	"sgdnoise/engine/plane"
)

// Move implements [Mover], unless there is a ridge.
func (p *Gaussian) Move(w, m Columns, lr, mu float64, batch int, d *Draws) (squares float64, ok bool) {
	if p.Ridge != (plane.Sym{}) {
		return 0, false
	}
	return p.move(w, m, lr, mu, batch, d), true
}

// move takes a step of SGD on the data's loss, at a cost that doesn't grow with S.
//
// The batch's gradient is (1/S) L Z'r in terms of the inputs seen, with S rows of
// independent normal numbers Z, residuals r = Z p − ε, p = L'v and variance
// s² = σ² + |p|² of each. For every direction q, Z q less its part along r is
// independent of r: given r, Z'r is normal with mean |r|² p/s² and covariance
// |r|² (I − pp'/s²), and |r|²/s² has the law χ²(S). With χ² for the latter and
// ζ ~ N(0, I),
//
//	Z'r = χ² p + χ (s ζ − p p'ζ/(σ + s)),
//
// because (s I − pp'/(σ + s))² = s² I − pp'. This is the exact law (derived) and
// takes three random numbers, as a single sample does, for which x r is quicker:
// there the sign of ε can be left to x, since (−x, −ε) has the same gradient, and
// |ε| σ is what χ σ is here. So a walker meets the same noise at every S.
func (p *Gaussian) move(w, m Columns, lr, mu float64, batch int, d *Draws) (squares float64) {
	n := len(w[0])
	if n == 0 {
		return 0
	}
	a, slope, residual := p.seen()
	k := walk{words: d.Stream.Words(), lr: lr, mu: mu}
	k.w, k.m = Columns{w[0], w[1][:n]}, Columns{m[0][:n], m[1][:n]} // assembly checks no bounds
	k.follow(a, slope, math.Sqrt(residual), batch)
	k.draw()
	if batch == 1 {
		for i := 0; i < n; i = moveSingles(&k, i) {
			k.z1, k.z2, k.c = d.Stream.Settle(k.shared, k.own)
		}
	} else {
		for i := 0; i < n; i = moveBatches(&k, i) {
			k.z1, k.z2, k.c = d.Stream.SettleChiSquare(k.shared, k.own, k.chi)
		}
	}
	d.Stream.Resume(k.words)
	return k.squares
}
