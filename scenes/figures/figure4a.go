package figures

import (
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "4a",
	Title: "The learning rate at which the variance ends",
	Caption: "Stationary variance of one parameter against the learning rate: curvature a = 1, S = 10 samples per minibatch. " +
		"The exact variance ends at λ = 2S/(a(S+2)) = 5/3. The paper doesn't give the label noise: σ = 1 is assumed.",
	run: figure4a.compared,
})

var figure4a = ofVariance(curve{
	symbol: "λ", seed: 40_000,
	points: []float64{0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.5, 1.6},
	at: func(x float64) (*problem.Scalar, sgd.Rule) {
		return &problem.Scalar{A: 1, Sigma: 1}, sgd.Rule{LR: x, Batch: 10}
	},
	frame: chart{
		axes: plot.AxesOptions{XTitle: "learning rate λ"},
		x0:   0.05, x1: 1.9,
		limits: []limit{{5.0 / 3, 4e-3, "λ = 5/3"}},
	},
})
