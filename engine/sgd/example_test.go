package sgd_test

import (
	"fmt"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

func ExampleEnsemble() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 1}, U: plane.Vec{3, 0}, Sigma: 1}
	e := sgd.New(10_000, 1, plane.Vec{}, 1e6)
	for range 20 {
		e.Advance(p, sgd.Rule{LR: 0.1, Batch: 8}, nil)
	}
	mean := 0.0
	for _, w := range e.W[0] {
		mean += w / float64(e.Len())
	}
	fmt.Printf("the mean has gone from 0 to %.2f\n", mean) // 3 (1 − 0.9²⁰) = 2.64
	// Output: the mean has gone from 0 to 2.64
}
