package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

func epochsOf(p *problem.Dataset, r sgd.Rule) *theory.Epochs {
	return &theory.Epochs{
		H: p.Hess(plane.Vec{}), Noise: p.NoiseCov(p.Minimum(), r.Batch),
		Batch: r.Batch, Points: p.Points(), LR: r.LR, Mu: r.Momentum,
	}
}

// Without momentum each eigendirection of H is a closed form: k steps into an
// epoch of n batches the noise of variance c has added
// λ²c [n/(n−1) (1−r²ᵏ)/(1−r²) − ((1−rᵏ)/(1−r))²/(n−1)], r = 1 − λh.
func TestEpochsClosedForm(t *testing.T) {
	rnd := rand.New(rand.NewPCG(15, 1))
	for range trials(100) {
		batch, n := 1+rnd.IntN(20), 2+rnd.IntN(20)
		h1 := between(rnd, 0.5, 2)
		h, c := plane.Sym{h1, 0, h1 * between(rnd, 0.1, 1)}, plane.Sym{between(rnd, 0.1, 2), 0, between(rnd, 0.1, 2)}
		e := &theory.Epochs{H: h, Noise: c, Batch: batch, Points: batch * n, LR: between(rnd, 0.05, 1.9) / h1}
		added := func(h, c float64, k int) float64 {
			r, n := 1-e.LR*h, float64(n)
			rk := math.Pow(r, float64(k))
			sum := (1 - rk) / (1 - r)
			return e.LR * e.LR * c * (n/(n-1)*(1-rk*rk)/(1-r*r) - sum*sum/(n-1))
		}
		run := e.From(theory.State{}, 0)
		for k := range n {
			s := run.State()
			got := s.Cov()
			want := plane.Sym{added(h[0], c[0], k), 0, added(h[2], c[2], k)}
			if got.Plus(-1, want).Norm() > 1e-12*want.Norm() {
				t.Errorf("step %d of %d, λ %v, h %v: covariance %v, want %v", k, n, e.LR, h, got, want)
			}
			run.Step()
		}
		stationary := func(h, c float64) (mean float64) {
			r2 := (1 - e.LR*h) * (1 - e.LR*h)
			start := added(h, c, n) / (1 - math.Pow(r2, float64(n)))
			for k := range n {
				mean += (math.Pow(r2, float64(k))*start + added(h, c, k)) / float64(n)
			}
			return mean
		}
		got, ok := e.Stationary()
		want := plane.Sym{stationary(h[0], c[0]), 0, stationary(h[2], c[2])}
		if !ok || got.Plus(-1, want).Norm() > 1e-9*want.Norm() {
			t.Errorf("%d batches, λ %v, h %v: Σ is %v (%v), want %v", n, e.LR, h, got, ok, want)
		}
	}
}

// epochKron goes through all ways to cut the points into ordered batches. The
// result is the average of T ⊗ T after so many steps of an epoch, for each
// number of steps to the last.
func epochKron(p *problem.Dataset, r sgd.Rule) []*mat.Dense {
	steps := p.Points() / r.Batch
	after := make([]*mat.Dense, steps+1)
	count := make([]float64, steps+1)
	for k := range after {
		after[k] = mat.NewDense(25, 25, nil)
	}
	var extend func(step int, t *mat.Dense, left, chosen []int)
	extend = func(step int, t *mat.Dense, left, chosen []int) {
		if len(chosen) == 0 {
			after[step].Add(after[step], kron(t, t))
			count[step]++
			if step == steps {
				return
			}
		}
		if len(chosen) == r.Batch {
			var a plane.Sym
			var b plane.Vec
			for _, i := range chosen {
				a = a.Plus(1/float64(r.Batch), p.Input(i).Outer())
				for k, x := range p.Input(i) {
					b[k] += x * p.Y[i] / float64(r.Batch)
				}
			}
			var next mat.Dense
			next.Mul(update(a, b, r.LR, r.Momentum), t)
			extend(step+1, &next, left, nil)
			return
		}
		for k, i := range left {
			if len(chosen) > 0 && i < chosen[len(chosen)-1] {
				continue
			}
			extend(step, t, slices.Delete(slices.Clone(left), k, k+1), append(slices.Clone(chosen), i))
		}
	}
	all := make([]int, p.Points())
	for i := range all {
		all[i] = i
	}
	one := mat.NewDense(5, 5, nil)
	for i := range 5 {
		one.Set(i, i, 1)
	}
	extend(0, one, all, nil)
	for k := range after {
		after[k].Scale(1/count[k], after[k])
	}
	return after
}

