package isotropic

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/theory"
)

// standardErrors is what anything sampled may be off: a chance of 6e-5 each.
const standardErrors = 4

// scaled is the size n of a sample, less under wasm, where Node is slower.
func scaled(n int) int {
	if runtime.GOARCH == "wasm" {
		return n / 10
	}
	return n
}

// near fails unless |got − want| ≤ tol; NaN is never near.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, tol)
	}
}

// average is the mean of x and its standard error.
func average(x []float64) (mean, stderr float64) {
	mean, sd := stat.MeanStdDev(x, nil)
	return mean, sd / math.Sqrt(float64(len(x)))
}

var cells = []struct{ dim, batch int }{{1, 1}, {1, 8}, {2, 1}, {2, 3}, {3, 2}, {7, 1}, {7, 16}, {64, 4}}

// direct is the gradient of one batch at v by drawing its samples.
func direct(p Problem, v []float64, batch int, s *rng.Stream) []float64 {
	g, z := make([]float64, p.Dim), make([]float64, p.Dim+1)
	for range batch {
		s.Normals(z)
		r := -p.Sigma * z[p.Dim]
		for k, x := range v {
			r += math.Sqrt(p.A) * z[k] * x
		}
		for k := range g {
			g[k] += math.Sqrt(p.A) * z[k] * r / float64(batch)
		}
	}
	return g
}

// views are scalar functions of a gradient that show its law: along v, along a
// direction oblique to v, across v, and how length and direction go together.
var views = []struct {
	name string
	f    func(g, v []float64) float64
}{
	{"along v", func(g, v []float64) float64 { return dot(g, v) }},
	{"oblique", func(g, v []float64) float64 { return g[0] }},
	{"last coordinate", func(g, v []float64) float64 { return g[len(g)-1] }},
	{"square", func(g, v []float64) float64 { return dot(g, g) }},
	{"along v times square", func(g, v []float64) float64 { return dot(g, v) * dot(g, g) }},
}

// TestGradients compares one step from a common place with drawing all the
// samples: means, variances, and the whole distribution by Kolmogorov and
// Smirnov's distance.
func TestGradients(t *testing.T) {
	n := scaled(20_000)
	// Asymptotically P(√(n/2) D > c) = 2 exp(−2c²), and P(|z| > 4) = erfc(4/√2).
	c := math.Sqrt(math.Log(2/math.Erfc(standardErrors/math.Sqrt2)) / 2)
	limit := c / math.Sqrt(float64(n)/2)
	for _, cell := range cells {
		for _, start := range []plane.Vec{{}, {1.2, -0.7}} {
			p := Problem{Dim: cell.dim, A: 0.6, Sigma: 0.8}
			const lr = 0.5
			e := New(p, n, 3, start, 1e9)
			from := slices.Clone(e.V[:p.Dim])
			e.Advance(p, lr, cell.batch, nil)
			got, want := make([][]float64, len(views)), make([][]float64, len(views))
			s, g := rng.New(4, rng.Data, 0), make([]float64, p.Dim)
			for i := range n {
				for k := range g {
					g[k] = (from[k] - e.V[i*p.Dim+k]) / lr
				}
				o := direct(p, from, cell.batch, s)
				for j, view := range views {
					got[j] = append(got[j], view.f(g, from))
					want[j] = append(want[j], view.f(o, from))
				}
			}
			for j, view := range views {
				what := fmt.Sprintf("d = %d, S = %d, at %v, %s", cell.dim, cell.batch, start, view.name)
				m1, se1 := average(got[j])
				m2, se2 := average(want[j])
				near(t, what+": mean", m1, m2, standardErrors*math.Hypot(se1, se2)+1e-12)
				slices.Sort(got[j])
				slices.Sort(want[j])
				if want[j][0] == want[j][n-1] {
					continue // along v at v = 0
				}
				distance := stat.KolmogorovSmirnov(got[j], nil, want[j], nil)
				near(t, what+": distance", distance, 0, limit)
			}
		}
	}
}

