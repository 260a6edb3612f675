package problem_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// gaussianTest is the problem whose gradients are looked at closely.
var gaussianTest = problem.Gaussian{A: plane.Rotated(1, 0.35, 30), U: plane.Vec{0.2, -0.1}, Sigma: 0.8}

// displacements are the places v = w − u where they are.
var displacements = []plane.Vec{{0, 0}, {0.7, -0.4}}

// gradientMoments are E[g₁ᵐ g₂ⁿ | Â], m + n ≤ 8, as polynomials in what the
// entries h of Â are polynomials in. Given Â, g is normal with mean Â v and
// covariance k Â, k = σ²/S; its moments follow by Stein's lemma,
// E[gᵢ f(g)] = E gᵢ E f(g) + Σⱼ Cov(gᵢ, gⱼ) E ∂ⱼf(g).
func gradientMoments(h [3]poly, v plane.Vec, k float64) (e [9][9]poly) {
	one := poly{{}: 1}
	e[0][0] = one
	first := poly{}.add(v[0], h[0], one).add(v[1], h[1], one)
	second := poly{}.add(v[0], h[1], one).add(v[1], h[2], one)
	for n := 1; n <= 8; n++ {
		e[0][n] = poly{}.add(1, second, e[0][n-1])
		if n > 1 {
			e[0][n].add(k*float64(n-1), h[2], e[0][n-2])
		}
	}
	for m := 1; m <= 8; m++ {
		for n := range 9 - m {
			e[m][n] = poly{}.add(1, first, e[m-1][n])
			if m > 1 {
				e[m][n].add(k*float64(m-1), h[0], e[m-2][n])
			}
			if n > 0 {
				e[m][n].add(k*float64(n), h[1], e[m-1][n-1])
			}
		}
	}
	return e
}

// forEachLaw runs f for the places and batch sizes of the tests below.
func forEachLaw(t *testing.T, f func(t *testing.T, w, v plane.Vec, batch int)) {
	for _, v := range displacements {
		for _, s := range []int{1, 2, 3, 8, 64} {
			t.Run(fmt.Sprintf("v=%v,S=%d", v, s), func(t *testing.T) {
				u := gaussianTest.U
				f(t, plane.Vec{u[0] + v[0], u[1] + v[1]}, v, s)
			})
		}
	}
}

// TestGaussianLaw compares all mixed moments of 10⁶ gradients up to the fourth
// order with their exact values by Law.Moments. The standard errors are exact,
// too, by the eighth moments.
func TestGaussianLaw(t *testing.T) {
	forEachLaw(t, func(t *testing.T, w, v plane.Vec, batch int) {
		const block = 10_000
		p := gaussianTest
		d := problem.NewDraws(block, rng.New(5, rng.Walkers, uint64(batch)))
		at, g := columns(block, w), columns(block, plane.Vec{})
		n := scaled(1_000_000)
		var sums [5][5]float64
		for range n / block {
			p.Gradients(g, at, batch, d)
			for i, g1 := range g[0] {
				addPowers(&sums, g1, g[1][i])
			}
		}
		k := p.Sigma * p.Sigma / float64(batch)
		law := p.Law(batch)
		exact, higher := gradientMoments(entries, v, k), gradientMoments(whitened(p.A, batch), v, k)
		for a := range 5 {
			for b := range 5 - a {
				want := exact[a][b].mean(func(m monomial) float64 { return law.Moments[m[0]][m[1]][m[2]] })
				square := higher[2*a][2*b].mean(func(m monomial) float64 { return wishart(batch, m) })
				se := math.Sqrt(max(0, square-want*want) / float64(n))
				near(t, fmt.Sprintf("E g1^%d g2^%d", a, b), sums[a][b]/float64(n), want, sigmas*se)
			}
		}
	})
}

// TestMoveEqualsSlowForm draws the gradients one at a time, in matrices, from the
// same words.
func TestMoveEqualsSlowForm(t *testing.T) {
	const n = 5000 // meets every slow path
	forEachLaw(t, func(t *testing.T, w, v plane.Vec, batch int) {
		p, stream := gaussianTest, rng.New(8, rng.Walkers, 0)
		l11, l21, l22 := p.A.Cholesky()
		times := func(z plane.Vec) plane.Vec { return plane.Vec{l11 * z[0], l21*z[0] + l22*z[1]} }
		slow := func() plane.Vec {
			shared, own := stream.Uint64(), stream.Uint64()
			if batch == 1 {
				z1, z2, e := stream.Settle(shared, own)
				x := times(plane.Vec{z1, z2})
				r := x.Dot(v) + p.Sigma*math.Abs(e)
				return plane.Vec{x[0] * r, x[1] * r}
			}
			z1, z2, chi2 := stream.SettleChiSquare(shared, own, rng.NewChiSquare(batch))
			q := plane.Vec{l11*v[0] + l21*v[1], l22 * v[1]} // L'v
			s := math.Hypot(p.Sigma, math.Sqrt(q.Dot(q)))
			root := plane.Sym{s, 0, s}.Plus(-1/(s+p.Sigma), q.Outer())
			z := root.Scale(math.Sqrt(chi2) / float64(batch)).Apply(plane.Vec{z1, z2})
			k := chi2 / float64(batch)
			return times(plane.Vec{z[0] + k*q[0], z[1] + k*q[1]})
		}
		const lr, mu = 0.3, 0.5
		at, m := columns(n, w), columns(n, plane.Vec{0.1, -0.2})
		squares, ok := p.Move(at, m, lr, mu, batch, problem.NewDraws(n, rng.New(8, rng.Walkers, 0)))
		var want float64
		for i := range n {
			g := slow()
			for k, m0 := range []float64{0.1, -0.2} {
				near(t, "momentum", m[k][i], mu*m0+g[k], 1e-12)
				near(t, "position", at[k][i], w[k]-lr*m[k][i], 1e-12)
				want += at[k][i] * at[k][i]
			}
		}
		near(t, "sum of squares", squares, want, 1e-8)
		if !ok {
			t.Error("can't move")
		}
	})
}

