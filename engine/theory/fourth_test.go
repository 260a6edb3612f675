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

// quadrature holds nodes and probabilities.
type quadrature struct{ at, weight []float64 }

// golubWelsch is the Gauss quadrature of the law whose monic orthogonal
// polynomials have the recurrence coefficients a(i), b(i) (Golub and Welsch 1969).
func golubWelsch(t *testing.T, n int, a, b func(i float64) float64) quadrature {
	t.Helper()
	j := mat.NewSymDense(n, nil)
	for i := range n {
		j.SetSym(i, i, a(float64(i)))
		if i > 0 {
			j.SetSym(i-1, i, math.Sqrt(b(float64(i))))
		}
	}
	var e mat.EigenSym
	if !e.Factorize(j, true) {
		t.Fatal("no eigenvalues")
	}
	q := quadrature{at: e.Values(nil), weight: make([]float64, n)}
	var v mat.Dense
	e.VectorsTo(&v)
	for i := range n {
		q.weight[i] = v.At(0, i) * v.At(0, i)
	}
	return q
}

// chiSquare integrates polynomials up to degree 9 over χ²(ν); ν = 0 is 0.
func chiSquare(t *testing.T, nu int) quadrature {
	if nu == 0 {
		return quadrature{[]float64{0}, []float64{1}}
	}
	shape := float64(nu) / 2
	return golubWelsch(t, 5, func(i float64) float64 { return 2 * (2*i + shape) },
		func(i float64) float64 { return 4 * i * (i + shape - 1) })
}

func normal(t *testing.T) quadrature {
	return golubWelsch(t, 5, func(float64) float64 { return 0 }, func(i float64) float64 { return i })
}

// averageHessians calls f with minibatch Hessians and their weights, such that
// polynomials up to degree 4 in Â are averaged exactly: over all batches of a
// dataset with replacement, else by quadrature over the Bartlett factors.
func averageHessians(t *testing.T, p problem.Linear, batch int, f func(a plane.Sym, weight float64)) {
	if d, ok := p.(*problem.Dataset); ok {
		weight := math.Pow(float64(d.Points()), -float64(batch))
		var extend func(sum plane.Sym, left int)
		extend = func(sum plane.Sym, left int) {
			if left == 0 {
				f(sum.Scale(1/float64(batch)), weight)
				return
			}
			for i := range d.Points() {
				extend(sum.Plus(1, d.Input(i).Outer()), left-1)
			}
		}
		extend(plane.Sym{}, batch)
		return
	}
	l11, l21, l22 := p.(*problem.Gaussian).A.Cholesky()
	first, second, off := chiSquare(t, batch), chiSquare(t, batch-1), normal(t)
	for i, c1 := range first.at {
		for j, c2 := range second.at {
			for k, z := range off.at {
				t11, t22 := math.Sqrt(math.Abs(c1)), math.Sqrt(math.Abs(c2))
				// The columns of L T.
				u, v := plane.Vec{l11 * t11, l21*t11 + l22*z}, plane.Vec{0, l22 * t22}
				f(u.Outer().Plus(1, v.Outer()).Scale(1/float64(batch)), first.weight[i]*second.weight[j]*off.weight[k])
			}
		}
	}
}

// fourthRadius is the spectral radius of E[M ⊗ M ⊗ M ⊗ M], M the homogeneous
// update of (v, m), or of v alone without momentum.
func fourthRadius(t *testing.T, p problem.Linear, batch int, lr, mu float64) float64 {
	t.Helper()
	n := 2
	if mu > 0 {
		n = 4
	}
	sum := mat.NewDense(n*n*n*n, n*n*n*n, nil)
	averageHessians(t, p, batch, func(a plane.Sym, weight float64) {
		m := mat.DenseCopyOf(update(a, plane.Vec{}, lr, mu).Slice(0, n, 0, n))
		two := kron(m, m)
		four := kron(two, two)
		four.Scale(weight, four)
		sum.Add(sum, four)
	})
	var e mat.Eigen
	if !e.Factorize(sum, mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	var r float64
	for _, v := range e.Values(nil) {
		r = math.Max(r, cmplx.Abs(v))
	}
	return r
}

func TestFourthLimitEqualsQuadrature(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	check := func(p problem.Linear, batch int, mu float64, fractions ...float64) {
		law := p.Law(batch)
		limit := theory.LimitsOf(&law, mu).Fourth
		if rho := fourthRadius(t, p, batch, limit, mu); !(math.Abs(rho-1) < 1e-10) {
			t.Errorf("S %d, μ %v: at the limit %v the spectral radius is %v", batch, mu, limit, rho)
		}
		for _, f := range fractions {
			if rho := fourthRadius(t, p, batch, f*limit, mu); (rho < 1) != (f < 1) {
				t.Errorf("S %d, μ %v: at %v of the limit the spectral radius is %v", batch, mu, f, rho)
			}
		}
	}
	for range trials(60) {
		check(randomGaussian(r), 1+r.IntN(64), 0, 0.2, 0.5, 0.8, 0.99, 1.01, 1.5)
	}
	for range trials(20) {
		check(randomDataset(r, 4+r.IntN(4), problem.WithReplacement), 1+r.IntN(3), 0, 0.2, 0.5, 0.8, 0.99, 1.01, 1.5)
	}
	if trials(10) == 10 { // the 256×256 matrices take a while
		check(randomGaussian(r), 1, 0.5)
		check(randomGaussian(r), 8, 0.9)
	}
}
