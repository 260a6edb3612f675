package problem

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
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
	a, slope, residual := p.seen()
	if batch == 1 {
		return moveSingle(w, m, a, slope, math.Sqrt(residual), lr, mu, d.Stream)
	}
	return moveBatch(w, m, a, slope, math.Sqrt(residual), lr, mu, batch, d.Stream)
}

// moveSingle moves by the gradients x (x·v + |ε|) of a sample each.
func moveSingle(w, m Columns, a plane.Sym, u plane.Vec, sigma, lr, mu float64, s *rng.Stream) (squares float64) {
	l11, l21, l22 := a.Cholesky()
	u1, u2 := u[0], u[1]
	n := len(w[0])
	w1s, w2s, m1s, m2s := w[0][:n], w[1][:n], m[0][:n], m[1][:n]
	words := s.Words()
	for i := range n {
		var own, shared uint64
		shared, words = words.Next()
		own, words = words.Next()
		z1, z2, e := rng.Low(shared), rng.High(shared), rng.Normal(own)
		if rng.Unsettled(shared, own) {
			z1, z2, e = s.Settle(shared, own)
		}
		x1, x2 := l11*z1, l21*z1+l22*z2
		w1, w2 := w1s[i], w2s[i]
		r := x1*(w1-u1) + x2*(w2-u2) + sigma*math.Abs(e)
		m1, m2 := mu*m1s[i]+x1*r, mu*m2s[i]+x2*r
		w1 -= lr * m1
		w2 -= lr * m2
		m1s[i], m2s[i], w1s[i], w2s[i] = m1, m2, w1, w2
		squares += w1*w1 + w2*w2
	}
	s.Resume(words)
	return squares
}

// moveBatch moves by the gradients of two or more samples each.
func moveBatch(w, m Columns, a plane.Sym, u plane.Vec, sigma, lr, mu float64, batch int, s *rng.Stream) (squares float64) {
	l11, l21, l22 := a.Cholesky()
	inv := 1 / float64(batch)
	g11, g21, g22 := inv*l11, inv*l21, inv*l22
	u1, u2, variance := u[0], u[1], sigma*sigma
	above := sigma + math.SmallestNonzeroFloat64 // not 0 where p and σ are
	chi := rng.NewChiSquare(batch)
	n := len(w[0])
	w1s, w2s, m1s, m2s := w[0][:n], w[1][:n], m[0][:n], m[1][:n]
	words := s.Words()
	for i := range n {
		var own, shared uint64
		shared, words = words.Next()
		own, words = words.Next()
		z1, z2 := rng.Low(shared), rng.High(shared)
		c, settled := chi.Of(own)
		if !settled || rng.Unsettled(shared, own) {
			z1, z2, c = s.SettleChiSquare(shared, own, chi)
		}
		w1, w2 := w1s[i], w2s[i]
		v2 := w2 - u2
		p1, p2 := l11*(w1-u1)+l21*v2, l22*v2
		spread, root := math.Sqrt(variance+p1*p1+p2*p2), math.Sqrt(c)
		along, around := c-root*(p1*z1+p2*z2)/(above+spread), root*spread
		q1, q2 := along*p1+around*z1, along*p2+around*z2
		m1, m2 := mu*m1s[i]+g11*q1, mu*m2s[i]+g21*q1+g22*q2
		w1 -= lr * m1
		w2 -= lr * m2
		m1s[i], m2s[i], w1s[i], w2s[i] = m1, m2, w1, w2
		squares += w1*w1 + w2*w2
	}
	s.Resume(words)
	return squares
}
