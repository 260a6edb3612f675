package theory_test

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

func TestLimitsInOneDimension(t *testing.T) {
	for _, c := range []struct {
		batch            int
		fourth, variance float64
	}{
		{1, 0.383451006, 0.666666667},
		{2, 0.626538293, 1},
		{4, 0.926089157, 1.333333333},
		{8, 1.233983863, 1.6},
		{16, 1.501831638, 1.777777778},
		{32, 1.702728361, 1.882352941},
		{64, 1.834526081, 1.939393939},
	} {
		law := oneDimensional(1).Law(c.batch)
		l := theory.LimitsOf(&law, 0)
		if !printed(l.Fourth, c.fourth, 1e-8) || !printed(l.Variance, c.variance, 1e-8) || l.Mean != 2 {
			t.Errorf("S %d: limits %.10f, want fourth %v, variance %v and mean 2", c.batch, l, c.fourth, c.variance)
		}
	}
}

func TestVarianceLimitWithMomentumInOneDimension(t *testing.T) {
	for _, batch := range []int{1, 3, 16, 200} {
		for _, mu := range []float64{0.3, 0.9, 0.99} {
			const a = 1.5
			law, s := oneDimensional(a).Law(batch), float64(batch)
			l := theory.LimitsOf(&law, mu)
			want := 2 * (1 - mu*mu) * s / (a * (s*(1-mu) + 2*(1+mu)))
			if !(math.Abs(l.Variance/want-1) < 1e-7) {
				t.Errorf("S %d, μ %v: variance limit %v, want %v", batch, mu, l.Variance, want)
			}
			if l.Mean != 2*(1+mu)/a {
				t.Errorf("μ %v: mean limit %v", mu, l.Mean)
			}
		}
	}
}

// Without momentum the variance limit of a Gaussian problem is the smaller
// root of a quadratic; 2S/(a(S+3)) if A = a I.
func TestVarianceLimitClosedForm(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range trials(100) {
		p, batch := randomGaussian(r), 1+r.IntN(100)
		law, s := p.Law(batch), float64(batch)
		a1, a2, _ := p.A.Eigen()
		b := 1 + 1/s
		q2, q1, q0 := (s*b*b+2*b)*a1*a2, 2*(a1+a2)*(1+b*s), 4*s
		want := 2 * q0 / (q1 + math.Sqrt(q1*q1-4*q2*q0))
		if got := theory.LimitsOf(&law, 0).Variance; !(math.Abs(got/want-1) < 1e-11) {
			t.Errorf("A %v, S %d: variance limit %v, want %v", p.A, batch, got, want)
		}
		law = (&problem.Gaussian{A: plane.Sym{a1, 0, a1}}).Law(batch)
		want = 2 * s / (a1 * (s + 3))
		if got := theory.LimitsOf(&law, 0).Variance; !(math.Abs(got/want-1) < 1e-11) {
			t.Errorf("A = %v I, S %d: variance limit %v, want %v", a1, batch, got, want)
		}
	}
}

func dense(a plane.Sym) *mat.Dense { return mat.NewDense(2, 2, []float64{a[0], a[1], a[1], a[2]}) }

// multiplicative is the map V → E[Â V Â] − H V H on vec V, written from the
// single samples.
func multiplicative(p problem.Linear, batch int) *mat.Dense {
	h := dense(p.Hess(plane.Vec{}))
	m := mat.NewDense(4, 4, nil)
	switch p := p.(type) {
	case *problem.Gaussian: // (A V A + Tr[A V] A)/S with A of the inputs seen
		a := dense(p.A.Plus(1, p.Input))
		v := mat.NewVecDense(4, a.RawMatrix().Data)
		m.Outer(1, v, v)
		m.Add(m, kron(a, a))
		m.Scale(1/float64(batch), m)
	case *problem.Dataset:
		n, s := float64(p.Points()), float64(batch)
		for i := range p.Points() {
			one := dense(p.Input(i).Outer())
			m.Add(m, kron(one, one))
		}
		m.Scale(1/n, m)
		m.Sub(m, kron(h, h))
		if p.Sampling == problem.FreshSubset {
			m.Scale((n-s)/(n-1), m)
		}
		m.Scale(1/s, m)
	}
	return m
}

