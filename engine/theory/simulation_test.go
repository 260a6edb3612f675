package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// standardErrors is what simulations may be off. All of them run with fixed
// seeds, so that they pass or fail for good.
const standardErrors = 4

// precision is the relative standard error that measurements of Σ₁₁ and Σ₂₂
// must reach: half a per cent, or 2 % where code runs slowly (wasm under Node).
func precision() float64 {
	if runtime.GOOS == "js" {
		return 0.02
	}
	return 0.005
}

// far is where walkers would be held; none gets there in these tests.
const far = 1e9

// tally counts comparisons of simulation and theory, and the large deviations.
type tally struct{ all, beyond3 atomic.Int64 }

// check compares an estimate with what theory says.
func (c *tally) check(t *testing.T, what string, e measure.Estimate, want float64) {
	t.Helper()
	z := (e.Value - want) / e.StdErr
	c.all.Add(1)
	if math.Abs(z) > 3 {
		c.beyond3.Add(1)
	}
	if !(math.Abs(z) <= standardErrors) {
		t.Errorf("%s is %v ± %v, theory says %v (%.1f standard errors)", what, e.Value, e.StdErr, want, z)
	}
}

// moments compares all that is measured about w* with theory: the mean, the
// covariance, and the loss less its floor.
func (c *tally) moments(t *testing.T, m measure.Moments, h plane.Sym, mean plane.Vec, cov plane.Sym) {
	t.Helper()
	for k := range mean {
		c.check(t, fmt.Sprintf("mean %d", k+1), m.Mean[k], mean[k])
	}
	for k, name := range []string{"Σ₁₁", "Σ₁₂", "Σ₂₂"} {
		c.check(t, name, m.Cov[k], cov[k])
	}
	c.check(t, "excess loss", m.Loss, h.TraceProd(cov.Plus(1, mean.Outer()))/2)
}

// measured runs an ensemble from rest at the minimum until theory says that it
// is stationary, sees in a pilot how long a run the precision takes, and
// measures for so long.
func measured(t *testing.T, p problem.Linear, r sgd.Rule, sigma plane.Sym) measure.Moments {
	t.Helper()
	const walkers = 2000
	law := p.Law(r.Batch)
	e := sgd.New(walkers, uint64(r.Batch), law.Min, far)
	burnIn := 0
	rest := theory.RestOf(&law, sigma, r.LR, r.Momentum)
	for s := theory.At(&law, law.Min); !rest.Reached(&s, 1e-2, 1e-4); s.Step(&law, r.LR, r.Momentum) {
		e.Advance(p, r, nil)
		burnIn++
	}
	w := measure.NewWindow(walkers, law.Min)
	run := func(steps int) measure.Moments {
		w.Reset(law.Min)
		for range steps {
			e.Advance(p, r, nil)
			w.Add(e.W)
		}
		if e.Diverged() > 0 {
			t.Fatalf("%d walkers are farther than %v", e.Diverged(), far)
		}
		return w.Moments(law.H, e.Held)
	}
	pilot := 2 * burnIn
	excess := relativeError(run(pilot)) / (0.65 * precision())
	return run(int(math.Ceil(float64(pilot) * math.Max(1, excess*excess))))
}

// relativeError is the larger relative standard error of Σ₁₁ and Σ₂₂.
func relativeError(m measure.Moments) float64 {
	return math.Max(m.Cov[0].StdErr/m.Cov[0].Value, m.Cov[2].StdErr/m.Cov[2].Value)
}

// compareStationary measures p under r and compares with theory.
func compareStationary(t *testing.T, c *tally, p problem.Linear, r sgd.Rule) {
	t.Helper()
	law := p.Law(r.Batch)
	sigma, ok := theory.Stationary(&law, r.LR, r.Momentum)
	if !ok {
		t.Fatal("theory has no Σ")
	}
	m := measured(t, p, r, sigma)
	if e := relativeError(m); !(e <= precision()) {
		t.Errorf("relative standard error %.4f, want %v", e, precision())
	}
	c.moments(t, m, law.H, plane.Vec{}, sigma)
}

// Where error bars exist, simulation and theory agree.
func TestStationaryEqualsSimulation(t *testing.T) {
	p := &problem.Gaussian{A: plane.Rotated(1, 0.4, 30), U: plane.Vec{0.5, -0.3}, Sigma: 1}
	fractions, batches := []float64{0.1, 0.4, 0.7}, []int{1, 2, 4, 16, 64}
	if runtime.GOOS == "js" {
		fractions, batches = []float64{0.4}, []int{1, 4, 64}
	}
	compareCells(t, p, fractions, batches, []float64{0, 0.5, 0.9})
}

// noisy adds input noise and a ridge that is partly negative.
var noisy = &problem.Gaussian{
	A: plane.Rotated(1, 0.4, 30), U: plane.Vec{1, -0.7}, Sigma: 0.5,
	Input: plane.Rotated(0.5, 0.1, -20), Ridge: plane.Rotated(0.3, -0.2, 70),
}

func TestStationaryEqualsSimulationWithRidge(t *testing.T) {
	fractions := []float64{0.1, 0.4, 0.7}
	if runtime.GOOS == "js" {
		fractions = []float64{0.4}
	}
	for name, p := range map[string]problem.Linear{
		"plane":  noisy,
		"scalar": &problem.Scalar{A: 0.8, Input: 0.4, Ridge: -0.3, U: 1.5},
	} {
		t.Run(name, func(t *testing.T) { compareCells(t, p, fractions, []int{1, 8, 64}, []float64{0, 0.9}) })
	}
}

func TestStationaryEqualsSimulationOnData(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for _, s := range []problem.Sampling{problem.WithReplacement, problem.FreshSubset} {
		t.Run(fmt.Sprintf("sampling=%d", s), func(t *testing.T) {
			compareCells(t, randomDataset(r, 20, s), []float64{0.5}, []int{1, 8}, []float64{0, 0.9})
		})
	}
}

// compareCells measures at each fraction of the fourth-moment limit, batch size
// and momentum.
func compareCells(t *testing.T, p problem.Linear, fractions []float64, batches []int, momenta []float64) {
	var c tally
	t.Run("cells", func(t *testing.T) {
		for _, mu := range momenta {
			for _, batch := range batches {
				law := p.Law(batch)
				limits := theory.LimitsOf(&law, mu)
				for _, f := range fractions {
					r := sgd.Rule{LR: f * limits.Fourth, Momentum: mu, Batch: batch}
					t.Run(fmt.Sprintf("mu=%v,S=%d,lr=%.4f", mu, batch, r.LR), func(t *testing.T) {
						t.Parallel()
						compareStationary(t, &c, p, r)
					})
				}
			}
		}
	})
	t.Logf("%d comparisons, %d beyond 3 standard errors", c.all.Load(), c.beyond3.Load())
}
