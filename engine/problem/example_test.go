package problem_test

import (
	"fmt"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// A million walkers at one place each draw the gradient of a minibatch of
// their own; the covariance of these is what NoiseCov predicts.
func Example() {
	const n, batch = 1_000_000, 5
	p := &problem.Gaussian{A: plane.Sym{1, 0.5, 1}, Sigma: 1}
	w := plane.Vec{1, 0}

	walkers := problem.Columns{make([]float64, n), make([]float64, n)}
	g := problem.Columns{make([]float64, n), make([]float64, n)}
	for i := range n {
		walkers[0][i], walkers[1][i] = w[0], w[1]
	}
	p.Gradients(g, walkers, batch, problem.NewDraws(n, rng.New(1, rng.Walkers, 0)))

	c := p.NoiseCov(w, batch)
	fmt.Printf("gradient %.1f %.1f\n", p.Grad(w)[0], p.Grad(w)[1])
	fmt.Printf("predicted %.2f %.2f %.2f\n", c[0], c[1], c[2])
	fmt.Printf("measured %.2f %.2f %.2f\n",
		stat.Variance(g[0], nil), stat.Covariance(g[0], g[1], nil), stat.Variance(g[1], nil))
	// Output:
	// gradient 1.0 0.5
	// predicted 0.60 0.30 0.45
	// measured 0.60 0.30 0.45
}
