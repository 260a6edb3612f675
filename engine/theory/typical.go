package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// The size of the Lyapunov estimate: chains give its standard error; the first
// steps of a chain only turn its direction.
const (
	chains      = 64
	chainSteps  = 1024
	chainWarmUp = 64
)

// Typical finds lr.max.typical, the learning rate above which a typical run
// leaves: the first zero of the Lyapunov exponent of the homogeneous update,
// simulated on a fixed stream of minibatch Hessians. The stream depends on the
// problem and the batch size only, so that momentum and λ can vary on it.
type Typical struct {
	p     problem.Linear
	batch int
	draws *problem.Draws
	steps []plane.Sym
	force plane.Sym // the ground of the Hessian
}

// NewTypical prepares the estimate; nothing is drawn yet.
func NewTypical(p problem.Linear, batch int) *Typical {
	return NewTypicalOn(rng.New(1, rng.Lyapunov, uint64(batch)), p, batch)
}

// NewTypicalOn is NewTypical on a stream of the caller's, for an estimate that
// is independent of the fixed one.
func NewTypicalOn(s *rng.Stream, p problem.Linear, batch int) *Typical {
	law := p.Law(batch)
	return &Typical{
		p: p, batch: batch, draws: problem.NewDraws(1, s),
		steps: make([]plane.Sym, 0, chains*chainSteps),
		force: ground(&law),
	}
}

// Draw draws one chain more of the stream and reports whether it is complete.
// It is the expensive part, in portions for a caller who has a screen to serve.
func (t *Typical) Draw() bool {
	n := len(t.steps)
	if n < cap(t.steps) {
		t.steps = t.steps[:n+chainSteps]
		t.p.Hessians(t.steps[n:], t.batch, t.draws)
		for i := range t.steps[n:] {
			t.steps[n+i] = t.steps[n+i].Plus(1, t.force)
		}
	}
	return len(t.steps) == cap(t.steps)
}

// Limit is the first zero of the exponent in λ for momentum μ with its standard
// error from the spread over chains. The search starts at from, normally the
// variance limit, below which the exponent is negative. ok is false if the
// exponent stays negative up to 1000 times from, or from isn't positive. The
// stream must be complete.
func (t *Typical) Limit(mu, from float64) (lr, stderr float64, ok bool) {
	exponent := func(lr float64) float64 { g, _ := t.Growth(lr, mu); return g }
	if !(from > 0) {
		return 0, 0, false
	}
	lo := from
	glo := exponent(lo)
	for glo >= 0 { // the estimate's own error may put the zero just below
		lo *= 0.95
		if lo < from/1000 {
			return 0, 0, false
		}
		glo = exponent(lo)
	}
	hi, ghi := lo, glo
	for ghi <= 0 {
		lo, glo = hi, ghi
		hi *= 1.1
		if hi > 1000*from {
			return 0, 0, false
		}
		ghi = exponent(hi)
	}
	lr = zero(exponent, lo, glo, hi, ghi)
	const d = 0.02
	slope := (exponent(lr*(1+d)) - exponent(lr*(1-d))) / (2 * d * lr)
	_, se := t.Growth(lr, mu)
	return lr, se / math.Abs(slope), true
}

// Band is the counterpart of Limit where gradient descent leaves at every λ, the
// Hessian having a negative eigenvalue: noise may hold typical runs even so,
// between two learning rates. hi comes with its standard error. lo is 0 if it is
// so small that it can't be told: chains take long to find the direction in
// which they grow. ok is false if the exponent is positive everywhere.
func (t *Typical) Band(mu float64) (lo, hi, stderr float64, ok bool) {
	var squares float64
	for _, h := range t.steps {
		squares += h.TraceProd(h)
	}
	unit := math.Sqrt(float64(len(t.steps)) / squares) // a step that large noise turns around
	minus := func(lr float64) float64 { g, _ := t.Growth(lr, mu); return -g }
	for k := -14; k <= 16; k++ {
		at, last := unit*math.Exp2(float64(k)/4), unit*math.Exp2(float64(k-1)/4)
		g := minus(at)
		if g <= 0 {
			continue
		}
		if before := minus(last); before < 0 && k > -14 {
			lo = zero(minus, last, before, at, g)
		}
		hi, stderr, ok = t.Limit(mu, at)
		return lo, hi, stderr, ok
	}
	return 0, 0, 0, false
}

// Growth is the Lyapunov exponent at λ and μ: the mean growth of ln|z| per step
// of the homogeneous update, with its standard error from the spread over chains.
// A typical run leaves where it is positive. The stream must be complete.
func (t *Typical) Growth(lr, mu float64) (mean, stderr float64) {
	var growth [chains]float64
	for c := range growth {
		growth[c] = chainGrowth(t.steps[c*chainSteps:(c+1)*chainSteps], lr, mu)
	}
	mean = floats.Sum(growth[:]) / chains
	var ss float64
	for _, g := range growth {
		ss += (g - mean) * (g - mean)
	}
	return mean, math.Sqrt(ss / (chains - 1) / chains)
}

// chainGrowth follows z = (v, λm) through the homogeneous update.
func chainGrowth(steps []plane.Sym, lr, mu float64) float64 {
	v1, v2, m1, m2 := 1.0, 1.0, 0.0, 0.0
	if steps[0][1] == 0 { // two independent copies: the faster of them would be too fast
		v2 = 0
	}
	var sum float64
	for i, h := range steps {
		m1 = mu*m1 + lr*(h[0]*v1+h[1]*v2)
		m2 = mu*m2 + lr*(h[1]*v1+h[2]*v2)
		v1, v2 = v1-m1, v2-m2
		if i%8 != 7 { // often enough to stay in range
			continue
		}
		r := math.Sqrt(v1*v1 + v2*v2 + m1*m1 + m2*m2)
		if r == 0 {
			return math.Inf(-1)
		}
		v1, v2, m1, m2 = v1/r, v2/r, m1/r, m2/r
		if i >= chainWarmUp {
			sum += math.Log(r)
		}
	}
	return sum / (chainSteps - chainWarmUp)
}
