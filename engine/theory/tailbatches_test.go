package theory_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// meanPower is the mean of |1 − λh|^β over all ordered batches with replacement.
func meanPower(curvatures []float64, batch int, lr, beta float64) float64 {
	var sum float64
	var extend func(h float64, left int)
	extend = func(h float64, left int) {
		if left == 0 {
			sum += math.Pow(math.Abs(1-lr*h/float64(batch)), beta)
			return
		}
		for _, x := range curvatures {
			extend(h+x, left-1)
		}
	}
	extend(0, batch)
	return sum / math.Pow(float64(len(curvatures)), float64(batch))
}

func TestTailOnDataEqualsAllBatches(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	for _, size := range []struct{ points, batch int }{{1, 1}, {2, 1}, {5, 2}, {9, 3}, {20, 4}} {
		h := make([]float64, size.points)
		for i := range h {
			x := r.NormFloat64()
			h[i] = x * x
		}
		b := theory.NewBatches(h, size.batch)
		found := 0
		for lr := 0.2 / b.Largest(); lr < 6/b.Largest(); lr *= 1.3 {
			tail := b.Tail(lr)
			switch {
			case lr*b.Largest() < 2:
				if tail.OK || tail.Reason != theory.BoundedSupport {
					t.Errorf("λh ≤ %v, but the tail is %+v", lr*b.Largest(), tail)
				}
			case tail.OK:
				found++
				near(t, "E|1 − λh|^β", meanPower(h, size.batch, lr, tail.Beta), 1, 1e-5)
				if small := meanPower(h, size.batch, lr, tail.Beta/2); small >= 1 {
					t.Errorf("β = %v isn't the first root: E|1 − λh|^½β = %v", tail.Beta, small)
				}
			default:
				if small := meanPower(h, size.batch, lr, 1e-3); small < 1-1e-5 {
					t.Errorf("λ %v: no exponent, but E|1 − λh|^0.001 = %v", lr, small)
				}
			}
		}
		if size.points > 1 && found == 0 {
			t.Errorf("%d points, S %d: no exponent at any λ", size.points, size.batch)
		}
	}
}

// Many points drawn from a normal law are as good as endless ones.
func TestTailOnManyPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	h := make([]float64, 20000)
	for i := range h {
		x := r.NormFloat64()
		h[i] = x * x
	}
	near(t, "exponent", theory.NewBatches(h, 2).Tail(1).Beta, 2, 0.02)
}

// At the typical limit of data the mean of ln|1 − λh| changes its sign.
func TestTypicalLimitOnData(t *testing.T) {
	h := []float64{0.2, 1, 1.7, 3.1}
	for _, batch := range []int{1, 2, 3} {
		typical := theory.NewBatches(h, batch).Typical()
		below, above := meanPower(h, batch, 0.999*typical, 1e-4), meanPower(h, batch, 1.001*typical, 1e-4)
		if !(below < 1 && above > 1) {
			t.Errorf("S %d: around λ = %v the mean power goes from %v to %v", batch, typical, below, above)
		}
	}
	r := rand.New(rand.NewPCG(34, 1))
	x, y := make([]float64, 6), make([]float64, 6)
	for i := range x {
		x[i], y[i] = r.NormFloat64(), r.NormFloat64()
		h = append(h, x[i]*x[i])
	}
	p := problem.NewPoints(x, make([]float64, 6), y, problem.WithReplacement, plane.Vec{})
	if got, ok := theory.ExactTypical(p, 2); !ok || got != theory.NewBatches(h[4:], 2).Typical() {
		t.Errorf("of a dataset with one feature: %v, %v", got, ok)
	}
	near(t, "limit of a single point", theory.NewBatches([]float64{0.5}, 3).Typical(), 4, 1e-12)
}

// No batch takes a walker out of the support, and batches that were chosen to do
// so take one to its ends.
func TestSupport(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	for range 100 {
		h, xi := make([]float64, 6), make([]float64, 6)
		for i := range h {
			x := 0.2 + r.Float64()
			h[i], xi[i] = x*x, x*r.NormFloat64()
		}
		lr := between(r, 0.1, 1.99) / slices.Max(h)
		lo, hi, ok := theory.Support(lr, h, xi)
		if !ok {
			t.Fatalf("λ %v: no support", lr)
		}
		low := -xi[0] / h[0] // where the same point over and over leads
		high := low
		for range 5000 {
			least, most := low, high
			for i := range h {
				for _, v := range [2]float64{low, high} {
					v -= lr * (h[i]*v + xi[i])
					least, most = min(least, v), max(most, v)
				}
			}
			low, high = least, most
		}
		near(t, "lower end", lo, low, 1e-9)
		near(t, "upper end", hi, high, 1e-9)
		if _, _, ok := theory.Support(2.01/slices.Max(h), h, xi); ok {
			t.Error("a support where a step doesn't contract")
		}
	}
}
