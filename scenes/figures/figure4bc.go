package figures

import (
	"context"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

var (
	_ = register(figure4("4b", 50, "Ellipses at S = 50: continuous time misses",
		"The paper doesn't give the label noise: σ = 1 is assumed."))
	_ = register(figure4("4c", 10, "Ellipses at S = 10: Hessian noise misses, too",
		"The paper doesn't give the label noise: σ = 1 is assumed. No fourth moment exists, so that the stationary ellipse has no error bar; the ellipses of the first steps have one."))
)

// figure4 is one of the figures with ellipses, which differ in the batch size.
func figure4(id string, batch int, title, caption string) Figure {
	e := ellipse{
		problem: problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1},
		rule:    sgd.Rule{LR: 1.5, Batch: batch},
		seed:    uint64(42_000 + batch),
		others:  []string{"continuous time", "Hessian noise"},
	}
	return Figure{
		ID: id, Title: title,
		Caption: "Stationary covariance of two parameters with curvatures 1 and 0.5 at λ = 1.5. " + caption,
		run:     func(ctx context.Context, l *lab) (*Result, error) { return e.run(ctx, l) },
	}
}
