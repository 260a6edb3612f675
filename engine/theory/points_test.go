package theory_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// points are the first n of a series of random points with noisy labels.
func points(n int, s problem.Sampling) *problem.Dataset {
	g := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, U: plane.Vec{1, -1}, Sigma: 1}
	x1, x2, y := g.Sample(n, rng.New(0, rng.Data, 0))
	return problem.NewPoints(x1, x2, y, s, plane.Vec{-2, 1})
}

// Noise needs points that can't all be fitted: Σ is exactly 0 up to N = 2 and
// positive from N = 3 on.
func TestNoiseSwitchesOn(t *testing.T) {
	for n := 1; n <= 6; n++ {
		law := points(n, problem.WithReplacement).Law(1)
		sigma, ok := theory.Stationary(&law, 0.3*theory.LimitsOf(&law, 0).Variance, 0)
		if on := sigma != (plane.Sym{}); !ok || on != (n >= 3) {
			t.Errorf("N = %d: Σ is %v (%v)", n, sigma, ok)
		}
	}
}

// Where there is noise, on the fewest points and on more, simulation and theory
// agree.
func TestPointsEqualSimulation(t *testing.T) {
	compareCells(t, points(3, problem.WithReplacement), []float64{0.4}, []int{1, 5}, []float64{0, 0.9})
	compareCells(t, points(7, problem.FreshSubset), []float64{0.4}, []int{1, 5}, []float64{0, 0.9})
}

// Walkers on two points come to rest at the one fit, exponentially: at every
// tenth step, E |v|² is what the recursion says, and in the end it is rounding.
func TestInterpolationConverges(t *testing.T) {
	p, r, start := points(2, problem.WithReplacement), sgd.Rule{LR: 0.2, Batch: 1}, plane.Vec{-2, 1}
	const n = 4000
	e := sgd.New(n, 1, start, far)
	law := p.Law(r.Batch)
	now := theory.At(&law, start)
	var c tally
	w := measure.NewWindow(n, law.Min)
	for step := range 4000 {
		e.Advance(p, r, nil)
		now.Step(&law, r.LR, r.Momentum)
		if step%10 == 9 && step < 100 {
			w.Reset(law.Min)
			w.Add(e.W)
			m := w.Moments(law.H, e.Held)
			c.check(t, "loss", m.Loss, now.Loss(&law))
		}
	}
	_, second := measure.Second(e.W, law.Min, e.Held)
	if !(second.Trace() < 1e-28) || !(now.Cov().Trace() < 1e-28) {
		t.Errorf("after 4000 steps E |v|² is %v, predicted %v", second.Trace(), now.Cov().Trace())
	}
}

// With a single point there is one curvature h = |x|² and no noise: every limit
// is that of gradient descent, and Σ is 0 with each theory that has one.
func TestOnePoint(t *testing.T) {
	p := points(1, problem.WithReplacement)
	x := p.Input(0)
	law, h := p.Law(4), x.Dot(x)
	for _, mu := range []float64{0, 0.6} {
		l := theory.LimitsOf(&law, mu)
		want := 2 * (1 + mu) / h
		for _, got := range []float64{l.Mean, l.Variance, l.Fourth} {
			if !(math.Abs(got/want-1) < 1e-12) {
				t.Errorf("μ %v: limits %v, want %v", mu, l, want)
			}
		}
		e := theory.NewTypical(p, 4)
		for !e.Draw() {
		}
		if lr, se, ok := e.Limit(mu, l.Variance); !ok || !(math.Abs(lr/want-1) < 1e-3) || !(se < 1e-9) {
			t.Errorf("μ %v: typical limit %v ± %v (%v), want %v", mu, lr, se, ok, want)
		}
		if s, ok := theory.Stationary(&law, want/3, mu); !ok || s != (plane.Sym{}) {
			t.Errorf("μ %v: Σ is %v (%v)", mu, s, ok)
		}
	}
	for _, a := range theory.Approximations {
		s, ok, reason := a.Sigma(theory.Setting{Law: &law, LR: 0.9 / h, Batch: 4})
		if !ok || s != (plane.Sym{}) {
			t.Errorf("%s: Σ is %v (%v: %s)", a.Name, s, ok, reason)
		}
	}
}

