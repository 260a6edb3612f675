package theory_test

import (
	"math"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// Limit and growth belong together, whatever the curvature and wherever it
// comes from; other problems have no formula.
func TestExactTypical(t *testing.T) {
	for _, p := range []problem.Linear{
		&problem.Scalar{A: 0.5, Sigma: 1},
		&problem.Scalar{A: 0.5, Input: 2, U: 1},
		&problem.Gaussian{A: plane.Sym{3, 0, 3}},
		&problem.Gaussian{A: plane.Sym{1, 0.2, 3}, Input: plane.Sym{2, -0.2, 0}},
	} {
		lr, ok := theory.ExactTypical(p, 4)
		growth, okGrowth := theory.ExactGrowth(p, lr, 4)
		if !ok || !okGrowth || !(math.Abs(growth) < 1e-12) {
			t.Errorf("%+v: limit %v (%v), growth there %v (%v)", p, lr, ok, growth, okGrowth)
		}
		law := p.Law(4)
		if tail, ok := theory.ExactTail(p, theory.VarianceLimit(&law, 0), 0, 4); !ok || !(math.Abs(tail.Beta-2) < 1e-9) {
			t.Errorf("%+v: tail exponent %v (%v) at the variance limit", p, tail, ok)
		}
		estimate := theory.NewTypical(p, 4)
		for !estimate.Draw() {
		}
		simulated, se, _ := estimate.Limit(0, lr/2)
		if z := (simulated - lr) / se; !(math.Abs(z) < standardErrors) {
			t.Errorf("%+v: simulated %v ± %v, exact %v", p, simulated, se, lr)
		}
	}
	for _, p := range []problem.Linear{
		&problem.Scalar{A: 1, Ridge: 0.1}, &problem.Scalar{},
		&problem.Gaussian{A: plane.Sym{1, 0, 2}}, &problem.Gaussian{A: plane.Sym{1, 0.1, 1}},
		&problem.Gaussian{A: plane.Sym{1, 0, 1}, Ridge: plane.Sym{0.1, 0, 0.1}}, &problem.Misfit{},
	} {
		_, ok := theory.ExactTypical(p, 4)
		_, okGrowth := theory.ExactGrowth(p, 1, 4)
		_, okTail := theory.ExactTail(p, 1, 0, 4)
		if ok || okGrowth || okTail {
			t.Errorf("%+v has a formula", p)
		}
	}
}

// With momentum there is a formula for one parameter alone.
func TestExactTailWithMomentum(t *testing.T) {
	if tail, ok := theory.ExactTail(&problem.Scalar{A: 0.5}, 0.6, 0.5, 1); !ok || !(math.Abs(tail.Beta-3.10455) < 1e-5) {
		t.Errorf("tail exponent %v (%v)", tail, ok)
	}
	if _, ok := theory.ExactTail(&problem.Gaussian{A: plane.Sym{1, 0, 1}}, 0.3, 0.5, 1); ok {
		t.Error("two parameters with momentum have a formula")
	}
}
