package problem

import "sgdnoise/engine/plane"

// SquaredError is a problem with the loss E[½ e²], e = f(w, x) − y, of a model
// f that isn't linear in w.
type SquaredError interface {
	Problem
	// GaussNewton is E[∇f ∇f'] at w: the Hessian without the part E[e ∇∇f]
	// that comes from the model's own curvature. It is positive semidefinite.
	GaussNewton(w plane.Vec) plane.Sym
}
