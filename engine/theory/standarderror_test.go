package theory_test

import (
	"math"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

func TestKurtosis(t *testing.T) {
	for _, c := range []struct {
		c     float64
		batch int
		want  float64
		digit float64 // the last one given
	}{{.1, 1, 3.0468, 1e-4}, {1.5, 64, 3.67, 1e-2}} {
		k, ok := theory.Kurtosis(c.c, c.batch)
		if !ok || math.Abs(k-c.want) > c.digit/2 {
			t.Errorf("λa %v, S %d: kurtosis %v, want %v", c.c, c.batch, k, c.want)
		}
	}
	for batch, limit := range map[int]float64{1: .383451006, 8: 1.233983863} {
		if k, ok := theory.Kurtosis(limit*(1-1e-6), batch); !ok || k < 1e4 {
			t.Errorf("S %d: just below the fourth-moment limit the kurtosis is %v", batch, k)
		}
		if _, ok := theory.Kurtosis(limit*(1+1e-6), batch); ok {
			t.Errorf("S %d: there is a kurtosis above the fourth-moment limit", batch)
		}
		if _, ok := theory.StandardError(limit*(1+1e-6), batch, 10, 10); ok {
			t.Errorf("S %d: there is a standard error above the fourth-moment limit", batch)
		}
	}
	near(t, "error of 1e8 samples at λa 0.3, S 1", first(theory.StandardError(0.3, 1, 1e6, 100)),
		math.Sqrt((first(theory.Kurtosis(0.3, 1))-1)*(1+0.67)/(1-0.67)/1e8), 1e-5)
}

func first(x float64, _ bool) float64 { return x }

// The standard errors that measurements take from the spread over independent
// walkers are those of theory, for an instant and for windows of any length.
func TestStandardErrorEqualsSpread(t *testing.T) {
	p := &problem.Scalar{A: 1, Sigma: 1}
	for _, c := range []struct {
		rule  sgd.Rule
		steps int
	}{
		{sgd.Rule{LR: 0.1, Batch: 4}, 1}, {sgd.Rule{LR: 0.1, Batch: 4}, 30}, {sgd.Rule{LR: 0.1, Batch: 4}, 300},
		{sgd.Rule{LR: 0.1, Batch: 1}, 100}, {sgd.Rule{LR: 1.2, Batch: 64}, 40},
	} {
		const walkers = 20000
		e := sgd.New(walkers, uint64(c.steps), plane.Vec{}, far)
		for range 100 {
			e.Advance(p, c.rule, nil)
		}
		w := measure.NewWindow(walkers, plane.Vec{})
		for range c.steps {
			e.Advance(p, c.rule, nil)
			w.Add(e.W)
		}
		m := w.Moments(plane.Sym{1, 0, 1}, e.Held)
		want, ok := theory.StandardError(c.rule.LR, c.rule.Batch, c.steps, walkers)
		for _, k := range []int{0, 2} { // two copies
			got := m.Cov[k].StdErr / m.Cov[k].Value
			if !ok || math.Abs(got/want-1) > 0.06 {
				t.Errorf("%+v, %d steps: relative error %v, theory says %v", c.rule, c.steps, got, want)
			}
		}
		naive := math.Sqrt(2 / (walkers * float64(c.steps))) // of independent normal numbers
		if got := m.Cov[0].StdErr / m.Cov[0].Value; c.steps > 1 && c.rule.LR < 1 && got < 2*naive {
			t.Errorf("%+v, %d steps: relative error %v, and of independent steps %v", c.rule, c.steps, got, naive)
		}
	}
}
