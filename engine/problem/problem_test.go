package problem_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// TestDerivatives compares Grad and Hess with central differences of Loss and
// Grad, whose own errors are about 1e-10 and 1e-8 of the loss.
func TestDerivatives(t *testing.T) {
	for _, c := range problems() {
		t.Run(c.name, func(t *testing.T) {
			for _, w := range places(c.p) {
				checkDerivatives(t, c.p, w)
			}
			near(t, "|Grad| at the minimum", math.Sqrt(c.p.Grad(c.p.Minimum()).Outer().Trace()), 0, 1e-14)
		})
	}
}

func checkDerivatives(t *testing.T, p problem.Problem, w plane.Vec) {
	t.Helper()
	loss := func(x []float64) float64 { return p.Loss(plane.Vec(x)) }
	grad := func(y, x []float64) { g := p.Grad(plane.Vec(x)); copy(y, g[:]) }
	central := &fd.Settings{Formula: fd.Central}
	scale := 1 + p.Loss(w)

	g := fd.Gradient(nil, loss, w[:], central)
	for k := range g {
		near(t, fmt.Sprintf("Grad(%v)[%d]", w, k), p.Grad(w)[k], g[k], 1e-8*scale)
	}
	var byLoss mat.SymDense
	// Of a step that balances truncation and rounding at 1e-7 of the loss.
	fd.Hessian(&byLoss, loss, w[:], &fd.Settings{Formula: fd.Central, Step: 3e-4})
	byGrad := mat.NewDense(2, 2, nil)
	fd.Jacobian(byGrad, grad, w[:], &fd.JacobianSettings{Formula: fd.Central})
	h := p.Hess(w)
	for i := range 2 {
		for j := range 2 {
			what := fmt.Sprintf("Hess(%v)[%d,%d]", w, i, j)
			near(t, what, h[i+j], byLoss.At(i, j), 1e-6*scale)
			near(t, what, h[i+j], byGrad.At(i, j), 1e-8*scale)
		}
	}
}

// TestLaw compares Law with the methods of Problem, at single points and
// averaged over two: Noise must take the mean square, not the squared mean.
func TestLaw(t *testing.T) {
	for _, c := range cases() {
		for _, s := range c.batches {
			t.Run(fmt.Sprintf("%s/S=%d", c.name, s), func(t *testing.T) {
				law := c.p.Law(s)
				if law.Min != c.p.Minimum() || law.H != c.p.Hess(law.Min) {
					t.Errorf("Law has minimum %v and Hessian %v", law.Min, law.H)
				}
				near(t, "Floor", law.Floor, c.p.Loss(law.Min), 1e-14)
				m := &law.Moments
				near(t, "E 1", m[0][0][0], 1, 0)
				nearSym(t, "mean Hessian", plane.Sym{m[1][0][0], m[0][1][0], m[0][0][1]}, law.H, 1e-13)

				var e plane.Vec
				var second, average plane.Sym
				for _, w := range places(c.p)[1:] {
					v := w.Sub(law.Min)
					noise := c.p.NoiseCov(w, s)
					nearSym(t, "Noise", law.Noise(v, v.Outer()), noise, 1e-12)
					e = plane.Vec{e[0] + v[0]/2, e[1] + v[1]/2}
					second = second.Plus(0.5, v.Outer())
					average = average.Plus(0.5, noise)
				}
				nearSym(t, "Noise of two walkers", law.Noise(e, second), average, 1e-12)
				nearSym(t, "Add", law.Add, c.p.NoiseCov(law.Min, s), 1e-14)
			})
		}
	}
}

// TestGradients compares mean and covariance of 50,000 sampled gradients at
// each of three places with Grad and NoiseCov. Walkers alternate between the
// places, so that one that used its neighbour's place would show.
func TestGradients(t *testing.T) {
	for _, c := range problems() {
		for _, s := range c.batches {
			t.Run(fmt.Sprintf("%s/S=%d", c.name, s), func(t *testing.T) {
				at := places(c.p)
				n := len(at) * scaled(50_000)
				w, g := columns(n, at...), columns(n, plane.Vec{math.NaN(), math.NaN()})
				d := problem.NewDraws(n, rng.New(1, rng.Walkers, uint64(s)))
				for range 3 { // in epochs, a later batch than the first
					c.p.Gradients(g, w, s, d)
				}
				if start := columns(n, at...); !slices.Equal(w[0], start[0]) || !slices.Equal(w[1], start[1]) {
					t.Fatal("Gradients moved the walkers")
				}
				for k := range at {
					checkGradients(t, c.p, s, at[k], func(i int) plane.Vec {
						return plane.Vec{g[0][i*len(at)+k], g[1][i*len(at)+k]}
					}, n/len(at))
				}
			})
		}
	}
}

