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

// TestInterpolation shows that one or two points are fitted exactly, whatever
// their labels: no loss and no noise is left at the minimum, not even rounding.
// From the third point on there is some.
func TestInterpolation(t *testing.T) {
	for _, s := range []problem.Sampling{problem.WithReplacement, problem.FreshSubset} {
		for n := 1; n <= 6; n++ {
			p := sampled(n, 2, s)
			m := p.Minimum()
			exact := p.Loss(m) == 0 && p.NoiseCov(m, 1) == plane.Sym{}
			alone := n == 1 && s == problem.FreshSubset // no batch but the whole
			if want := n <= 2 || alone; exact != want {
				t.Errorf("N = %d: loss %v, noise %v", n, p.Loss(m), p.NoiseCov(m, 1))
			}
			if s == problem.WithReplacement && n > 1 {
				continue
			}
			law := p.Law(n)
			if c := law.Noise(plane.Vec{1, -2}, plane.Sym{3, -1, 5}); c != (plane.Sym{}) {
				t.Errorf("N = %d: batches of all points have noise %v", n, c)
			}
		}
		p := sampled(20, 0, s)
		if m := p.Minimum(); p.Loss(m) != 0 {
			t.Errorf("20 points without label noise: loss %v", p.Loss(m))
		}
	}
}

// TestFrozenDirection shows that one point leaves the direction across it
// alone: the minimum is straight along the point's features from the start, and
// gradients keep to that line.
func TestFrozenDirection(t *testing.T) {
	start := plane.Vec{-1, 2}
	p := sampled(1, 1, problem.WithReplacement)
	x := p.Input(0)
	null, ok := p.Hess(start).Null()
	near(t, "x·null", x.Dot(null), 0, 1e-15)
	if !ok {
		t.Fatal("no direction is frozen")
	}
	near(t, "w*·null", p.Minimum().Dot(null), start.Dot(null), 1e-15)
	near(t, "fit", x.Dot(p.Minimum()), p.Y[0], 1e-15)
	w, g := columns(5, start), columns(5, plane.Vec{})
	p.Gradients(g, w, 3, problem.NewDraws(5, rng.New(1, rng.Walkers, 0)))
	for i := range g[0] {
		near(t, "g·null", plane.Vec{g[0][i], g[1][i]}.Dot(null), 0, 1e-14)
	}
	for n := 2; n <= 5; n++ {
		if _, ok := sampled(n, 1, problem.WithReplacement).Hess(start).Null(); ok {
			t.Errorf("N = %d: a direction is frozen", n)
		}
	}
}

// TestExpectedFloor checks that fitting d = 2 parameters to N noisy points
// leaves the loss σ²/2 (1 − d/N) on average over datasets, 4000 for each N.
func TestExpectedFloor(t *testing.T) {
	g := &problem.Gaussian{A: plane.Rotated(1, 0.3, 30), U: plane.Vec{1, -1}, Sigma: 1.5}
	for _, n := range []int{1, 2, 3, 4, 10, 50} {
		floors := make([]float64, scaled(4000))
		for i := range floors {
			x1, x2, y := g.Sample(n, rng.New(uint64(i), rng.Data, 0))
			p := problem.NewPoints(x1, x2, y, problem.WithReplacement, plane.Vec{})
			floors[i] = p.Loss(p.Minimum())
		}
		want := g.Sigma * g.Sigma / 2 * math.Max(0, 1-2/float64(n))
		got, sd := stat.MeanStdDev(floors, nil)
		near(t, "E_data[L_min]", got, want, sigmas*sd/math.Sqrt(float64(len(floors))))
	}
}

// TestSample checks the covariance of the features, with their noise, and of
// the labels, n = 40,000, that
// few samples of a stream are the first of many; and that the features don't
// depend on the label noise.
func TestSample(t *testing.T) {
	n := scaled(40_000)
	p := &problem.Gaussian{A: plane.Rotated(1, 0.3, 30), Input: plane.Rotated(0.5, 0.1, -50), U: plane.Vec{1, -2}, Sigma: 0.8}
	x1, x2, y := p.Sample(n, rng.New(1, rng.Data, 0))
	k, au := p.A.Plus(1, p.Input), p.A.Apply(p.U)
	columns := [3][]float64{x1, x2, y}
	for i, row := range [3][3]float64{{k[0], k[1], au[0]}, {k[1], k[2], au[1]}, {au[0], au[1], p.A.Quad(p.U) + 0.64}} {
		for j, want := range row {
			got, se := mean(n, func(l int) float64 { return columns[i][l] * columns[j][l] })
			near(t, fmt.Sprintf("covariance %d, %d", i, j), got, want, sigmas*se)
		}
	}
	few, _, yFew := p.Sample(3, rng.New(1, rng.Data, 0))
	quiet := *p
	quiet.Sigma = 0
	same, _, _ := quiet.Sample(n, rng.New(1, rng.Data, 0))
	if !slices.Equal(few, x1[:3]) || !slices.Equal(yFew, y[:3]) || !slices.Equal(same, x1) {
		t.Error("samples depend on how many there are, or features on the label noise")
	}
}

// TestBadPoints lists what NewPoints panics at.
func TestBadPoints(t *testing.T) {
	one, two := []float64{1}, []float64{1, 2}
	for name, c := range map[string][3][]float64{
		"none":             {},
		"lengths differ":   {one, one, two},
		"features differ":  {one, two, one},
		"nothing to learn": {{0, 0}, {0, 0}, two},
	} {
		t.Run(name, func(t *testing.T) {
			panics(t, func() { problem.NewPoints(c[0], c[1], c[2], problem.WithReplacement, plane.Vec{}) })
		})
	}
}
