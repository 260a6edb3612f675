package theory_test

import (
	"math/rand/v2"
	"runtime"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// kase is a problem with its oracle.
type kase struct {
	p    problem.Linear
	kron func(about plane.Vec, batch int, lr, mu float64) *mat.Dense
	most int // the largest batch to try
}

func gaussianCase(p *problem.Gaussian) kase {
	return kase{p, func(about plane.Vec, batch int, lr, mu float64) *mat.Dense {
		return gaussianKron(p, about, batch, lr, mu)
	}, 64}
}

func datasetCase(p *problem.Dataset, most int) kase {
	return kase{p, func(about plane.Vec, batch int, lr, mu float64) *mat.Dense {
		return datasetKron(p, about, batch, lr, mu)
	}, most}
}

// trials is the number of random cases to try: a tenth where code runs slowly,
// as wasm does under Node.
func trials(n int) int {
	if runtime.GOOS == "js" {
		return n / 10
	}
	return n
}

func between(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

func randomGaussian(r *rand.Rand) *problem.Gaussian {
	l1 := between(r, 0.5, 2)
	return &problem.Gaussian{
		A:     plane.Rotated(l1, l1*between(r, 0.2, 1), between(r, 0, 180)),
		U:     plane.Vec{r.NormFloat64(), r.NormFloat64()},
		Sigma: between(r, 0.5, 2),
	}
}

// randomNoisy has everything that a Gaussian problem can have, and no two of
// its matrices commute. The ridge may be negative but leaves a minimum.
func randomNoisy(r *rand.Rand) *problem.Gaussian {
	p := randomGaussian(r)
	p.Input = plane.Rotated(between(r, 0, 1), between(r, 0, 1), between(r, 0, 180))
	_, least, _ := p.A.Plus(1, p.Input).Eigen()
	gamma := func() float64 { return between(r, -0.7*least, 1) }
	p.Ridge = plane.Rotated(gamma(), gamma(), between(r, 0, 180))
	return p
}

func randomDataset(r *rand.Rand, n int, s problem.Sampling) *problem.Dataset {
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
		y[i] = x[i] + r.NormFloat64()
	}
	return problem.NewDataset(x, y, s)
}

// randomPoints have features in both directions and labels of a random Gaussian problem.
func randomPoints(r *rand.Rand, n int, s problem.Sampling) *problem.Dataset {
	x1, x2, y := randomGaussian(r).Sample(n, rng.New(r.Uint64(), rng.Data, 0))
	return problem.NewPoints(x1, x2, y, s, plane.Vec{1, -1})
}

// randomCases are Gaussian ones, every other with everything, and small datasets, whose batches can be counted.
func randomCases(r *rand.Rand, gaussians, datasets int) []kase {
	var cases []kase
	for k := range gaussians {
		p := randomGaussian(r)
		if k%2 == 1 {
			p = randomNoisy(r)
		}
		cases = append(cases, gaussianCase(p))
	}
	for k := range datasets {
		s := []problem.Sampling{problem.WithReplacement, problem.FreshSubset}[k%2]
		cases = append(cases, datasetCase(randomDataset(r, 4+r.IntN(4), s), 3))
		cases = append(cases, datasetCase(randomPoints(r, 4+r.IntN(4), s), 3))
	}
	return cases
}

func randomMomentum(r *rand.Rand) float64 { return []float64{0, between(r, 0, 0.95)}[r.IntN(2)] }

// relative is the Frobenius distance of got from want, relative to want.
func relative(got, want plane.Sym) float64 { return got.Plus(-1, want).Norm() / want.Norm() }
