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

// closest is the largest distance of Kolmogorov and Smirnov between two
// samples of n that `sigmas` standard errors allow: asymptotically
// P(√(n/2) D > c) = 2 exp(−2c²), and P(|z| > 4) = erfc(4/√2).
func closest(n int) float64 {
	return math.Sqrt(math.Log(2/math.Erfc(sigmas/math.Sqrt2)) / float64(n))
}

var scalarTest = problem.Scalar{A: 0.8, Input: 0.5, Ridge: -0.3, U: 1.5, Sigma: 0.7}

// directScalar is the gradient of one batch at w by drawing its samples.
func directScalar(p *problem.Scalar, w float64, batch int, s *rng.Stream) float64 {
	g := p.Ridge * w
	for range batch {
		var z [3]float64
		s.Normals(z[:])
		x := math.Sqrt(p.A) * z[0]
		seen := x + math.Sqrt(p.Input)*z[1]
		g += seen * (w*seen - p.U*x - p.Sigma*z[2]) / float64(batch)
	}
	return g
}

// TestScalarDirectly compares the gradients with as many of the direct loop.
func TestScalarDirectly(t *testing.T) {
	n := scaled(100_000)
	p := scalarTest
	for _, batch := range []int{1, 2, 8, 64} {
		for _, w := range []float64{p.Minimum()[0], -0.8} {
			at, g := columns(n, plane.Vec{w, w}), columns(n, plane.Vec{})
			p.Gradients(g, at, batch, problem.NewDraws(n, rng.New(8, rng.Walkers, uint64(batch))))
			s := rng.New(9, rng.Walkers, uint64(batch))
			direct := make([]float64, n)
			for i := range direct {
				direct[i] = directScalar(&p, w, batch, s)
			}
			slices.Sort(direct)
			for k := range g {
				slices.Sort(g[k])
				distance := stat.KolmogorovSmirnov(g[k], nil, direct, nil)
				near(t, fmt.Sprintf("S = %d, copy %d at %v: distance", batch, k+1, w), distance, 0, closest(n))
			}
		}
	}
}

// TestScalarLosses compares the losses of one copy with means over samples.
func TestScalarLosses(t *testing.T) {
	n := scaled(1_000_000)
	p := scalarTest
	const w = 0.6
	z := make([]float64, 3*n)
	rng.New(10, rng.Walkers, 0).Normals(z)
	x := func(i int) float64 { return math.Sqrt(p.A) * z[3*i] }
	train, se := mean(n, func(i int) float64 {
		e := w*(x(i)+math.Sqrt(p.Input)*z[3*i+1]) - p.U*x(i) - p.Sigma*z[3*i+2]
		return e * e / 2
	})
	at := plane.Vec{w, w}
	near(t, "training loss", p.TrainLoss().At(at), train, sigmas*se)
	test, se := mean(n, func(i int) float64 { e := (w - p.U) * x(i); return e * e / 2 })
	near(t, "test loss", p.TestLoss().At(at), test, sigmas*se)
}

// TestScalarMoments compares with E hⁿ = Π (1 + 2r/S) of a plain copy, and with
// the shift by Ridge of its fourth moment.
func TestScalarMoments(t *testing.T) {
	const s = 5.0
	chi := [5]float64{1, 1, (s + 2) / s, (s + 2) * (s + 4) / (s * s), (s + 2) * (s + 4) * (s + 6) / (s * s * s)}
	plain, shifted := (&problem.Scalar{A: 1}).Law(s), (&problem.Scalar{A: 1, Ridge: 2}).Law(s)
	for i := range 5 {
		for k := range 5 - i {
			near(t, fmt.Sprintf("E h1^%d h2^%d", i, k), plain.Moments[i][0][k], chi[i]*chi[k], 1e-13)
		}
	}
	want := 16 + 4*8*chi[1] + 6*4*chi[2] + 4*2*chi[3] + chi[4]
	near(t, "E (2 + h)^4", shifted.Moments[0][0][4], want, 1e-12)
}
