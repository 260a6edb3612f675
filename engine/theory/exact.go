package theory

import (
	"gonum.org/v1/gonum/floats"

	"sgdnoise/engine/problem"
)

// equalCurvature describes p as d parameters of equal curvature a on endless
// Gaussian data; ok is false if it is something else or has weight decay.
func equalCurvature(p problem.Linear) (a float64, dim int, ok bool) {
	switch p := p.(type) {
	case *problem.Scalar:
		return p.A + p.Input, 1, p.Ridge == 0
	case *problem.Gaussian:
		seen := p.A.Plus(1, p.Input)
		return seen[0], 2, seen[1] == 0 && seen[0] == seen[2] && p.Ridge.Norm() == 0
	}
	return 0, 0, false
}

// ExactTypical is lr.max.typical of SGD without momentum where a formula for it
// exists: with equal curvature in all directions on endless Gaussian data (see
// [TypicalIsotropic]), and on data with one feature (see [Batches.Typical]).
func ExactTypical(p problem.Linear, batch int) (lr float64, ok bool) {
	if h, ok := oneFeature(p); ok {
		return NewBatches(h, batch).Typical(), true
	}
	a, dim, ok := equalCurvature(p)
	if !ok || !(a > 0) {
		return 0, false
	}
	return TypicalIsotropic(batch, dim) / a, true
}

// ExactGrowth is the mean growth of a typical run per step at λ without
// momentum, where a formula for it exists (see [GrowthIsotropic]).
func ExactGrowth(p problem.Linear, lr float64, batch int) (growth float64, ok bool) {
	a, dim, ok := equalCurvature(p)
	if !ok || !(a > 0) {
		return 0, false
	}
	return GrowthIsotropic(lr*a, batch, dim), true
}

// ExactTail is the tail exponent at λ and μ with equal curvature in all directions
// on endless Gaussian data (see [TailIsotropic]), with momentum of one parameter
// (see [TailMomentum], which takes a tenth of a second); ok is false elsewhere.
func ExactTail(p problem.Linear, lr, mu float64, batch int) (t Tail, ok bool) {
	a, dim, ok := equalCurvature(p)
	switch {
	case !ok || !(a > 0) || mu > 0 && dim > 1:
		return Tail{}, false
	case mu > 0:
		return TailMomentum(lr*a, mu, batch), true
	}
	return TailIsotropic(lr*a, batch, dim), true
}

// oneFeature is the points' curvatures of a dataset whose second feature is 0,
// drawn with replacement.
func oneFeature(p problem.Linear) (h []float64, ok bool) {
	d, ok := p.(*problem.Dataset)
	if !ok || d.Sampling != problem.WithReplacement || floats.Norm(d.X2, 1) > 0 {
		return nil, false
	}
	for _, x := range d.X1 {
		h = append(h, x*x)
	}
	return h, true
}
