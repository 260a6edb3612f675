package theory_test

import (
	"math"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// slide simulates walkers from w and returns the mean of D = w₁² − w₂², its
// standard error, and what the recursion predicts.
func slide(p *problem.Valley, w plane.Vec, lr float64, batch, steps int) (mean, se float64, b theory.Balance) {
	const n = 4000
	e := sgd.New(n, 1, w, 1e12)
	b = theory.BalanceAt(p, w)
	for range steps {
		e.Advance(p, sgd.Rule{LR: lr, Batch: batch}, nil)
		b.Step(p, lr, batch)
	}
	var squares float64
	for i := range n {
		d := e.W[0][i]*e.W[0][i] - e.W[1][i]*e.W[1][i]
		mean += d / n
		squares += d * d / n
	}
	return mean, math.Sqrt((squares - mean*mean) / n), b
}

// The recursion agrees with simulations from within the valley where the
// learning rate is up to a third of the limit, and the formulas that it might be
// taken for do not: gradient flow keeps D, and the continuous-time limit leaves
// out that a batch's mean gradient shrinks D as well.
func TestBalance(t *testing.T) {
	for _, c := range []struct {
		p         problem.Valley
		w         plane.Vec
		lr        float64
		batch     int
		steps     int
		diffusion float64 // by how much this one is off
	}{
		{problem.Valley{A: 1, C: 1, Sigma: 1}, plane.Vec{2, 0.5}, 0.1, 4, 400, 0.22},
		{problem.Valley{A: 1, C: 1, Sigma: 1}, plane.Vec{-0.4, -2.5}, 0.1, 16, 800, 0.19},
		{problem.Valley{A: 2, C: -1, Sigma: 0.7}, plane.Vec{0.5, -2}, 0.05, 4, 400, 0.07},
		{problem.Valley{A: 1, C: 0.3, Sigma: 1}, plane.Vec{2, 0.15}, 0.1, 4, 400, 0.18},
	} {
		d0 := c.w[0]*c.w[0] - c.w[1]*c.w[1]
		if lr := theory.ValleyLimit(&c.p, d0, c.batch); c.lr > 0.4*lr {
			t.Fatalf("λ = %v is too close to the limit %v", c.lr, lr)
		}
		mean, se, b := slide(&c.p, c.w, c.lr, c.batch, c.steps)
		if z := (b.D - mean) / se; !(math.Abs(z) < standardErrors) || se > 0.01*math.Abs(mean) {
			t.Errorf("%+v: D is %v ± %v, predicted %v (%.1f standard errors)", c, mean, se, b.D, z)
		}
		sde := d0
		for range c.steps {
			rate, ok := theory.BalanceByDiffusion(&c.p, sde, c.lr, c.batch)
			if !ok {
				t.Fatalf("%+v: the continuous-time limit has no rate", c)
			}
			sde *= math.Exp(-rate)
		}
		if miss := sde/mean - 1; math.Abs(miss-c.diffusion) > 0.02 {
			t.Errorf("%+v: the continuous-time limit is off by %.3f, not by %v", c, miss, c.diffusion)
		}
	}
}

// The reference 0.2761(6) of a simulation with S samples drawn per step.
func TestBalanceReference(t *testing.T) {
	p := &problem.Valley{A: 1, C: 1, Sigma: 1}
	b := theory.BalanceAt(p, plane.Vec{2, 0.5})
	d0, adiabatic := b.D, b.D
	for range 400 {
		b.Step(p, 0.1, 4)
		// Slow D, v always stationary: the formula that the recursion refines.
		le := 0.1 * math.Hypot(adiabatic, 2)
		adiabatic *= 1 - 0.01*(1.5*le/(4*(2-le)-2*le)+0.25)
	}
	if !printed(adiabatic/d0, 0.2761, 1e-4) {
		t.Errorf("adiabatic D/D₀ is %v, want 0.2761", adiabatic/d0)
	}
	if math.Abs(b.D/d0-0.2761) > standardErrors*0.0006 {
		t.Errorf("D/D₀ is %v, want 0.2761 ± 0.0006", b.D/d0)
	}
}

// Of full batches every number is exact, wherever the start.
func TestBalanceFullBatch(t *testing.T) {
	p := &problem.Valley{A: 1.5, C: 0.7, Sigma: 1, FullBatch: true}
	for _, w := range []plane.Vec{{2, 0.35}, {-0.2, 1}, {1.5, -0.8}, {0.3, 0.3}} {
		b := theory.BalanceAt(p, w)
		for range 50 {
			g := p.Grad(w)
			w = plane.Vec{w[0] - 0.1*g[0], w[1] - 0.1*g[1]}
			b.Step(p, 0.1, 4)
		}
		d, v := w[0]*w[0]-w[1]*w[1], w[0]*w[1]-p.C
		if math.Abs(b.D-d) > 1e-12 || math.Abs(b.Mean-v) > 1e-12 || b.Var != 0 {
			t.Errorf("gradient descent ends at D = %v, v = %v; predicted %+v", d, v, b)
		}
	}
}

// Across the valley the walkers are those of regression on one feature of
// variance A (w₁² + w₂²).
func TestValleyLimit(t *testing.T) {
	p := &problem.Valley{A: 1.3, C: 0.8, Sigma: 1}
	w := plane.Vec{2, 0.4}
	d := w[0]*w[0] - w[1]*w[1]
	for _, batch := range []int{1, 4, 64} {
		law := (&problem.Scalar{A: 1.3 * w.Dot(w), Sigma: 1}).Law(batch)
		if got, want := theory.ValleyLimit(p, d, batch), theory.LimitsOf(&law, 0).Variance; math.Abs(got-want) > 1e-9*want {
			t.Errorf("S = %d: limit %v, want %v", batch, got, want)
		}
	}
	p.FullBatch = true
	if got, want := theory.ValleyLimit(p, d, 4), 2/(1.3*w.Dot(w)); math.Abs(got-want) > 1e-12 {
		t.Errorf("full batches: limit %v, want %v", got, want)
	}
}