// checkGradients looks at n gradients along the axes of NoiseCov, which shows
// the small eigenvalue of a nearly singular one, too.
func checkGradients(t *testing.T, p problem.Problem, batch int, w plane.Vec, g func(i int) plane.Vec, n int) {
	t.Helper()
	l1, l2, axis := p.NoiseCov(w, batch).Eigen()
	if l1 == 0 {
		for i := range n {
			if d := g(i).Sub(p.Grad(w)); !(d.Dot(d) <= 1e-26) {
				t.Fatalf("gradient %v without noise, want %v", g(i), p.Grad(w))
			}
		}
		return
	}
	at := p.Grad(w)
	axes, want := [2]plane.Vec{axis, {-axis[1], axis[0]}}, [2]float64{l1, max(0, l2)}
	off := func(i, k int) float64 { return axes[k].Dot(g(i).Sub(at)) }
	// A singular A leaves noise of relative size √ε in the direction that has none.
	tiny, tinySquare := 1e-8*math.Sqrt(l1), 1e-12*l1
	for k := range axes {
		what := fmt.Sprintf("at %v: axis %d", w, k)
		m, _ := mean(n, func(i int) float64 { return off(i, k) })
		v, se := mean(n, func(i int) float64 { return off(i, k) * off(i, k) })
		near(t, what+": mean error", m, 0, sigmas*math.Sqrt(want[k]/float64(n))+tiny)
		near(t, what+": variance", v, want[k], sigmas*se+tinySquare)
	}
	m, se := mean(n, func(i int) float64 { return off(i, 0) * off(i, 1) })
	near(t, fmt.Sprintf("at %v: covariance of the axes", w), m, 0, sigmas*se+tinySquare)
}

// TestHessians compares first and second moments of 100,000 sampled Hessians
// with Law.Moments, whose own higher moments give the exact standard errors.
func TestHessians(t *testing.T) {
	n := scaled(100_000)
	for _, c := range cases() {
		for _, s := range c.batches {
			t.Run(fmt.Sprintf("%s/S=%d", c.name, s), func(t *testing.T) {
				stride := 1
				if p, ok := c.p.(*problem.Dataset); ok && p.Sampling == problem.Epochs {
					stride = p.Points() / s // one of each epoch is independent of the others
				}
				hs := make([]plane.Sym, n*stride)
				c.p.Hessians(hs, s, problem.NewDraws(1, rng.New(2, rng.Walkers, uint64(s))))
				law := c.p.Law(s)
				checkMoments(t, &law.Moments, n, func(i int) plane.Sym { return hs[(i+1)*stride-1] })
			})
		}
	}
}

func checkMoments(t *testing.T, m *problem.Moments, n int, h func(i int) plane.Sym) {
	t.Helper()
	check := func(what string, e monomial, f func(i int) float64) {
		got, _ := mean(n, f)
		want, square := m[e[0]][e[1]][e[2]], m[2*e[0]][2*e[1]][2*e[2]]
		se := math.Sqrt(max(0, square-want*want) / float64(n))
		near(t, what, got, want, sigmas*se+1e-12)
	}
	for p := range 3 {
		var e monomial
		e[p]++
		check(fmt.Sprintf("E of entry %d", p), e, func(i int) float64 { return h(i)[p] })
		for q := range p + 1 {
			pq := e
			pq[q]++
			check(fmt.Sprintf("E of entries %d, %d", p, q), pq, func(i int) float64 { return h(i)[p] * h(i)[q] })
		}
	}
}

// TestAllocations asserts that steps after the first allocate nothing.
func TestAllocations(t *testing.T) {
	const n = 10
	for _, c := range problems() {
		for _, s := range c.batches {
			w, g := columns(n, c.p.Minimum()), columns(n, plane.Vec{})
			d, one := problem.NewDraws(n, rng.New(3, rng.Walkers, 0)), problem.NewDraws(1, rng.New(4, rng.Walkers, 0))
			hs := make([]plane.Sym, 3)
			if k := testing.AllocsPerRun(20, func() { c.p.Gradients(g, w, s, d) }); k != 0 {
				t.Errorf("%s, S = %d: Gradients allocates %v times", c.name, s, k)
			}
			linear, ok := c.p.(problem.Linear)
			if !ok {
				continue
			}
			if k := testing.AllocsPerRun(20, func() { linear.Hessians(hs, s, one) }); k != 0 {
				t.Errorf("%s, S = %d: Hessians allocates %v times", c.name, s, k)
			}
		}
	}
}

// TestSlice checks that slices alias the columns and can't grow over them.
func TestSlice(t *testing.T) {
	c := columns(5, plane.Vec{1, 2})
	s := c.Slice(1, 3)
	s[0][1], s[1][0] = 7, 8
	if c[0][2] != 7 || c[1][1] != 8 {
		t.Errorf("a slice doesn't alias its columns: %v", c)
	}
	for k := range s {
		if len(s[k]) != 2 || cap(s[k]) != 2 {
			t.Errorf("column %d has length %d and capacity %d, want 2 and 2", k, len(s[k]), cap(s[k]))
		}
	}
}
