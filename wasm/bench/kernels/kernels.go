// Command kernels times the engine alone on the default problem of the scene
// label-noise: in a page for JavaScript, where it is the global object kernels,
// and natively for whoever writes requests to its standard input.
package main

import (
	"time"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

const (
	walkers = 10_000
	sigma   = 1
	lr      = 0.2 // the variance exists at every S, so that no walker gets lost
	far     = 1e12
)

var start = plane.Vec{-1.9, 1.5}

type kernels struct {
	problem  problem.Gaussian
	ensemble *sgd.Ensemble
}

func newKernels() *kernels {
	return &kernels{
		problem:  problem.Gaussian{A: plane.Rotated(1, 0.35, 30), Sigma: sigma},
		ensemble: sgd.New(walkers, 1, start, far),
	}
}

// step takes n steps of all walkers with minibatches of S samples.
func (k *kernels) step(S, n int) time.Duration {
	rule := sgd.Rule{LR: lr, Batch: S}
	begin := time.Now()
	for range n {
		k.ensemble.Advance(&k.problem, rule, nil)
	}
	return time.Since(begin)
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