// Where nothing is random, the noise included, nothing is divided by zero.
func TestMoveAtTheMinimumWithoutNoise(t *testing.T) {
	p := problem.Gaussian{A: plane.Sym{1, 0, 0.5}}
	for _, batch := range []int{1, 2, 64} {
		w, m := columns(100, plane.Vec{}), columns(100, plane.Vec{})
		if squares, _ := p.Move(w, m, 1, 0.5, batch, problem.NewDraws(100, rng.New(1, rng.Walkers, 0))); squares != 0 {
			t.Errorf("S = %d: walkers leave the minimum", batch)
		}
	}
}

// addPowers adds xᵃ yᵇ to sums[a][b] for a + b ≤ 4.
func addPowers(sums *[5][5]float64, x, y float64) {
	xa := 1.0
	for a := range 5 {
		product := xa
		for b := range 5 - a {
			sums[a][b] += product
			product *= y
		}
		xa *= x
	}
}

// noisyTest adds input noise and a ridge, none of which commute with A.
var noisyTest = &problem.Gaussian{
	A: plane.Rotated(1, 0.35, 30), U: plane.Vec{0.8, -1.1}, Sigma: 0.6,
	Input: plane.Rotated(0.5, 0.1, -20), Ridge: plane.Rotated(0.3, -0.2, 70),
}

// normal draws from N(0, a).
func normal(a plane.Sym, s *rng.Stream) plane.Vec {
	l11, l21, l22 := a.Cholesky()
	var z [2]float64
	s.Normals(z[:])
	return plane.Vec{l11 * z[0], l21*z[0] + l22*z[1]}
}

// directGradient is the gradient of one batch by drawing its samples.
func directGradient(p *problem.Gaussian, w plane.Vec, batch int, s *rng.Stream) plane.Vec {
	g := p.Ridge.Apply(w)
	for range batch {
		var z [1]float64
		s.Normals(z[:])
		x, noise := normal(p.A, s), normal(p.Input, s)
		seen := plane.Vec{x[0] + noise[0], x[1] + noise[1]}
		r := w.Dot(seen) - p.U.Dot(x) - p.Sigma*z[0]
		g[0] += seen[0] * r / float64(batch)
		g[1] += seen[1] * r / float64(batch)
	}
	return g
}

// TestGaussianDirectly compares 10⁵ gradients with as many of the direct loop
// along three directions by Kolmogorov and Smirnov's distance.
func TestGaussianDirectly(t *testing.T) {
	forEachLaw(t, func(t *testing.T, w, _ plane.Vec, batch int) {
		compareDirectly(t, &gaussianTest, w, batch)
	})
	t.Run("noisy", func(t *testing.T) {
		for _, batch := range []int{1, 2, 8} {
			compareDirectly(t, noisyTest, noisyTest.Minimum(), batch)
			compareDirectly(t, noisyTest, plane.Vec{0.7, -0.4}, batch)
		}
	})
}

func compareDirectly(t *testing.T, p *problem.Gaussian, w plane.Vec, batch int) {
	t.Helper()
	n := scaled(100_000)
	g, oracle := columns(n, plane.Vec{}), columns(n, plane.Vec{})
	p.Gradients(g, columns(n, w), batch, problem.NewDraws(n, rng.New(6, rng.Walkers, uint64(batch))))
	s := rng.New(7, rng.Walkers, uint64(batch))
	for i := range n {
		o := directGradient(p, w, batch, s)
		oracle[0][i], oracle[1][i] = o[0], o[1]
	}
	for _, u := range []plane.Vec{{1, 0}, {0, 1}, {0.6, -0.8}} {
		distance := stat.KolmogorovSmirnov(along(u, g), nil, along(u, oracle), nil)
		near(t, fmt.Sprintf("S = %d at %v: distance along %v", batch, w, u), distance, 0, closest(n))
	}
}

// TestGaussianLosses compares the losses with means over samples.
func TestGaussianLosses(t *testing.T) {
	n := scaled(1_000_000)
	p, w := noisyTest, plane.Vec{0.7, -0.4}
	s := rng.New(11, rng.Walkers, 0)
	train, se := mean(n, func(int) float64 {
		var z [1]float64
		s.Normals(z[:])
		x, noise := normal(p.A, s), normal(p.Input, s)
		e := w.Sub(p.U).Dot(x) + w.Dot(noise) - p.Sigma*z[0]
		return e * e / 2
	})
	near(t, "training loss", p.TrainLoss().At(w), train, sigmas*se)
	near(t, "loss", p.Loss(w), p.TrainLoss().At(w)+p.Ridge.Quad(w)/2, 1e-14)
	test, se := mean(n, func(int) float64 { e := w.Sub(p.U).Dot(normal(p.A, s)); return e * e / 2 })
	near(t, "test loss", p.TestLoss().At(w), test, sigmas*se)
}

// along is u·g for each g, sorted.
func along(u plane.Vec, g problem.Columns) []float64 {
	x := make([]float64, len(g[0]))
	for i := range x {
		x[i] = u.Dot(plane.Vec{g[0][i], g[1][i]})
	}
	slices.Sort(x)
	return x
}
