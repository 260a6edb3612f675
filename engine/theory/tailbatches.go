package theory

import "math"

// Batches is the law of the minibatch curvature h of one parameter on a finite
// dataset: h[i] with probability p[i].
type Batches struct{ h, p []float64 }

// batchCells is how many values of h are told apart at most.
const batchCells = 2048

// NewBatches is the law of the mean of batch curvatures drawn from curvatures
// with replacement. Values closer than 1/2048 of the largest are merged into
// their mean, so that small sets are exact and large ones good to about 1e-6.
// Curvatures must not be negative, and one at least positive.
func NewBatches(curvatures []float64, batch int) *Batches {
	var largest float64
	for _, h := range curvatures {
		largest = math.Max(largest, h)
	}
	b := &Batches{h: []float64{0}, p: []float64{1}} // of the sum so far
	share := 1 / float64(len(curvatures))
	mass, moment := make([]float64, batchCells), make([]float64, batchCells)
	for n := range batch {
		scale := (batchCells - 0.5) / (float64(n+1) * largest)
		clear(mass)
		clear(moment)
		for i, sum := range b.h {
			for _, h := range curvatures {
				cell := int((sum + h) * scale)
				mass[cell] += b.p[i] * share
				moment[cell] += b.p[i] * share * (sum + h)
			}
		}
		b.h, b.p = b.h[:0], b.p[:0]
		for cell, m := range mass {
			if m > 0 {
				b.h, b.p = append(b.h, moment[cell]/m), append(b.p, m)
			}
		}
	}
	for i := range b.h {
		b.h[i] /= float64(batch)
	}
	return b
}

// Tail is the exact tail exponent: the positive root of the mean over batches of
// |1 − λh|^β = 1 (Kesten 1973; for SGD derived). If λh < 2 for all of them every
// step contracts, the support is bounded, and there is no power law.
func (b *Batches) Tail(lr float64) Tail {
	if lr*b.Largest() <= 2 {
		return none(BoundedSupport)
	}
	return b.growth(lr).tail()
}

// Typical is the smallest λ above which typical runs leave: the first zero of
// the mean of ln|1 − λh|, which falls to −∞ wherever λh = 1 (derived).
func (b *Batches) Typical() float64 {
	exponent := func(lr float64) float64 { return b.growth(lr).mean() }
	lo, hi := 0.0, 2/b.Largest() // up to here every step contracts
	for exponent(hi) <= 0 {
		lo, hi = hi, 1.02*hi
	}
	if lo == 0 {
		return hi
	}
	return zero(exponent, lo, exponent(lo), hi, exponent(hi))
}

// growth is the law of ln|1 − λh|. A batch that sends the walker to the minimum
// counts as one that sends it very near, so that sums stay finite.
func (b *Batches) growth(lr float64) *growth {
	g := &growth{}
	for i, h := range b.h {
		g.add(math.Log(b.p[i]), math.Log(math.Max(math.Abs(1-lr*h), 1e-300)))
	}
	return g
}

// Largest is the largest curvature of a batch.
func (b *Batches) Largest() float64 { return b.h[len(b.h)-1] }

// Support is the interval of w − w* that the stationary law on data spans, given
// the points' curvatures h and gradients ξ at the minimum: the largest invariant
// interval of the maps v → (1 − λh)v − λξ of single points, and therefore of
// batches, which are their means (derived). ok is false unless every step
// contracts, λh < 2, and moves, h > 0.
func Support(lr float64, h, xi []float64) (lo, hi float64, ok bool) {
	for i := range h {
		room := 1 - math.Abs(1-lr*h[i])
		if !(room > 0) {
			return 0, 0, false
		}
		hi = math.Max(hi, lr*math.Abs(xi[i])/room) // no map leaves [−hi, hi]
	}
	lo = -hi
	for range 20000 { // every image of an interval that holds the law holds it
		least, most := math.Inf(1), math.Inf(-1)
		for i := range h {
			a, b := (1-lr*h[i])*lo-lr*xi[i], (1-lr*h[i])*hi-lr*xi[i]
			least, most = math.Min(least, math.Min(a, b)), math.Max(most, math.Max(a, b))
		}
		still := hi-lo-(most-least) <= 1e-12*(hi-lo)
		lo, hi = least, most
		if still {
			break
		}
	}
	return lo, hi, true
}
