package figures

import (
	"context"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "3-left",
	Title: "The batch size below which the variance ends",
	Caption: "Stationary variance of one parameter against the batch size S: curvature a = 1.5, λ = 1. " +
		"The exact variance exists for S > 6 only. The paper doesn't give the label noise: σ = 1 is assumed.",
	run: func(ctx context.Context, l *lab) (*Result, error) {
		c := figure3left
		t, _, err := c.run(ctx, l)
		if err != nil {
			return nil, err
		}
		return &Result{
			Tables: []Table{t},
			Checks: append([]Check{t.agreement()}, t.rejections()...),
			draw:   c.draws(l, t),
		}, nil
	},
})

var figure3left = curve{
	title: "Σ", symbol: "S", seed: 31_000,
	points: []float64{7, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128},
	at: func(x float64) (*problem.Scalar, sgd.Rule) {
		return &problem.Scalar{A: 1.5, Sigma: 1}, sgd.Rule{LR: 1, Batch: int(x)}
	},
	number: variance, scale: labelNoise, others: []string{"continuous time", "Hessian noise"},
	burn: 120, steps: 200, crowd: 4000,
	frame: chart{
		axes: plot.AxesOptions{XTitle: "batch size S", YTitle: "variance Σ", LogX: true, LogY: true, Grid: true},
		x0:   3, x1: 160, y0: 2e-3, y1: 10,
		limits: []limit{{6, 4e-3, "S = 6"}},
	},
}
