package theory_test

import (
	"math"
	"math/rand/v2"
	"testing"

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
