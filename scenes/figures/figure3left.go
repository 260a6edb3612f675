package figures

import (
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "3-left",
	Title: "The batch size below which the variance ends",
	Caption: "Stationary variance of one parameter against the batch size S: curvature a = 1.5, λ = 1. " +
		"The exact variance exists for S > 6 only. The paper doesn't give the label noise: σ = 1 is assumed.",
	run: figure3left.compared,
})

var figure3left = ofVariance(curve{
	symbol: "S", seed: 31_000,
	points: []float64{7, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128},
	at: func(x float64) (*problem.Scalar, sgd.Rule) {
		return &problem.Scalar{A: 1.5, Sigma: 1}, sgd.Rule{LR: 1, Batch: int(x)}
	},
	frame: chart{
		axes: plot.AxesOptions{XTitle: "batch size S", LogX: true},
		x0:   3, x1: 160,
		limits: []limit{{6, 4e-3, "S = 6"}},
	},
})
