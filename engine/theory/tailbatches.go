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
	g := &growth{}
	for i, h := range b.h {
		g.add(math.Log(b.p[i]), math.Log(math.Abs(1-lr*h)))
	}
	return g.tail()
}

// Largest is the largest curvature of a batch.
func (b *Batches) Largest() float64 { return b.h[len(b.h)-1] }
