package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/theory"
)

// typical is the limit of p found from a stream of its own for every id.
func typical(t *testing.T, p problem.Linear, batch int, mu float64, id int) (lr, stderr float64) {
	t.Helper()
	law := p.Law(batch)
	e := theory.NewTypical(otherStream{p, batch}, id)
	for !e.Draw() {
	}
	lr, stderr, ok := e.Limit(mu, theory.LimitsOf(&law, mu).Variance)
	if !ok {
		t.Fatalf("S %d, μ %v: no limit", batch, mu)
	}
	return lr, stderr
}

// otherStream draws batches of one size whatever it is told, so that the batch
// size only chooses the stream.
type otherStream struct {
	problem.Linear
	batch int
}

func (o otherStream) Hessians(dst []plane.Sym, _ int, d *problem.Draws) {
	o.Linear.Hessians(dst, o.batch, d)
}

func isotropic() *problem.Gaussian { return &problem.Gaussian{A: plane.Sym{1, 0, 1}, Sigma: 1} }

// With isotropic features the exponent is an integral over the size of a single
// gradient; these are its zeros.
func TestTypicalLimitIsotropic(t *testing.T) {
	for _, c := range []struct {
		batch int
		want  float64
	}{{1, 0.937087}, {2, 1.399852}, {4, 1.798305}, {8, 2.019157}, {16, 2.078726}, {32, 2.060693}} {
		lr, se := typical(t, isotropic(), c.batch, 0, c.batch)
		if z := (lr - c.want) / se; !(math.Abs(z) < standardErrors) || se > 0.01*lr {
			t.Errorf("S %d: limit %v ± %v, want %v (%.1f standard errors)", c.batch, lr, se, c.want, z)
		}
	}
}

// Over streams the limit spreads as its standard error says.
func TestTypicalStandardErrorIsHonest(t *testing.T) {
	for _, c := range []struct {
		batch int
		want  float64
	}{{1, 0.937087}, {8, 2.019157}} {
		z := make([]float64, trials(100))
		for id := range z {
			lr, se := typical(t, isotropic(), c.batch, 0, 1000+id)
			z[id] = (lr - c.want) / se
		}
		n := float64(len(z))
		mean, variance := stat.MeanVariance(z, nil)
		if math.Abs(mean) > standardErrors/math.Sqrt(n) || math.Abs(variance-1) > standardErrors*math.Sqrt(2/(n-1)) {
			t.Errorf("S %d: over %v streams z has mean %.2f and variance %.2f", c.batch, n, mean, variance)
		}
	}
}

// sampled draws a minibatch Hessian sample by sample.
func sampled(r *rand.Rand, p problem.Linear, batch int) plane.Sym {
	var h plane.Sym
	add := func(x plane.Vec) { h = h.Plus(1/float64(batch), x.Outer()) }
	switch p := p.(type) {
	case *problem.Gaussian:
		l11, l21, l22 := p.A.Cholesky()
		for range batch {
			z1, z2 := r.NormFloat64(), r.NormFloat64()
			add(plane.Vec{l11 * z1, l21*z1 + l22*z2})
		}
	case *problem.Dataset:
		order := r.Perm(p.Points())
		for k := range batch {
			if p.Sampling == problem.WithReplacement {
				order[k] = r.IntN(p.Points())
			}
			add(p.Input(order[k]))
		}
	}
	return h
}

// lyapunov is the growth of ln|(w, m)| per step over products of sampled update
// matrices, and its standard error.
func lyapunov(r *rand.Rand, p problem.Linear, batch int, lr, mu float64) (mean, stderr float64) {
	const chains, warmUp, steps = 60, 100, 1000
	var growth [chains]float64
	for c := range growth {
		w, m := plane.Vec{r.NormFloat64(), r.NormFloat64()}, plane.Vec{}
		for step := range warmUp + steps {
			g := sampled(r, p, batch).Apply(w)
			for k := range w {
				m[k] = mu*m[k] + g[k]
				w[k] -= lr * m[k]
			}
			size := math.Sqrt(w.Dot(w) + m.Dot(m))
			for k := range w {
				w[k] /= size
				m[k] /= size
			}
			if step >= warmUp {
				growth[c] += math.Log(size) / steps
			}
		}
	}
	mean, sd := stat.MeanStdDev(growth[:], nil)
	return mean, sd / math.Sqrt(chains)
}

