package theory_test

import (
	"fmt"
	"math"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// strayed runs walkers from the minimum and collects their distances from it.
func strayed(p problem.Linear, r sgd.Rule, dim, steps int) *measure.Survival {
	const walkers = 20000
	e := sgd.New(walkers, uint64(r.Batch), p.Minimum(), 1e15)
	s := measure.NewSurvival(walkers, dim, p.Minimum())
	for k := range 100 + trials(steps) {
		e.Advance(p, r, nil)
		if k >= 100 {
			s.Add(e.W, e.Held)
		}
	}
	return s
}

// beyond is the Hill estimate from about the share of the farthest distances.
func beyond(s *measure.Survival, share float64) measure.Level {
	levels := s.Levels()
	for _, l := range levels {
		if l.Share <= share {
			return l
		}
	}
	return levels[len(levels)-1]
}

// Far out the tail is the exact one, and not an approximation that differs from
// it by more than a tenth.
func TestHillEstimatesApproachExactTails(t *testing.T) {
	scalar := &problem.Scalar{A: 1, Sigma: 1}
	isotropic := &problem.Gaussian{A: plane.Sym{1, 0, 1}, Sigma: 1}
	general := &problem.Gaussian{A: skewed, Sigma: 1}
	for _, c := range []struct {
		p     problem.Linear
		dim   int
		rule  sgd.Rule
		share float64
		exact theory.Tail
	}{
		{scalar, 1, sgd.Rule{LR: 0.5, Batch: 1}, 5e-5, theory.TailScalar(0.5, 1)},
		{scalar, 1, sgd.Rule{LR: 1, Batch: 1}, 5e-3, theory.TailScalar(1, 1)},
		{scalar, 1, sgd.Rule{LR: 1, Batch: 4}, 2e-4, theory.TailScalar(1, 4)},
		{scalar, 1, sgd.Rule{LR: 1.5, Batch: 4}, 1e-3, theory.TailScalar(1.5, 4)},
		{isotropic, 2, sgd.Rule{LR: 1, Batch: 4}, 2e-4, theory.TailIsotropic(1, 4, 2)},
		{general, 2, sgd.Rule{LR: 0.5, Batch: 1}, 1e-4, theory.TailPlane(skewed, 0.5, 1)},
		{scalar, 1, sgd.Rule{LR: 0.3, Momentum: 0.5, Batch: 1}, 1e-4, theory.TailMomentum(0.3, 0.5, 1)},
	} {
		t.Run(fmt.Sprintf("%T,%+v", c.p, c.rule), func(t *testing.T) {
			l := beyond(strayed(c.p, c.rule, c.dim, 1000), c.share)
			z := (l.Hill.Value - c.exact.Beta) / l.Hill.StdErr
			t.Logf("beyond %.3g (%d distances): %.4f ± %.4f, exact %.4f: %.1f standard errors",
				l.X, l.Count, l.Hill.Value, l.Hill.StdErr, c.exact.Beta, z)
			if !(math.Abs(z) < standardErrors) {
				t.Errorf("Hill estimate %v ± %v, theory says %v", l.Hill.Value, l.Hill.StdErr, c.exact.Beta)
			}
			if c.rule.Momentum > 0 || c.p == general {
				return
			}
			for _, a := range theory.TailApproximations {
				wrong := a.Beta(c.rule.LR, c.rule.Batch, c.dim).Beta
				z := (l.Hill.Value - wrong) / l.Hill.StdErr
				if math.Abs(wrong/c.exact.Beta-1) > 0.1 && math.Abs(z) < standardErrors && trials(10) == 10 {
					t.Errorf("%s, %v, is only %.1f standard errors off", a.Name, wrong, z)
				}
			}
		})
	}
}

// What the paper calls the tail index is the index of a Student-t law fitted to
// the bulk: at λa = 1 it is S to within 6 %, while the tail is another.
func TestBulkFitIsThePapersIndex(t *testing.T) {
	want := map[int]float64{1: 1.06, 2: 2.09, 3: 3.09, 4: 4.09, 5: 5.07, 6: 6.06, 8: 8.05, 10: 10.05, 16: 16.02, 20: 20}
	for batch, index := range want {
		fit := strayed(&problem.Scalar{A: 1, Sigma: 1}, sgd.Rule{LR: 1, Batch: batch}, 1, 40).Student(1)
		if z := (fit.Value - index) / fit.StdErr; !(math.Abs(z) < standardErrors || math.Abs(fit.Value-index) < 0.01) {
			t.Errorf("S %d: the fit is %v ± %v, want %v", batch, fit.Value, fit.StdErr, index)
		}
		if paper := approximateTail("bulk", 1, batch, 1).Beta; math.Abs(fit.Value/paper-1) > 0.07 {
			t.Errorf("S %d: the fit is %v, the paper's index %v", batch, fit.Value, paper)
		}
		if exact := theory.TailScalar(1, batch).Beta; batch > 2 && math.Abs(fit.Value-exact) < 2*standardErrors*fit.StdErr {
			t.Errorf("S %d: the fit %v ± %v is as good as the exact tail %v", batch, fit.Value, fit.StdErr, exact)
		}
	}
}
