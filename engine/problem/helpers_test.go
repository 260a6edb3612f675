package problem_test

import (
	"math"
	"runtime"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// sigmas is the number of standard errors that every sampled quantity of this
// package may deviate from its exact value: a chance of 6e-5 each.
const sigmas = 4

// wasmShare divides the sample sizes under wasm, where Node is slower.
const wasmShare = 10

// scaled is the size n of a sample, less under wasm.
func scaled(n int) int {
	if runtime.GOARCH == "wasm" {
		return n / wasmShare
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

// nearSym compares matrices entry by entry, relative to the size of want.
func nearSym(t *testing.T, what string, got, want plane.Sym, tol float64) {
	t.Helper()
	if d := got.Plus(-1, want).Norm(); !(d <= tol*(1+want.Norm())) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// mean is the sample mean of f over 0 to n−1 and its standard error.
func mean(n int, f func(i int) float64) (m, se float64) {
	var sum, squares float64
	shift := f(0)
	for i := range n {
		x := f(i) - shift
		sum += x
		squares += x * x
	}
	k := float64(n)
	return shift + sum/k, math.Sqrt(max(0, squares/k-sum/k*(sum/k)) / k)
}

// columns are n walkers placed at the given points in turn.
func columns(n int, at ...plane.Vec) problem.Columns {
	c := problem.Columns{make([]float64, n), make([]float64, n)}
	for i := range n {
		w := at[i%len(at)]
		c[0][i], c[1][i] = w[0], w[1]
	}
	return c
}

// heteroscedastic is made-up data whose residuals grow and bend with x, so
// that the noise has a part linear in w − Min.
func heteroscedastic(n int, s problem.Sampling) *problem.Dataset {
	x, y, z := make([]float64, n), make([]float64, n), make([]float64, n)
	rng.New(7, rng.Data, 0).Normals(z)
	for i := range x {
		u := float64(i) / float64(n-1)
		x[i] = 3 + 4*u*u
		y[i] = 10 - 2*u + 5*u*u + (0.2+2*u)*z[i]
	}
	return problem.NewDataset(x, y, s)
}

// sampled are n random points with both features, seen from (−1, 2).
func sampled(n int, sigma float64, s problem.Sampling) *problem.Dataset {
	g := &problem.Gaussian{A: plane.Rotated(1.2, 0.5, 40), U: plane.Vec{0.8, 0.3}, Sigma: sigma}
	x1, x2, y := g.Sample(n, rng.New(7, rng.Data, 1))
	return problem.NewPoints(x1, x2, y, s, plane.Vec{-1, 2})
}

var samplings = map[string]problem.Sampling{
	"with replacement": problem.WithReplacement,
	"fresh subsets":    problem.FreshSubset,
	"epochs":           problem.Epochs,
}

// preconditioned sees a problem through a preconditioner that commutes with nothing.
func preconditioned(p problem.Linear) *problem.Scaled {
	return &problem.Scaled{Linear: p, Root: plane.Sym{0.5, -0.2, 0.6}.Sqrt()}
}

// testCase is a problem and batch sizes to try it with.
type testCase[P problem.Problem] struct {
	name    string
	p       P
	batches []int
}

// problems are what every common check goes over: cases and curved.
func problems() (all []testCase[problem.Problem]) {
	for _, c := range cases() {
		all = append(all, testCase[problem.Problem]{c.name, c.p, c.batches})
	}
	return append(all, curved()...)
}

// cases are the problems whose gradients are affine.
func cases() []testCase[problem.Linear] {
	sizes := []int{1, 2, 3, 8, 64}
	u := plane.Vec{0.3, -0.5}
	return []testCase[problem.Linear]{
		{"isotropic", &problem.Gaussian{A: plane.Sym{1, 0, 1}, U: u, Sigma: 1}, sizes},
		{"diagonal", &problem.Gaussian{A: plane.Sym{2, 0, 0.3}, U: u, Sigma: 0.7}, sizes},
		{"rotated by 30", &problem.Gaussian{A: plane.Rotated(1, 0.35, 30), Sigma: 1}, sizes},
		{"rotated by -75", &problem.Gaussian{A: plane.Rotated(1.5, 0.2, -75), U: u, Sigma: 2}, sizes},
		{"nearly singular", &problem.Gaussian{A: plane.Rotated(1, 1e-6, 50), U: u, Sigma: 0.5}, sizes},
		{"singular", &problem.Gaussian{A: plane.Rotated(2, 0, -35), U: u, Sigma: 1}, sizes},
		{"no label noise", &problem.Gaussian{A: plane.Rotated(1, 0.5, 20), U: u}, sizes},
		{"input noise", &problem.Gaussian{A: plane.Rotated(1, 0.35, 30), U: u, Input: plane.Rotated(0.6, 0.1, -20)}, sizes},
		{"ridge", &problem.Gaussian{A: plane.Rotated(1, 0.35, 30), U: u, Ridge: plane.Sym{0.4, 0, 0.4}}, sizes},
		{"everything", noisyTest, sizes},
		{"no minimum", &problem.Gaussian{A: plane.Rotated(1, 0.35, 30), U: u, Sigma: 1, Ridge: plane.Sym{-0.5, 0, -0.5}}, sizes},
		{"scalar", &problem.Scalar{A: 1.5, U: -0.5, Sigma: 1}, sizes},
		{"scalar with weight decay", &problem.Scalar{A: 1, Ridge: 0.4, U: 1}, sizes},
		{"scalar with everything", &problem.Scalar{A: 0.8, Input: 0.5, Ridge: -0.3, U: 1.5, Sigma: 0.7}, sizes},
		{"misfit", &problem.Misfit{}, sizes},
		{"misfit with label noise", &problem.Misfit{Sigma: 0.8}, sizes},
		{"missing feature added", &problem.Misfit{Sigma: 0.8, Complete: true}, sizes},
		{"nothing missing", &problem.Misfit{Complete: true}, sizes},
		{"with replacement", heteroscedastic(24, problem.WithReplacement), []int{1, 2, 5, 24, 40}},
		{"fresh subsets", heteroscedastic(24, problem.FreshSubset), []int{1, 2, 5, 23, 24}},
		{"points", sampled(9, 1, problem.WithReplacement), []int{1, 2, 5, 24}},
		{"subsets of points", sampled(9, 1, problem.FreshSubset), []int{1, 2, 8, 9}},
		{"three points", sampled(3, 1, problem.WithReplacement), []int{1, 2, 5}},
		{"two points", sampled(2, 1, problem.WithReplacement), []int{1, 2, 5}},
		{"one of two points", sampled(2, 1, problem.FreshSubset), []int{1, 2}},
		{"one point", sampled(1, 1, problem.WithReplacement), []int{1, 3}},
		{"the only point", sampled(1, 1, problem.FreshSubset), []int{1}},
		{"epochs", heteroscedastic(24, problem.Epochs), []int{1, 2, 5, 23, 24}},
		{"preconditioned", preconditioned(&problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}, U: u, Sigma: 1}), []int{1, 2, 8}},
		{"preconditioned data", preconditioned(heteroscedastic(24, problem.WithReplacement)), []int{1, 2, 5}},
	}
}

// places are the minimum and two points off it.
func places(p problem.Problem) []plane.Vec {
	m := p.Minimum()
	return []plane.Vec{m, {m[0] + 0.9, m[1] - 0.4}, {m[0] - 2, m[1] + 3}}
}
