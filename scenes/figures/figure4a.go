package figures

import (
	"context"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

var _ = register(Figure{
	ID:    "4a",
	Title: "The learning rate at which the variance ends",
	Caption: "Stationary variance of one parameter against the learning rate: curvature a = 1, S = 10 samples per minibatch. " +
		"The exact variance ends at λ = 2S/(a(S+2)) = 5/3. The paper doesn't give the label noise: σ = 1 is assumed.",
	run: func(ctx context.Context, l *lab) (*Result, error) {
		c := figure4a
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

var figure4a = curve{
	title: "Σ", symbol: "λ", seed: 40_000,
	points: []float64{0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.5, 1.6},
	at: func(x float64) (*problem.Scalar, sgd.Rule) {
		return &problem.Scalar{A: 1, Sigma: 1}, sgd.Rule{LR: x, Batch: 10}
	},
	number: variance, scale: labelNoise, others: []string{"continuous time", "Hessian noise"},
	burn: 120, steps: 200, crowd: 4000,
	frame: chart{
		axes: plot.AxesOptions{XTitle: "learning rate λ", YTitle: "variance Σ", LogY: true, Grid: true},
		x0:   0.05, x1: 1.9, y0: 2e-3, y1: 10,
		limits: []limit{{5.0 / 3, 4e-3, "λ = 5/3"}},
	},
}
