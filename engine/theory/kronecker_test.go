package theory_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// The oracle of this file knows no minimum, no noise covariance and no Lyapunov
// equation. One step takes x = (w, m, 1) in raw coordinates to T x with a random
// matrix T, hence E[x ⊗ x] to E[T ⊗ T] E[x ⊗ x]. Where a covariance is small
// against the squared mean, coordinates about the mean lose no digits.

// updateAbout is T in coordinates about a point.
func updateAbout(about plane.Vec, a plane.Sym, b plane.Vec, lr, mu float64) *mat.Dense {
	return update(a, b.Sub(a.Apply(about)), lr, mu)
}

// update is T for a minibatch whose gradient is a w − b.
func update(a plane.Sym, b plane.Vec, lr, mu float64) *mat.Dense {
	t := mat.NewDense(5, 5, []float64{
		1, 0, 0, 0, 0,
		0, 1, 0, 0, 0,
		a[0], a[1], mu, 0, -b[0],
		a[1], a[2], 0, mu, -b[1],
		0, 0, 0, 0, 1,
	})
	for k := range 2 {
		for j := range 5 {
			t.Set(k, j, t.At(k, j)-lr*t.At(2+k, j))
		}
	}
	return t
}

func kron(a, b *mat.Dense) *mat.Dense {
	var k mat.Dense
	k.Kronecker(a, b)
	return &k
}

// gaussianKron is E[T ⊗ T] of p. A sample enters by the products
// q = (x₁², x₁x₂, x₂², x₁y, x₂y) of jointly normal numbers, x being the input
// seen, whose covariances are Isserlis'.
func gaussianKron(p *problem.Gaussian, about plane.Vec, batch int, lr, mu float64) *mat.Dense {
	au, seen := p.A.Apply(p.U), p.A.Plus(1, p.Input)
	c := [3][3]float64{ // of (x₁, x₂, y)
		{seen[0], seen[1], au[0]},
		{seen[1], seen[2], au[1]},
		{au[0], au[1], p.A.Quad(p.U) + p.Sigma*p.Sigma},
	}
	factors := [5][2]int{{0, 0}, {0, 1}, {1, 1}, {0, 2}, {1, 2}}
	still := updateAbout(about, p.Ridge, plane.Vec{}, lr, mu)
	mean := mat.DenseCopyOf(still)
	var per [5]*mat.Dense // how T depends on each of q
	for k, f := range factors {
		var a plane.Sym
		var b plane.Vec
		if k < 3 {
			a[k] = 1
		} else {
			b[k-3] = 1
		}
		per[k] = updateAbout(about, a.Plus(1, p.Ridge), b, lr, mu)
		per[k].Sub(per[k], still)
		var d mat.Dense
		d.Scale(c[f[0]][f[1]], per[k])
		mean.Add(mean, &d)
	}
	sum := kron(mean, mean)
	for k, f := range factors {
		for l, g := range factors {
			d := kron(per[k], per[l])
			d.Scale((c[f[0]][g[0]]*c[f[1]][g[1]]+c[f[0]][g[1]]*c[f[1]][g[0]])/float64(batch), d)
			sum.Add(sum, d)
		}
	}
	return sum
}

// datasetKron is E[T ⊗ T] of p by going through all the batches there are.
func datasetKron(p *problem.Dataset, about plane.Vec, batch int, lr, mu float64) *mat.Dense {
	sum := mat.NewDense(25, 25, nil)
	batches := 0
	var extend func(chosen []int)
	extend = func(chosen []int) {
		if len(chosen) < batch {
			first := 0
			if p.Sampling == problem.FreshSubset && len(chosen) > 0 {
				first = chosen[len(chosen)-1] + 1
			}
			for i := first; i < p.Points(); i++ {
				extend(append(chosen[:len(chosen):len(chosen)], i))
			}
			return
		}
		var a plane.Sym
		var b plane.Vec
		for _, i := range chosen {
			x := p.Input(i)
			a = a.Plus(1/float64(batch), x.Outer())
			b[0] += x[0] * p.Y[i] / float64(batch)
			b[1] += x[1] * p.Y[i] / float64(batch)
		}
		t := updateAbout(about, a, b, lr, mu)
		sum.Add(sum, kron(t, t))
		batches++
	}
	extend(nil)
	sum.Scale(1/float64(batches), sum)
	return sum
}

// stationary solves z = k z with the constant's entry 1 and returns E x and
// E x x'.
func stationary(t *testing.T, k *mat.Dense) *mat.Dense {
	t.Helper()
	m := mat.DenseCopyOf(k)
	for i := range 25 {
		m.Set(i, i, m.At(i, i)-1)
		m.Set(24, i, 0)
	}
	m.Set(24, 24, 1)
	rhs := mat.NewVecDense(25, nil)
	rhs.SetVec(24, 1)
	var z mat.VecDense
	if err := z.SolveVec(m, rhs); err != nil {
		t.Fatal(err)
	}
	return mat.NewDense(5, 5, z.RawVector().Data)
}