// TestGradientMoments compares with E g = a v and the covariance that Isserlis'
// theorem gives, S C = a(σ² + a|v|²) I + a² v v'.
func TestGradientMoments(t *testing.T) {
	n := scaled(200_000)
	for _, cell := range cells {
		p := Problem{Dim: cell.dim, A: 1.5, Sigma: 0.7}
		start := plane.Vec{0.9, -0.4}
		e := New(p, n, 5, start, 1e9)
		from := slices.Clone(e.V[:p.Dim])
		e.Advance(p, 1, cell.batch, nil)
		square := dot(from, from)
		for i := range min(p.Dim, 3) {
			for j := range i + 1 {
				x := make([]float64, n)
				for k := range x {
					v := e.V[k*p.Dim : (k+1)*p.Dim]
					x[k] = (from[i]*(1-p.A) - v[i]) * (from[j]*(1-p.A) - v[j])
				}
				want := p.A * p.A * from[i] * from[j]
				if i == j {
					want += p.A * (p.Sigma*p.Sigma + p.A*square)
				}
				m, se := average(x)
				near(t, fmt.Sprintf("%+v: C[%d,%d]", cell, i, j), m, want/float64(cell.batch), standardErrors*se)
			}
		}
	}
}

// In one and two dimensions package theory knows the same problem.
func TestEqualsTheory(t *testing.T) {
	const a, sigma = 0.7, 1.3
	for _, batch := range []int{1, 2, 8, 64} {
		plain := problem.Gaussian{A: plane.Sym{a, 0, a}, Sigma: sigma}
		law := plain.Law(batch)
		p := Problem{Dim: 2, A: a, Sigma: sigma}
		got, want := p.Limits(batch), theory.LimitsOf(&law, 0)
		near(t, "mean limit", got.Mean, want.Mean, 1e-12)
		near(t, "variance limit", got.Variance, want.Variance, 1e-11)
		near(t, "fourth limit", got.Fourth, want.Fourth, 1e-11)
		lr := 0.8 * got.Variance
		v, ok := p.Variance(lr, batch)
		s, _ := theory.Stationary(&law, lr, 0)
		if !ok || s.Plus(-1, plane.Sym{v, 0, v}).Norm() > 1e-12*v {
			t.Errorf("S = %d: variance %v, Σ %v", batch, v, s)
		}
		here, there := At(plane.Vec{1, -2}), theory.At(&law, plane.Vec{1, -2})
		for range 20 {
			here.Step(p, lr, batch)
			there.Step(&law, lr, 0)
		}
		if d := here.Cov().Plus(-1, there.Cov()).Norm(); !(d <= 1e-12*there.Cov().Norm()) {
			t.Errorf("S = %d: after 20 steps %v and %v", batch, here.Cov(), there.Cov())
		}
		near(t, "square", here.Square, here.Second.Trace(), 1e-12*here.Square)
	}
	if _, ok := (Problem{Dim: 5, A: a, Sigma: 1}).Variance((Problem{Dim: 5, A: a}).Limits(3).Variance*1.0001, 3); ok {
		t.Error("a variance above its limit")
	}
}

// TestFourthInOneDimension uses numbers known to nine digits, and a kurtosis.
func TestFourthInOneDimension(t *testing.T) {
	p := Problem{Dim: 1, A: 1, Sigma: 1}
	for batch, want := range map[int]float64{
		1: .383451006, 2: .626538293, 4: .926089157, 8: 1.233983863, 16: 1.501831638, 32: 1.702728361, 64: 1.834526081,
	} {
		near(t, fmt.Sprintf("fourth limit at S = %d", batch), p.Limits(batch).Fourth, want, 6e-10)
	}
	var s State
	for range 2000 {
		s.Step(p, 0.1, 1)
	}
	near(t, "kurtosis", s.Fourth/(s.Square*s.Square), 3.0468, 5e-5)
}