// At the limit products of matrices drawn sample by sample neither grow nor shrink.
func TestTypicalLimitIsNeutral(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	gaussian := &problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}}
	for i, c := range []struct {
		p     problem.Linear
		batch int
		mu    float64
	}{
		{gaussian, 1, 0},
		{gaussian, 4, 0.5},
		{gaussian, 8, 0.9},
		{randomDataset(r, 20, problem.WithReplacement), 2, 0},
		{randomDataset(r, 20, problem.FreshSubset), 5, 0},
		{randomDataset(r, 20, problem.FreshSubset), 3, 0.9},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			const d = 0.1
			lr, seLR := typical(t, c.p, c.batch, c.mu, c.batch)
			at, se := lyapunov(r, c.p, c.batch, lr, c.mu)
			above, seAbove := lyapunov(r, c.p, c.batch, lr*(1+d), c.mu)
			below, seBelow := lyapunov(r, c.p, c.batch, lr*(1-d), c.mu)
			slope := (above - below) / (2 * d * lr)
			if z := at / math.Hypot(se, slope*seLR); !(math.Abs(z) < standardErrors) {
				t.Errorf("limit %v ± %v, where the exponent is %v ± %v (%.1f standard errors)", lr, seLR, at, se, z)
			}
			if !(below < -standardErrors*seBelow && above > standardErrors*seAbove) {
				t.Errorf("around the limit %v the exponent goes from %v ± %v to %v ± %v", lr, below, seBelow, above, seAbove)
			}
		})
	}
}

// Full batches leave where gradient descent does.
func TestTypicalLimitOfFullBatch(t *testing.T) {
	p := randomDataset(rand.New(rand.NewPCG(14, 1)), 12, problem.FreshSubset)
	for _, mu := range []float64{0, 0.5, 0.9} {
		lr, se := typical(t, p, 12, mu, 12)
		if want := 2 * (1 + mu); math.Abs(lr/want-1) > 1e-5 || se > 1e-5 {
			t.Errorf("μ %v: limit %v ± %v, want %v", mu, lr, se, want)
		}
	}
}

// The simulated exponent is the exact one, at whatever λ, also on another stream.
func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		p     problem.Linear
		dim   int
		batch int
	}{{isotropic(), 2, 1}, {isotropic(), 2, 8}, {&problem.Gaussian{A: plane.Sym{1, 0, 1}}, 2, 64}} {
		e := theory.NewTypicalOn(rng.New(7, rng.Map, 3), c.p, c.batch)
		for !e.Draw() {
		}
		for _, lr := range []float64{0.1, 1, 2, 3} {
			got, se := e.Growth(lr, 0)
			want := theory.GrowthIsotropic(lr, c.batch, c.dim)
			if z := (got - want) / se; !(math.Abs(z) < standardErrors) || se > 0.02 {
				t.Errorf("S %d, λ %v: growth %v ± %v, want %v (%.1f standard errors)", c.batch, lr, got, se, want, z)
			}
		}
	}
	if _, _, ok := theory.NewTypical(isotropic(), 1).Limit(0, 0); ok {
		t.Error("a limit is found from 0 up")
	}
}

// One weight, as two copies that don't couple: the zeros of E ln|1 − λ h|.
func TestTypicalLimitScalar(t *testing.T) {
	for _, c := range []struct {
		batch int
		want  float64
	}{{1, 2.42124952}, {2, 2.68451035}, {8, 2.49257892}, {64, 2.06881122}} {
		lr, se := typical(t, &problem.Scalar{A: 1}, c.batch, 0, c.batch)
		if z := (lr - c.want) / se; !(math.Abs(z) < standardErrors) || se > 0.01*lr {
			t.Errorf("S %d: limit %v ± %v, want %v (%.1f standard errors)", c.batch, lr, se, c.want, z)
		}
	}
}

// exponentialIntegral is Ei(x) by its power series.
func exponentialIntegral(x float64) float64 {
	const euler = 0.57721566490153286
	sum, term := euler+math.Log(x), 1.0
	for k := 1.0; k < 200; k++ {
		term *= x / k
		sum += term / k
	}
	return sum
}

// With weight decay below −a and S = 2, where the batch's curvature has an
// exponential law, the exponent is ln(1−λγ) − exp(−r) Ei(r), r = (1−λγ)/λa. It
// is positive for small λ and negative between two others.
func TestTypicalBand(t *testing.T) {
	const batch = 2
	p := &problem.Scalar{A: 1, Ridge: -1.05}
	exponent := func(lr float64) float64 {
		c := 1 - lr*p.Ridge
		r := c / (lr * p.A)
		return math.Log(c) - math.Exp(-r)*exponentialIntegral(r)
	}
	e := theory.NewTypical(p, batch)
	for !e.Draw() {
	}
	lo, hi, se, ok := e.Band(0)
	const d = 0.1
	if !ok || !(exponent(lo*(1-d)) > 0 && exponent(lo*(1+d)) < 0) {
		t.Errorf("lower end %v (%v), around it the exponents are %v and %v", lo, ok, exponent(lo*(1-d)), exponent(lo*(1+d)))
	}
	slope := (exponent(hi*(1+d)) - exponent(hi*(1-d))) / (2 * d * hi)
	if z := exponent(hi) / slope / se; !(math.Abs(z) < standardErrors) || se > 0.02*hi {
		t.Errorf("upper end %v ± %v, where the exponent is %v (%.1f standard errors)", hi, se, exponent(hi), z)
	}
	none := theory.NewTypical(&problem.Scalar{A: 1, Ridge: -3}, 64)
	for !none.Draw() {
	}
	if lo, hi, _, ok := none.Band(0); ok {
		t.Errorf("far from any minimum typical runs stay between %v and %v", lo, hi)
	}
}