// Points along one line are a problem in one dimension with h = |x|², whatever
// the frozen direction does: Σ and the limits are those of finite data in 1-D.
func TestPointsOnALine(t *testing.T) {
	c, y := []float64{0.5, -1, 1.4, 2}, []float64{1, 0.3, -0.4, 2}
	along := plane.Vec{0.6, -0.8}
	var x1, x2 []float64
	var h, h2, h3, h4, xy float64
	for i, c := range c {
		x1, x2 = append(x1, c*along[0]), append(x2, c*along[1])
		h, h2, h3, h4 = h+c*c/4, h2+math.Pow(c, 4)/4, h3+math.Pow(c, 6)/4, h4+math.Pow(c, 8)/4
		xy += c * y[i] / 4
	}
	var r2 float64
	for i, c := range c {
		r := c * (c*xy/h - y[i])
		r2 += r * r / 4
	}
	law := problem.NewPoints(x1, x2, y, problem.WithReplacement, plane.Vec{3, 3}).Law(1)
	l := theory.LimitsOf(&law, 0)
	if want := 2 * h / h2; !(math.Abs(l.Variance/want-1) < 1e-9) {
		t.Errorf("variance limit %v, want %v", l.Variance, want)
	}
	// E(1 − λh)⁴ = 1.
	if at := l.Fourth; !(math.Abs(-4*h+6*at*h2-4*at*at*h3+at*at*at*h4) < 1e-8*h) {
		t.Errorf("fourth-moment limit %v doesn't solve its equation", at)
	}
	const lr = 0.2
	sigma, ok := theory.Stationary(&law, lr, 0)
	want := along.Outer().Scale(lr * r2 / (2*h - lr*h2))
	if !ok || !(relative(sigma, want) < 1e-12) {
		t.Errorf("Σ is %v (%v), want %v", sigma, ok, want)
	}
	if _, ok := approximate(t, "hessian", theory.Setting{Law: &law, Scale: 2 * law.Floor, LR: lr, Batch: 1}); !ok {
		t.Error("the Hessian approximation is refused")
	}
}

// HighDimensional is Thm 6: Tr[ÂΣ] = (λσ²/S)(1 − d/N) κ with
// κ = t/(1 − λt/S), t = Tr[G⁻¹Â], G = 2 − λ(1 − 1/S)Â, and its limit of λ is
// where λt = S; the exact limit for endless Gaussian data is far below.
func TestHighDimensional(t *testing.T) {
	a := plane.Sym{1, 0, 0.5}
	for _, c := range []struct {
		batch        int
		limit, exact float64
	}{{1, 1.3333, 0.609612}, {8, 1.9701, 1.584460}, {64, 1.99951, 1.938949}} {
		law := (&problem.Gaussian{A: a, Sigma: 1}).Law(c.batch)
		if l := theory.LimitsOf(&law, 0).Variance; !printed(l, c.exact, 1e-6) {
			t.Errorf("S %d: exact limit %v, want %v", c.batch, l, c.exact)
		}
		s, lr := float64(c.batch), 0.4*c.limit
		var tr float64
		for _, h := range []float64{a[0], a[2]} {
			tr += h / (2 - lr*(1-1/s)*h)
		}
		want := lr * 4 / s * (1 - 2.0/8) * tr / (1 - lr*tr/s)
		got, ok, _ := theory.HighDimensional(&law, 2, 8, c.batch, lr, 0)
		if !ok || !(math.Abs(a.TraceProd(got)/want-1) < 1e-12) {
			t.Errorf("S %d: Tr[ÂΣ] = %v (%v), Thm 6 has %v", c.batch, a.TraceProd(got), ok, want)
		}
		_, below, _ := theory.HighDimensional(&law, 2, 8, c.batch, c.limit*0.9995, 0)
		_, above, _ := theory.HighDimensional(&law, 2, 8, c.batch, c.limit*1.0005, 0)
		if !below || above {
			t.Errorf("S %d: exists below %v: %v, above: %v", c.batch, c.limit, below, above)
		}
	}
	law := points(2, problem.WithReplacement).Law(1)
	if s, ok, _ := theory.HighDimensional(&law, 1, 2, 1, 0.1, 0); !ok || s != (plane.Sym{}) {
		t.Errorf("N = 2: %v (%v), want 0", s, ok)
	}
}

// With four points per parameter and d = 2, Thm 6 has Tr[ÂΣ] half as large
// again on average over datasets if it is told each dataset's own 2L(w*), and
// more than twice too large with σ²(1 − d/N), because points that are far out
// have small residuals.
func TestHighDimensionalFailsInThePlane(t *testing.T) {
	g := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	const lr, n, batch = 0.3, 8, 8
	var own, mean []float64
	for seed := range 4000 {
		x1, x2, y := g.Sample(n, rng.New(uint64(seed), rng.Data, 0))
		law := problem.NewPoints(x1, x2, y, problem.WithReplacement, plane.Vec{}).Law(batch)
		sigma, _ := theory.Stationary(&law, lr, 0)
		exact := law.H.TraceProd(sigma)
		general, _ := approximate(t, "general", theory.Setting{Law: &law, Scale: 2 * law.Floor, LR: lr, Batch: batch})
		high, _, _ := theory.HighDimensional(&law, 1, n, batch, lr, 0)
		own = append(own, law.H.TraceProd(general)/exact)
		mean = append(mean, law.H.TraceProd(high)/exact)
	}
	ratio, sd := stat.MeanStdDev(own, nil)
	if se := sd / math.Sqrt(float64(len(own))); !(math.Abs(ratio-1.5) < standardErrors*se) {
		t.Errorf("with its own 2L(w*) the ratio is %.3f ± %.3f, want 1.5", ratio, se)
	}
	ratio, sd = stat.MeanStdDev(mean, nil)
	if se := sd / math.Sqrt(float64(len(mean))); !(ratio-standardErrors*se > 2) {
		t.Errorf("the ratio is %.3f ± %.3f, want more than 2", ratio, se)
	}
}
