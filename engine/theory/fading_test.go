package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// TestFadingEqualsQuadrature compares what is left after some steps with powers
// of E[M ⊗ M] and E[M ⊗ M ⊗ M ⊗ M] applied to the start, M the homogeneous
// update in (v, m). From one point, normal fourth moments are three times the
// true ones, and unevenness is E v⁴/(E v²)².
func TestFadingEqualsQuadrature(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	for _, mu := range []float64{0, 0, 0, 0.6} {
		p, batch := randomGaussian(r), 1+r.IntN(8)
		law := p.Law(batch)
		lr := between(r, 0.2, 0.9) * theory.LimitsOf(&law, mu).Fourth
		n := 2
		if mu > 0 {
			n = 4
		}
		var z [4]float64
		for i := range n {
			z[i] = r.NormFloat64()
		}
		state := theory.State{}
		for i := range z {
			for j := range z {
				state.Second[i][j] = z[i] * z[j]
			}
		}
		start := mat.NewDense(n, 1, z[:n])
		two, four := kron(start, start), kron(kron(start, start), kron(start, start))
		secondMap, fourthMap := mat.NewDense(n*n, n*n, nil), mat.NewDense(n*n*n*n, n*n*n*n, nil)
		averageHessians(t, p, batch, func(a plane.Sym, weight float64) {
			m := mat.DenseCopyOf(update(a, plane.Vec{}, lr, mu).Slice(0, n, 0, n))
			mm := kron(m, m)
			mmmm := kron(mm, mm)
			mm.Scale(weight, mm)
			mmmm.Scale(weight, mmmm)
			secondMap.Add(secondMap, mm)
			fourthMap.Add(fourthMap, mmmm)
		})
		f := theory.NewFading(&law, &state, lr, mu)
		for step := range 6 {
			f.StepTo(step)
			square, uneven := f.Left()
			var want float64
			for k := range 2 {
				s := two.At(k*n+k, 0)
				near(t, fmt.Sprintf("mean square %d after %d steps, μ %v", k, step, mu), square[k]/s, 1, 1e-10)
				want = math.Max(want, four.At(((k*n+k)*n+k)*n+k, 0)/(s*s))
			}
			near(t, fmt.Sprintf("unevenness after %d steps, μ %v", step, mu), uneven/want, 1, 1e-10)
			var next2, next4 mat.Dense
			next2.Mul(secondMap, two)
			next4.Mul(fourthMap, four)
			two, four = &next2, &next4
		}
	}
}

// TestFadingOfOneWeight: with one weight, c = λa, squares fade as E(1 − cG)² and
// unevenness grows as E(1 − cG)⁴/(E(1 − cG)²)²; a full batch leaves it at 1.
func TestFadingOfOneWeight(t *testing.T) {
	const c, steps = 0.3, 40
	for _, batch := range []float64{1, 8} {
		law := (&problem.Scalar{A: 1, U: 0.5, Sigma: 1}).Law(int(batch))
		state := theory.At(&law, plane.Vec{2, 2})
		f := theory.NewFading(&law, &state, c, 0)
		f.StepTo(steps)
		m2 := (batch + 2) / batch
		m3 := m2 * (batch + 4) / batch
		m4 := m3 * (batch + 6) / batch
		two, four := 1-2*c+c*c*m2, 1-4*c+6*c*c*m2-4*c*c*c*m3+c*c*c*c*m4
		v := 2 - law.Min[0]
		square, uneven := f.Left()
		near(t, "mean square", square[0]/(v*v*math.Pow(two, steps)), 1, 1e-11)
		near(t, "unevenness", uneven/math.Pow(four/(two*two), steps), 1, 1e-11)
	}
}
