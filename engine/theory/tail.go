package theory

import "math"

// TypicalScalar is the limit of λa above which every run in one parameter leaves,
// on endless Gaussian data with minibatches of S samples: the zero of
// E ln|1 − cG|, G = χ²(S)/S (derived). It lies above 2, the limit of gradient
// descent, for every S.
func TypicalScalar(batch int) float64 { return TypicalIsotropic(batch, 1) }

// TypicalIsotropic is TypicalScalar for dim parameters of equal curvature a: the
// zero of E ln|(I − cÂ)e| (derived).
func TypicalIsotropic(batch, dim int) float64 {
	exponent := func(c float64) float64 { return GrowthIsotropic(c, batch, dim) }
	// The variance limit, below which typical runs stay.
	hi := 2 * float64(batch) / float64(batch+1+dim)
	var lo, flo float64
	fhi := exponent(hi)
	for fhi <= 0 {
		lo, flo = hi, fhi
		hi *= 1.1
		fhi = exponent(hi)
	}
	return zero(exponent, lo, flo, hi, fhi)
}

// GrowthIsotropic is the Lyapunov exponent E ln|(I − cÂ)e| at c = λa, the mean
// growth of a typical run per step, in dim parameters of equal curvature a
// (derived). [TypicalIsotropic] is its zero.
func GrowthIsotropic(c float64, batch, dim int) float64 {
	return isotropicGrowth(c, batch, dim, -60).mean()
}

// Tail is the exponent β of a stationary law with power-law tails,
// P(|w| > x) ~ x^−β: moments of order β and above don't exist.
type Tail struct {
	Beta   float64 // NaN unless OK
	OK     bool
	Reason string // why there is no exponent
}

// Reasons for a missing tail exponent.
const (
	TypicalRunsLeave = "no stationary law: typical runs leave"
	BoundedSupport   = "bounded support: no power law"
)

// TailScalar is the exact tail exponent in one parameter on endless Gaussian
// data, c = λa: the positive root of E|1 − cG|^β = 1, G = χ²(S)/S (Kesten 1973;
// for SGD derived). There is one if and only if c is below [TypicalScalar].
func TailScalar(c float64, batch int) Tail { return scalarGrowth(c, batch).tail() }

// TailIsotropic is TailScalar for dim parameters of equal curvature a.
func TailIsotropic(c float64, batch, dim int) Tail {
	return isotropicGrowth(c, batch, dim, math.Inf(-1)).tail()
}

// tail finds the positive root of the convex function ln E|…|^b of b.
func (g *growth) tail() Tail {
	if g.mean() >= 0 {
		return none(TypicalRunsLeave)
	}
	lo, hi := 1.0, 1.0
	for g.logMoment(hi) <= 0 {
		lo, hi = hi, 2*hi
	}
	for g.logMoment(lo) > 0 {
		lo, hi = lo/2, lo
	}
	near := g.between(lo, hi)
	return Tail{Beta: zero(near.logMoment, lo, near.logMoment(lo), hi, near.logMoment(hi)), OK: true}
}