// What the prediction drops is of first order in λ: against the exact average
// over all orders of a small dataset its error shrinks with λ, averaged over an
// epoch and, relative to that average, at each place in one. (Not relative to the
// covariance at the place: at an epoch's end the additive noise cancels to first
// order and leaves something as small as what is dropped.)
func TestEpochsExactAtSmallRates(t *testing.T) {
	rnd := rand.New(rand.NewPCG(16, 1))
	for i, c := range []struct {
		points, batch int
		mu            float64
	}{{4, 2, 0}, {6, 2, 0}, {5, 1, 0}, {7, 3, 0}, {6, 2, 0.5}, {6, 3, 0.9}} {
		p := randomDataset(rnd, c.points, problem.Epochs)
		off := func(lr float64) (average, worst float64) {
			r := sgd.Rule{LR: lr, Momentum: c.mu, Batch: c.batch}
			after, e := epochKron(p, r), epochsOf(p, r)
			steps := len(after) - 1
			start := stationary(t, after[steps])
			run := e.From(theory.State{}, 0)
			for range steps * int(20*(1-c.mu)/(lr*float64(steps))) {
				run.Step()
			}
			var mean plane.Sym
			for k := range steps {
				var z mat.VecDense
				z.MulVec(after[k], mat.NewVecDense(25, start.RawMatrix().Data))
				want := covariance(mat.NewDense(5, 5, z.RawVector().Data))
				mean = mean.Plus(1/float64(steps), want)
				s := run.State()
				worst = math.Max(worst, s.Cov().Plus(-1, want).Norm())
				run.Step()
			}
			got, ok := e.Stationary()
			if !ok {
				t.Fatalf("case %d, λ %v: no Σ", i, lr)
			}
			return relative(got, mean), worst / mean.Norm()
		}
		large, largeWorst := off(0.02 * (1 - c.mu))
		small, smallWorst := off(0.002 * (1 - c.mu))
		t.Logf("case %d: relative errors %.5f and %.5f, at the worst place %.5f and %.5f", i, large, small, largeWorst, smallWorst)
		if !(large < 0.05 && small < 0.15*large && smallWorst < 0.15*largeWorst) {
			t.Errorf("case %d: relative errors %v and %v, at the worst place %v and %v don't shrink with λ", i, large, small, largeWorst, smallWorst)
		}
	}
}

// Where the dropped noise is below the error bars, the stationary covariance
// averaged over epochs is the simulated one, and that of independent batches isn't.
func TestEpochsEqualSimulation(t *testing.T) {
	p := randomDataset(rand.New(rand.NewPCG(17, 1)), 64, problem.Epochs)
	for _, mu := range []float64{0, 0.9} {
		r := sgd.Rule{LR: 0.01 * (1 - mu), Momentum: mu, Batch: 8}
		const walkers, epochs = 1000, 250
		e := sgd.New(walkers, 1, p.Minimum(), far)
		steps := p.Points() / r.Batch
		for range 60 * steps {
			e.Advance(p, r, nil)
		}
		w := measure.NewWindow(walkers, p.Minimum())
		for range epochs * steps {
			e.Advance(p, r, nil)
			w.Add(e.W)
		}
		sigma, _ := epochsOf(p, r).Stationary()
		law := p.Law(r.Batch)
		independent, _ := theory.Stationary(&law, r.LR, r.Momentum)
		m := w.Moments(law.H, e.Held)
		t.Logf("μ %v: relative standard error %.4f", mu, relativeError(m))
		for k, c := range m.Cov {
			if z := (c.Value - sigma[k]) / c.StdErr; !(math.Abs(z) <= standardErrors) {
				t.Errorf("μ %v: Σ[%d] is %v ± %v, theory says %v (%.1f standard errors)", mu, k, c.Value, c.StdErr, sigma[k], z)
			}
			if z := (c.Value - independent[k]) / c.StdErr; k != 1 && !(math.Abs(z) > standardErrors) {
				t.Errorf("μ %v: Σ[%d] is that of independent batches (%.1f standard errors)", mu, k, z)
			}
		}
	}
}

// From the ensemble's own moments at the start of an epoch, with λ or μ changed
// there, the prediction follows the ensemble within epochs and beyond, but for
// epochs' ends (see above); one for independent batches doesn't.
func TestEpochRunFollowsSimulation(t *testing.T) {
	p := randomDataset(rand.New(rand.NewPCG(18, 1)), 64, problem.Epochs)
	for i, c := range []struct{ old, changed sgd.Rule }{
		{sgd.Rule{LR: 0.01, Batch: 8}, sgd.Rule{LR: 0.03, Batch: 8}},
		{sgd.Rule{LR: 0.03, Batch: 8}, sgd.Rule{LR: 0.01, Batch: 8}},
		{sgd.Rule{LR: 0.01, Batch: 8}, sgd.Rule{LR: 0.003, Momentum: 0.9, Batch: 8}},
		{sgd.Rule{LR: 0.003, Momentum: 0.9, Batch: 8}, sgd.Rule{LR: 0.01, Momentum: 0.5, Batch: 8}},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			e := sgd.New(20000, uint64(i), p.Minimum(), far)
			for range 3 * (p.Points() / c.old.Batch) {
				e.Advance(p, c.old, nil)
			}
			naive := predict(e, p, c.changed)
			run := epochsOf(p, c.changed).From(naive.State, 0)
			for step := 1; step <= 30; step++ {
				e.Advance(p, c.changed, nil)
				run.Step()
				naive.step()
				if now := (&prediction{run.State(), naive.law, c.changed}); slices.Contains([]int{1, 3, 12, 30}, step) && !(now.farthest(e) <= standardErrors) {
					t.Errorf("step %d: the prediction is %.1f standard errors off", step, now.farthest(e))
				}
				if want := step * c.changed.Batch % p.Points(); run.Used() != want {
					t.Errorf("step %d: %d points of the epoch are used, want %d", step, run.Used(), want)
				}
			}
			if z := naive.farthest(e); !(z > standardErrors) {
				t.Errorf("the prediction for independent batches is within %.1f standard errors", z)
			}
		})
	}
}

func TestEpochsUnstable(t *testing.T) {
	p := randomDataset(rand.New(rand.NewPCG(19, 1)), 20, problem.Epochs)
	for _, r := range []sgd.Rule{{LR: 2, Batch: 5}, {LR: 3.81, Momentum: 0.9, Batch: 5}} {
		if sigma, ok := epochsOf(p, r).Stationary(); ok {
			t.Errorf("%+v: Σ is %v", r, sigma)
		}
	}
}
