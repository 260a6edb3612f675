package isotropic

import (
	"math"

	"sgdnoise/engine/rng"
)

// Typical is the learning rate above which a typical run leaves, where the mean
// growth E ln(|v'|/|v|) of a step without label noise vanishes, and its standard
// error. Of such a step, |v'|²/|v|² = (1 − cQ/S)² + (c/S)²QP with Q ~ χ²(S) and
// P ~ χ²(d−1) (derived), independent from step to step; the mean is taken over a
// fixed sample of Q and P.
func (p Problem) Typical(batch int) (lr, stderr float64) {
	g := newGrowth(p.Dim, batch)
	lo := p.A * p.Limits(batch).Variance // the mean is negative here by Jensen's inequality
	hi := 1.1 * lo
	for m, _ := g.at(hi); m < 0; m, _ = g.at(hi) {
		lo, hi = hi, 1.1*hi
	}
	below, _ := g.at(lo)
	above, _ := g.at(hi)
	slope := (above - below) / (hi - lo)
	for hi-lo > 1e-7*hi {
		mid := (lo + hi) / 2
		if m, _ := g.at(mid); m < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	_, se := g.at(lo)
	return lo / p.A, se / slope / p.A
}

// growth is a sample of the numbers that a step without label noise draws.
type growth struct {
	dim, batch float64
	q, p       []float64
}

func newGrowth(dim, batch int) *growth {
	const draws = 1 << 15
	g := &growth{float64(dim), float64(batch), make([]float64, draws), make([]float64, draws)}
	stream := rng.New(1, rng.Lyapunov, uint64(batch))
	first, second := rng.NewChiSquare(batch), rng.NewChiSquare(dim-1)
	stream.ChiSquares(g.q, &first)
	stream.ChiSquares(g.p, &second)
	return g
}

// at estimates E ½ ln X, X = |v'|²/|v|², with its standard error. E X is known,
// which by linear regression of ln X on X takes out most of the sampling error
// where X varies little, as it does in many dimensions.
func (g *growth) at(c float64) (mean, stderr float64) {
	k, n := c/g.batch, float64(len(g.q))
	exact := (1-c)*(1-c) + c*c*(1+g.dim)/g.batch
	var l, x, ll, lx, xx float64 // sums
	for i, q := range g.q {
		along := 1 - k*q
		square := along*along + k*k*q*g.p[i]
		log, off := math.Log(square), square-exact
		l += log
		x += off
		ll += log * log
		lx += log * off
		xx += off * off
	}
	l, x = l/n, x/n
	covariance, variance := lx/n-l*x, xx/n-x*x
	rest := ll/n - l*l - covariance*covariance/variance
	return (l - covariance/variance*x) / 2, math.Sqrt(math.Max(0, rest)/n) / 2
}