// TestLimitsEqualTails uses that moments of order β and above don't exist: at the
// limits of the second and fourth moments the exact tail exponent is 2 and 4.
func TestLimitsEqualTails(t *testing.T) {
	for _, cell := range cells {
		p := Problem{Dim: cell.dim, A: 2, Sigma: 1}
		l := p.Limits(cell.batch)
		for order, lr := range map[float64]float64{2: l.Variance, 4: l.Fourth} {
			tail := theory.TailIsotropic(lr*p.A, cell.batch, cell.dim)
			near(t, fmt.Sprintf("%+v: tail exponent at λ = %v", cell, lr), tail.Beta, order, 1e-8)
		}
	}
}

// TestMoments follows a run from far away: E v, E v v', E|v|² and E|v|⁴ agree with
// the recursion at every step that is looked at.
func TestMoments(t *testing.T) {
	for _, cell := range cells {
		t.Run(fmt.Sprintf("d=%d,S=%d", cell.dim, cell.batch), func(t *testing.T) {
			p := Problem{Dim: cell.dim, A: 1.2, Sigma: 0.9}
			// Of fewer than some thousand walkers the standard error of a second
			// moment is none: the farthest decide it.
			lr, n := 0.4*p.Limits(cell.batch).Fourth, max(scaled(200_000/(10+cell.dim)), 8000)
			e := New(p, n, 6, plane.Vec{1.5, 0.5}, 1e9)
			s := e.Now()
			for step := range 40 {
				e.Advance(p, lr, cell.batch, nil)
				s.Step(p, lr, cell.batch)
				if step%13 == 0 {
					compare(t, e, &s, step)
				}
			}
		})
	}
}

// compare sets the walkers' moments beside those of a state.
func compare(t *testing.T, e *Ensemble, s *State, step int) {
	t.Helper()
	cov := s.Cov()
	spread := s.Spread(Problem{A: 2})
	for _, c := range []struct {
		name string
		f    func(i int) float64
		want float64
	}{
		{"E v1", func(i int) float64 { return e.First[0][i] }, s.Mean[0]},
		{"E v2", func(i int) float64 { return e.First[1][i] }, s.Mean[1]},
		{"Cov 11", func(i int) float64 { return sq(e.First[0][i] - s.Mean[0]) }, cov[0]},
		{"Cov 12", func(i int) float64 { return (e.First[0][i] - s.Mean[0]) * (e.First[1][i] - s.Mean[1]) }, cov[1]},
		{"Cov 22", func(i int) float64 { return sq(e.First[1][i] - s.Mean[1]) }, cov[2]},
		{"E|v|^2", func(i int) float64 { return e.Square[i] }, s.Square},
		{"E|v|^4", func(i int) float64 { return sq(e.Square[i]) }, s.Fourth},
		{"Var|v|^2", func(i int) float64 { return sq(e.Square[i] - s.Square) }, sq(spread)},
	} {
		x := make([]float64, e.Len())
		for i := range x {
			x[i] = c.f(i)
		}
		m, se := average(x)
		near(t, fmt.Sprintf("step %d: %s", step, c.name), m, c.want, standardErrors*se+1e-15)
	}
}

func sq(x float64) float64 { return x * x }

// TestStationary measures the variance in many dimensions, to a per cent and
// within 4 standard errors, and at a rate that would diverge at twice the width.
func TestStationary(t *testing.T) {
	for _, dim := range []int{1, 4, 32, 256} {
		p := Problem{Dim: dim, A: 1, Sigma: 1}
		const batch = 8
		lr := 0.6 * p.Limits(batch).Variance
		n := scaled(700_000 / (12 + dim))
		e := New(p, n, 7, plane.Vec{}, 1e9)
		want, _ := p.Variance(lr, batch)
		for s := e.Now(); s.Square < 0.999*float64(dim)*want; s.Step(p, lr, batch) {
			e.Advance(p, lr, batch, nil)
		}
		m, se := average(e.Square)
		near(t, fmt.Sprintf("E|v|²/d in %d dimensions", dim), m/float64(dim), want, standardErrors*se/float64(dim))
		if !(se < 0.01*m*math.Sqrt(float64(700_000/(12+dim))/float64(n))) {
			t.Errorf("d = %d: relative standard error %.3f", dim, se/m)
		}
	}
}