// radius is the spectral radius of what k does apart from the constant, which
// contributes one eigenvalue 1.
func radius(t *testing.T, k *mat.Dense) float64 {
	t.Helper()
	var e mat.Eigen
	if !e.Factorize(mat.DenseCopyOf(k.Slice(0, 24, 0, 24)), mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	var r float64
	for _, v := range e.Values(nil) {
		r = math.Max(r, cmplx.Abs(v))
	}
	return r
}

// covariance is that of w.
func covariance(x *mat.Dense) plane.Sym {
	raw := plane.Sym{x.At(0, 0), x.At(0, 1), x.At(1, 1)}
	return raw.Plus(-1, plane.Vec{x.At(0, 4), x.At(1, 4)}.Outer())
}

// inRaw is E x x' of a state.
func inRaw(s *theory.State, min plane.Vec) *mat.Dense {
	shift := [5]float64{min[0], min[1], 0, 0, 1}
	var mean [5]float64
	copy(mean[:], s.Mean[:])
	x := mat.NewDense(5, 5, nil)
	for i := range 5 {
		for j := range 5 {
			v := shift[i]*mean[j] + mean[i]*shift[j] + shift[i]*shift[j]
			if i < 4 && j < 4 {
				v += s.Second[i][j]
			}
			x.Set(i, j, v)
		}
	}
	return x
}

func TestStationaryEqualsRecursion(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var worst float64
	for i, c := range randomCases(r, trials(300), trials(100)) {
		batch, mu := 1+r.IntN(c.most), randomMomentum(r)
		law := c.p.Law(batch)
		lr := between(r, 0.1, 0.95) * theory.LimitsOf(&law, mu).Variance
		k := c.kron(plane.Vec{}, batch, lr, mu)
		where := fmt.Sprintf("case %d, S %d, λ %v, μ %v", i, batch, lr, mu)
		if rho := radius(t, k); rho >= 1 {
			t.Fatalf("%s: not stable, spectral radius %v", where, rho)
		}
		raw := stationary(t, k)
		mean := plane.Vec{raw.At(0, 4), raw.At(1, 4)}
		want := stationary(t, c.kron(mean, batch, lr, mu))
		sigma, ok := theory.Stationary(&law, lr, mu)
		if !ok {
			t.Fatalf("%s: no solution", where)
		}
		worst = math.Max(worst, relative(sigma, covariance(want)))
		if e := relative(sigma, covariance(want)); !(e <= 1e-10) {
			t.Errorf("%s: Σ is %v, the recursion has %v (relative error %.1e)", where, sigma, covariance(want), e)
		}
		if d := law.Min.Sub(mean); !(d.Dot(d) <= 1e-20*law.Min.Dot(law.Min)) {
			t.Errorf("%s: the minimum is %v, the mean in the recursion %v", where, law.Min, mean)
		}
	}
	t.Logf("largest relative error %.1e", worst)
}

// A run from anywhere, with λ, S and μ changing on the way, has the recursion's
// first and second moments of positions and momenta.
func TestStepEqualsRecursion(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for i, c := range randomCases(r, trials(200), trials(60)) {
		start := plane.Vec{r.NormFloat64(), r.NormFloat64()}
		law := c.p.Law(1)
		s := theory.At(&law, start)
		x := []float64{start[0], start[1], 0, 0, 1}
		z := mat.NewVecDense(25, nil)
		for a := range x {
			for b := range x {
				z.SetVec(5*a+b, x[a]*x[b])
			}
		}
		for leg := range 3 {
			batch, mu := 1+r.IntN(c.most), randomMomentum(r)
			law = c.p.Law(batch)
			largest, _, _ := law.H.Eigen()
			lr := between(r, 0.01, 0.8) * (1 - mu) / largest
			k := c.kron(plane.Vec{}, batch, lr, mu)
			for range 1 + r.IntN(10) {
				s.Step(&law, lr, mu)
				var next mat.VecDense
				next.MulVec(k, z)
				z = &next
			}
			got, want := inRaw(&s, law.Min), mat.NewDense(5, 5, z.RawVector().Data)
			if !mat.EqualApprox(got, want, 1e-10*mat.Max(want)) {
				t.Errorf("case %d, leg %d: the state is\n%.12v\nthe recursion has\n%.12v", i, leg, mat.Formatted(got), mat.Formatted(want))
			}
			if cov := s.Cov(); relative(cov, covariance(want)) > 1e-10*mat.Max(want)/cov.Norm() {
				t.Errorf("case %d, leg %d: covariance %v, the recursion has %v", i, leg, cov, covariance(want))
			}
		}
	}
}

// The state tends to Stationary below the variance limit.
func TestStepTendsToStationary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for i, c := range randomCases(r, trials(60), trials(20)) {
		batch, mu := 1+r.IntN(c.most), randomMomentum(r)
		law := c.p.Law(batch)
		lr := between(r, 0.2, 0.9) * theory.LimitsOf(&law, mu).Variance
		want, _ := theory.Stationary(&law, lr, mu)
		s := theory.At(&law, plane.Vec{1, -1})
		rest := theory.RestOf(&law, want, lr, mu)
		steps := 0
		for ; steps < 100000 && !rest.Reached(&s, 1e-6, 1e-10); steps++ {
			s.Step(&law, lr, mu)
		}
		if !rest.Reached(&s, 1e-6, 1e-10) {
			t.Errorf("case %d: S %d, λ %v, μ %v: after %d steps the covariance is %v, not %v", i, batch, lr, mu, steps, s.Cov(), want)
		}
		if got, want := s.Loss(&law), theory.Loss(&law, want); math.Abs(got-want) > 1e-9*want {
			t.Errorf("case %d: the loss is %v, not %v", i, got, want)
		}
	}
}
