package theory

import (
	"fmt"
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// NoiseSetting is where a formula is asked for the noise covariance C(w).
type NoiseSetting struct {
	Problem problem.Problem
	W       plane.Vec
	Scale   float64 // c₀: such that C = c₀H/S at the minimum
	Batch   int
}

// NoiseFormula is a formula for the covariance of the minibatch gradient at a
// point that the literature uses instead of the exact [problem.Problem.NoiseCov].
type NoiseFormula struct {
	Name, Label, Source string
	// Cov is what the formula says of C(w). ok is false, with the reason, where
	// it doesn't apply or what it says is no covariance; then cov is nothing to show.
	Cov func(s NoiseSetting) (cov plane.Sym, ok bool, reason string)
}

// NoiseFormulas lists them in the order of legends.
var NoiseFormulas = []NoiseFormula{
	{
		Name: "hessian", Label: "c₀H/S",
		Source: "C = c₀H/S, with the factor that is right at the minimum",
		Cov: func(s NoiseSetting) (plane.Sym, bool, string) {
			return s.covariance(s.Problem.Hess(s.W).Scale(s.Scale))
		},
	},
	{
		Name: "general", Label: "2L·H/S",
		Source: "C = (2L H − ∇L ∇L')/S (Ziyin et al. 2022, Thm 5)",
		Cov: func(s NoiseSetting) (plane.Sym, bool, string) {
			p, ok := s.Problem.(problem.SquaredError)
			if !ok {
				return plane.Sym{}, false, notSquared
			}
			return s.general(p.Hess(s.W))
		},
	},
	{
		Name: "gauss-newton", Label: "2L·G/S (Gauss-Newton)",
		Source: "C = (2L E[∇f ∇f'] − ∇L ∇L')/S (Ziyin et al. 2022, Thm 5, with the Gauss-Newton part of H)",
		Cov: func(s NoiseSetting) (plane.Sym, bool, string) {
			p, ok := s.Problem.(problem.SquaredError)
			if !ok {
				return plane.Sym{}, false, notSquared
			}
			return s.general(p.GaussNewton(s.W))
		},
	},
}

const notSquared = "not valid here, because the loss is not a squared error"

func (s NoiseSetting) general(h plane.Sym) (plane.Sym, bool, string) {
	two := h.Scale(2 * s.Problem.Loss(s.W))
	return s.covariance(two.Plus(-1, s.Problem.Grad(s.W).Outer()))
}

// covariance is c/S, which is one if no direction has a negative variance
// beyond rounding.
func (s NoiseSetting) covariance(c plane.Sym) (plane.Sym, bool, string) {
	l1, l2, _ := c.Eigen()
	c = c.Scale(1 / float64(s.Batch))
	if l2 < -1e-12*math.Abs(l1) {
		return c, false, fmt.Sprintf("not valid here, because it says that a variance is negative: %.3g", l2/float64(s.Batch))
	}
	return c, true, ""
}

// Misfit is the range of cov/exact − 1 over the variances along all directions:
// by how much an approximate covariance is off at least and at most. ok is false
// if the exact one is singular.
func Misfit(cov, exact plane.Sym) (lo, hi float64, ok bool) {
	l11, l21, l22 := exact.Cholesky()
	if !(l11 > 0 && l22 > 0) {
		return 0, 0, false
	}
	// L⁻¹ cov L⁻ᵀ, whose eigenvalues are the ratios' extremes.
	a := cov[0] / (l11 * l11)
	b := (cov[1]/l11 - a*l21) / l22
	c := (cov[2] - 2*l21*cov[1]/l11 + l21*l21*a) / (l22 * l22)
	hi, lo, _ = plane.Sym{a, b, c}.Eigen()
	return lo - 1, hi - 1, true
}
