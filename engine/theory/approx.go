package theory

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Setting is where an approximation is asked for Σ.
type Setting struct {
	Law   *problem.Law
	Scale float64   // c₀: σ² for label noise, 2 L(w*) on data
	Ridge plane.Sym // Γ of weight decay, which the law's Hessian contains
	LR    float64
	Mu    float64
	Batch int
}

// Approximation is a stationary covariance that the literature uses instead of
// the exact one.
type Approximation struct {
	Name   string // suffix of readings, such as "continuous"
	Label  string // for legends
	Short  string // for narrow ones
	Source string
	// Sigma is the approximate Σ, or ok false and the reason there is none.
	Sigma func(s Setting) (sigma plane.Sym, ok bool, reason string)
}

// Approximations lists them in the order of legends. The formulas are the rows
// of the comparison in section 4.2 and appendix of Ziyin et al. 2022, derived
// for momentum and for any noise law.
var Approximations = []Approximation{
	{
		Name: "continuous", Label: "continuous time", Short: "continuous",
		Source: "continuous time with Hessian noise: λσ²/(2S(1−μ)) I",
		Sigma: func(s Setting) (plane.Sym, bool, string) {
			c := s.LR * s.Scale / (2 * float64(s.Batch) * (1 - s.Mu))
			return plane.Sym{c, 0, c}, true, ""
		},
	},
	{
		Name: "sde", Label: "SDE, exact noise", Short: "SDE",
		Source: "stationary covariance of dw = −∇L dt + √(λ C(w)) dB (derived)",
		Sigma:  stochasticDE,
	},
	{
		Name: "hessian", Label: "Hessian noise", Short: "Hessian",
		Source: "discrete time with C = c₀H/S (Liu, Ziyin and Ueda 2021)",
		Sigma: func(s Setting) (plane.Sym, bool, string) {
			none := func(plane.Sym) plane.Sym { return plane.Sym{} }
			return s.discrete(s.Law.H.Scale(s.Scale/float64(s.Batch)), none)
		},
	},
	{
		Name: "general", Label: "general minimum", Short: "general",
		Source: "discrete time with C = ((Tr[HΣ] + c₀)H − HΣH)/S (Ziyin et al. 2022, Thms 5 and 6); " +
			"with weight decay H is that of the data and C has −Γw*w*'Γ/S more (Cor. 3, made self-consistent)",
		Sigma: generalMinimum,
	},
}

// generalMinimum takes S C = 2L₀ H₀ − ∇L₀ ∇L₀' of the data's loss L₀ on average
// over the walkers, as Thm 5 has it at every w. The mean of 2L₀ is c₀ + Tr[H₀Σ],
// and as ∇L₀ = −Γw* at the minimum, that of ∇L₀ ∇L₀' is H₀ΣH₀ + Γw*w*'Γ. Cor. 3 is
// what remains of it to leading order in λ/S.
func generalMinimum(s Setting) (plane.Sym, bool, string) {
	share := 1 / float64(s.Batch)
	data := s.Law.H.Plus(-1, s.Ridge)
	pull := s.Ridge.Apply(s.Law.Min).Outer()
	if s.Law.Copies { // which have nothing to do with each other,
		pull[1] = 0
	}
	mult := func(v plane.Sym) plane.Sym {
		if s.Law.Copies { // and with one parameter Tr[HΣ]H = HΣH
			return plane.Sym{}
		}
		return data.Scale(data.TraceProd(v)).Plus(-1, data.Sandwich(v)).Scale(share)
	}
	return s.discrete(data.Scale(share*s.Scale).Plus(-share, pull), mult)
}

// HighDimensional is the Σ of Prop. 4 and Thm 6 of Ziyin et al. 2022 for N
// points with label noise σ: the general minimum with c₀ = σ² max(0, 1 − d/N),
// which is 2L(w*) on average over datasets. It is meant for large d and N. Here
// d = 2, where it is wrong about the noise that grows with Σ and so about the
// limit of λ.
func HighDimensional(l *problem.Law, sigma float64, points, batch int, lr, mu float64) (plane.Sym, bool, string) {
	scale := sigma * sigma * math.Max(0, 1-2/float64(points))
	return generalMinimum(Setting{Law: l, Scale: scale, LR: lr, Mu: mu, Batch: batch})
}

const beyond = "not valid here, because λ is above the limit of this approximation"

// discrete solves the discrete Lyapunov equation with the approximate noise
// add + mult(Σ).
func (s Setting) discrete(add plane.Sym, mult func(plane.Sym) plane.Sym) (plane.Sym, bool, string) {
	largest, _, _ := s.Law.H.Eigen()
	sigma, ok := solveLyapunov(grounded(s.Law), add, mult, s.LR, s.Mu)
	if !ok || s.LR >= 2*(1+s.Mu)/largest {
		return plane.Sym{}, false, beyond
	}
	return sigma, true, ""
}

// stochasticDE solves HΣ + ΣH = λ C(Σ) with the exact noise, μ = 0.
func stochasticDE(s Setting) (plane.Sym, bool, string) {
	if s.Mu > 0 {
		return plane.Sym{}, false, "not valid here, because this approximation is defined without momentum"
	}
	l := s.Law
	lhs := func(v plane.Sym) plane.Sym {
		return anticommutator(l.H, v).Plus(-s.LR, l.Multiplicative(v))
	}
	sigma, ok := solveSym(lhs, l.Add.Scale(s.LR))
	if !ok {
		return plane.Sym{}, false, beyond
	}
	return sigma, true, ""
}