// pencilLimit is the variance limit as the inverse of the largest positive
// eigenvalue of a linear pencil, the terms of the Lyapunov equation of order λ
// and λ².
func pencilLimit(t *testing.T, p problem.Linear, batch int, mu float64) float64 {
	t.Helper()
	x, one := dense(p.Hess(plane.Vec{})), dense(plane.Sym{1, 0, 1})
	var xx, left, right, part mat.Dense
	xx.Mul(x, x)
	left.Add(kron(x, one), kron(one, x))
	left.Scale(1-mu, &left)
	right.Scale((1+mu*mu)/(1-mu*mu), kron(x, x))
	part.Add(kron(&xx, one), kron(one, &xx))
	part.Scale(-mu/(1-mu*mu), &part)
	right.Add(&right, &part)
	right.Add(&right, multiplicative(p, batch))
	var m mat.Dense
	if err := m.Solve(&left, &right); err != nil {
		t.Fatal(err)
	}
	var e mat.Eigen
	if !e.Factorize(&m, mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	var largest float64
	for _, v := range e.Values(nil) {
		if math.Abs(imag(v)) < 1e-9*cmplx.Abs(v) {
			largest = math.Max(largest, real(v))
		}
	}
	return 1 / largest
}

func TestVarianceLimitEqualsPencil(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	var cases []problem.Linear
	for range trials(100) {
		cases = append(cases, randomGaussian(r), randomNoisy(r))
	}
	for range trials(50) {
		cases = append(cases, randomDataset(r, 8+r.IntN(50), problem.WithReplacement), randomDataset(r, 8+r.IntN(50), problem.FreshSubset))
		cases = append(cases, randomPoints(r, 3+r.IntN(50), problem.WithReplacement), randomPoints(r, 3+r.IntN(50), problem.FreshSubset))
	}
	for i, p := range cases {
		batch, mu := 1+r.IntN(64), randomMomentum(r)
		if d, ok := p.(*problem.Dataset); ok {
			batch = 1 + r.IntN(d.Points()-1)
		}
		law := p.Law(batch)
		l, want := theory.LimitsOf(&law, mu), pencilLimit(t, p, batch, mu)
		if !(math.Abs(l.Variance/want-1) < 1e-9) {
			t.Errorf("case %d, S %d, μ %v: variance limit %v, want %v", i, batch, mu, l.Variance, want)
		}
		if !(0 < l.Fourth && l.Fourth <= l.Variance && l.Variance <= l.Mean) {
			t.Errorf("case %d, S %d, μ %v: limits %v out of order", i, batch, mu, l)
		}
	}
}

// The second moments in raw coordinates grow above the variance limit and
// decay everywhere below; only there is a stationary covariance.
func TestVarianceLimitEqualsRecursion(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	for i, c := range randomCases(r, trials(40), trials(20)) {
		batch, mu := 1+r.IntN(c.most), randomMomentum(r)
		law := c.p.Law(batch)
		limit := theory.LimitsOf(&law, mu).Variance
		for _, f := range []float64{0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1.001, 1.1, 1.5} {
			if rho := radius(t, c.kron(plane.Vec{}, batch, f*limit, mu)); (rho < 1) != (f < 1) {
				t.Errorf("case %d, S %d, μ %v: at %v of the limit the spectral radius is %v", i, batch, mu, f, rho)
			}
			if sigma, ok := theory.Stationary(&law, f*limit, mu); ok != (f < 1) {
				t.Errorf("case %d, S %d, μ %v: at %v of the limit Σ is %v (%v)", i, batch, mu, f, sigma, ok)
			}
		}
	}
}

// Without a minimum nothing is stable.
func TestLimitsWithoutMinimum(t *testing.T) {
	for _, ridge := range []plane.Sym{{-0.6, 0, -0.6}, {-2, 0, -2}} { // one and two negative eigenvalues
		law := (&problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1, Ridge: ridge}).Law(8)
		if l := theory.LimitsOf(&law, 0.5); l != (theory.Limits{}) {
			t.Errorf("ridge %v: limits %v", ridge, l)
		}
	}
}

// At the variance limit the spectral radius of the second moments' map in raw
// coordinates crosses 1, to 1e-8.
func TestVarianceLimitIsWhereTheRadiusCrosses(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	for i, c := range randomCases(r, trials(100), trials(20)) {
		batch, mu := 1+r.IntN(c.most), randomMomentum(r)
		law := c.p.Law(batch)
		limit := theory.LimitsOf(&law, mu).Variance
		below, above := radius(t, c.kron(plane.Vec{}, batch, limit*(1-1e-8), mu)), radius(t, c.kron(plane.Vec{}, batch, limit*(1+1e-8), mu))
		if !(below < 1 && above > 1) {
			t.Errorf("case %d, S %d, μ %v: around the limit %v the spectral radius is 1%+.1e and 1%+.1e", i, batch, mu, limit, below-1, above-1)
		}
	}
}

// Contraction is the spectral radius of the mean update.
func TestContractionEqualsEigenvalues(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 1))
	for range 200 {
		h, mu := randomGaussian(r).A, randomMomentum(r)
		l, _, _ := h.Eigen()
		lr := between(r, 0.01, 2.5) * (1 + mu) / l
		var e mat.Eigen
		if !e.Factorize(update(h, plane.Vec{}, lr, mu).Slice(0, 4, 0, 4), mat.EigenNone) {
			t.Fatal("no eigenvalues")
		}
		var want float64
		for _, v := range e.Values(nil) {
			want = math.Max(want, cmplx.Abs(v))
		}
		if got := theory.Contraction(h, lr, mu); !(math.Abs(got/want-1) < 1e-7) {
			t.Errorf("H %v, λ %v, μ %v: contraction %v, want %v", h, lr, mu, got, want)
		}
	}
}

// Full batches have no noise, so all limits are that of gradient descent.
func TestLimitsOfFullBatch(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for _, mu := range []float64{0, 0.5, 0.9, 0.99} {
		law := randomDataset(r, 12, problem.FreshSubset).Law(12)
		if l := theory.LimitsOf(&law, mu); l.Variance != l.Mean || l.Fourth != l.Mean {
			t.Errorf("μ %v: limits %v differ", mu, l)
		}
	}
}
