package theory

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// TailApproximation is a tail exponent that the literature uses instead of the
// exact one, for endless Gaussian data and dim parameters of equal curvature.
type TailApproximation struct {
	Name   string // suffix of readings, such as "bulk"
	Label  string // for legends
	Short  string // for narrow ones
	Source string
	// Scale times σ²/a is the κ of its Student-t law, whose density is
	// ∝ (1 + r²/κ)^−(β+dim)/2.
	Scale float64
	// Beta is the exponent at c = λa, or why there is none.
	Beta func(c float64, batch, dim int) Tail
}

// TailApproximations lists them in the order of legends. In one parameter they
// are 2S/c − S, S/c + 1 and 2S/c + 1; the continuous ones are zeros of the
// generator of the radius' power in any dimension (derived).
var TailApproximations = []TailApproximation{
	{
		Name: "bulk", Label: "bulk fit (the paper's)", Short: "bulk", Scale: 1,
		Source: "2S/c − S, c = λa (Ziyin et al. 2022, sec. 6.6): the Student-t shape of continuous time " +
			"with the exact variance; exact where β = 2",
		Beta: func(c float64, batch, dim int) Tail {
			beta := 2*float64(batch)/c - float64(batch) + 1 - float64(dim)
			if !(beta > 0) {
				return none("no Student-t law has the variance asked for, which is none")
			}
			return Tail{Beta: beta, OK: true}
		},
	},
	{
		Name: "sde", Label: "SDE, exact noise", Short: "SDE", Scale: 0.5,
		Source: "S/c + 1, c = λa: stationary law of dw = −∇L dt + √(λ C(w)) dB (derived)",
		Beta: func(c float64, batch, dim int) Tail {
			return positive(float64(batch)/c + 1 - float64(dim-1)/2)
		},
	},
	{
		Name: "continuous", Label: "continuous time", Short: "continuous", Scale: 1,
		Source: "2S/c + 1, c = λa: continuous time with noise 2L(w)H/S (Mori, Ziyin, Liu and Ueda 2022)",
		Beta: func(c float64, batch, dim int) Tail {
			return positive(2*float64(batch)/c + 2 - float64(dim))
		},
	},
}

func none(reason string) Tail { return Tail{Beta: math.NaN(), Reason: reason} }

func positive(beta float64) Tail {
	if !(beta > 0) {
		return none("no stationary law: in this approximation typical runs leave")
	}
	return Tail{Beta: beta, OK: true}
}

// StudentSurvival is P(r > x) of the distance r from the centre under a
// Student-t law of density ∝ (1 + r²/κ)^−(ν+dim)/2.
func StudentSurvival(x, nu, kappa float64, dim int) float64 {
	return mathext.RegIncBeta(nu/2, float64(dim)/2, kappa/(kappa+x*x))
}
