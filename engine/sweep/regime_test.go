package sweep_test

import (
	"math"
	"slices"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
)

// In one parameter and in two, at least 95 % of the cells farther than 10 % from
// a limit are found in the regime that theory puts them in. Moving the limits to
// where gradient descent or continuous time has them spoils that.
func TestMapOfRegimes(t *testing.T) {
	gaussian := &problem.Gaussian{A: plane.Rotated(1, 0.35, 30), Sigma: 1}
	for _, m := range []struct {
		name    string
		p       problem.Linear
		typical func(batch int, l theory.Limits) float64
	}{
		{"one parameter", &problem.Scalar{A: 1, Sigma: 1},
			func(batch int, _ theory.Limits) float64 { return theory.TypicalScalar(batch) }},
		{"two parameters", gaussian, func(batch int, l theory.Limits) float64 {
			e := theory.NewTypical(gaussian, batch)
			for !e.Draw() {
			}
			lr, _, _ := e.Limit(0, l.Variance)
			return lr
		}},
	} {
		var score, scoreDescent, scoreContinuous tally
		var found [4]int
		for _, batch := range []int{1, 2, 4, 6, 32, 512} {
			law := m.p.Law(batch)
			l := theory.LimitsOf(&law, 0)
			typical := m.typical(batch, l)
			for _, lr := range sweep.Log(0.2, 4, 16) {
				if distance(lr, l.Fourth, l.Variance, typical) < 0.1 {
					continue
				}
				cell := sweep.NewCell(m.p, sgd.Rule{LR: lr, Batch: batch}, 1)
				cell.Work(nil)
				got, want := cell.Regime(), sweep.PredictedRegime(lr, l, typical)
				if found[got]++; !score.add(got == want) {
					t.Logf("%s: S = %d, λ = %v is %v, not %v: growth %v, tail %v", m.name, batch, lr, got, want, cell.Growth, cell.Tail)
				}
				descent := sweep.FourthMoments
				if lr >= l.Mean {
					descent = sweep.Leaves
				}
				scoreDescent.add(got == descent)
				// In continuous time with Hessian noise β = 2S/λa + 1 > 1 at every λ.
				s := float64(batch)
				scoreContinuous.add(got == sweep.PredictedRegime(lr, theory.Limits{Fourth: 2 * s / 3, Variance: 2 * s}, math.Inf(1)))
			}
		}
		t.Logf("%s: %.1f %% of %d cells agree; gradient descent %.1f %%, continuous time %.1f %%; found %v", m.name,
			100*score.share(), score.n, 100*scoreDescent.share(), 100*scoreContinuous.share(), found)
		if score.share() < 0.95 || scoreDescent.share() > 0.9 || scoreContinuous.share() > 0.9 || slices.Min(found[:]) < 3 {
			t.Errorf("%s: too few or too many agree", m.name)
		}
	}
}

// tally counts agreements.
type tally struct{ good, n int }

func (c *tally) add(agrees bool) bool {
	c.n++
	if agrees {
		c.good++
	}
	return agrees
}

func (c *tally) share() float64 { return float64(c.good) / float64(c.n) }

// distance is that of lr from the nearest limit, relative to the limit.
func distance(lr float64, limits ...float64) float64 {
	d := math.Inf(1)
	for _, l := range limits {
		d = math.Min(d, math.Abs(lr/l-1))
	}
	return d
}

// The tail exponent of a cell is Kesten's within 4 standard errors and a bias of
// a tenth, which Hill's estimate has at a finite distance; the sign of the growth
// is right close to the limit.
func TestCell(t *testing.T) {
	one := &problem.Scalar{A: 1, Sigma: 1}
	for _, c := range []struct {
		lr    float64
		batch int
	}{{0.5, 1}, {1, 1}, {1, 4}, {1.5, 4}, {1.5, 16}, {2, 4}} {
		cell := sweep.NewCell(one, sgd.Rule{LR: c.lr, Batch: c.batch}, 5)
		cell.Work(nil)
		want := theory.TailScalar(c.lr, c.batch).Beta
		if d := math.Abs(cell.Tail.Value - want); !(d < 4*cell.Tail.StdErr+0.1*want) {
			t.Errorf("λ = %v, S = %d: tail %v, want %v", c.lr, c.batch, cell.Tail, want)
		}
	}
	for _, c := range []struct {
		factor float64
		want   bool
	}{{0.97, false}, {1.03, true}} {
		cell := sweep.NewCell(one, sgd.Rule{LR: c.factor * theory.TypicalScalar(2), Batch: 2}, 5)
		cell.Work(nil)
		if leaves := cell.Regime() == sweep.Leaves; leaves != c.want {
			t.Errorf("at %v of the limit, growth %v", c.factor, cell.Growth)
		}
	}
}

// Portions don't change a cell.
func TestCellInPortions(t *testing.T) {
	one := &problem.Scalar{A: 1, Sigma: 1}
	rule := sgd.Rule{LR: 1, Batch: 4}
	a, b := sweep.NewCell(one, rule, 1), sweep.NewCell(one, rule, 1)
	a.Work(nil)
	portions := 1
	for !b.Work(func() bool { return true }) {
		portions++
	}
	if a.Growth != b.Growth || a.Tail != b.Tail || portions < 500 {
		t.Errorf("in one go %v, %v; in %d portions %v, %v", a.Growth, a.Tail, portions, b.Growth, b.Tail)
	}
	if !b.Work(nil) || a.Tail != b.Tail {
		t.Error("work on a complete cell changes it")
	}
}
