package theory

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Balance predicts how walkers on a [problem.Valley] slide along it: the mean of
// D = w₁² − w₂² over an ensemble, with the mean and the variance of the distance
// v = w₁w₂ − C from the valley's floor. Momentum is zero.
type Balance struct {
	D, Mean, Var float64 // E D, E v, Var v
}

// BalanceAt is the state of walkers that all rest at w.
func BalanceAt(p *problem.Valley, w plane.Vec) Balance {
	return Balance{D: w[0]*w[0] - w[1]*w[1], Mean: w[0]*w[1] - p.C}
}

// steepness is w₁² + w₂², the size of the curvature across the valley, of a
// point with D and v.
func steepness(p *problem.Valley, d, v float64) float64 { return math.Hypot(d, 2*(p.C+v)) }

// Step takes the state through one SGD step (derived). A step with the batch's
// scalar gradient γ maps D to D (1 − λ²γ²) and v to v − λγR + λ²γ²p, with
// p = w₁w₂ and R = w₁² + w₂² = √(D² + 4p²). Given v, γ = Âv − ξ with E Â = a,
// E Â² = a²(1 + 2/S) and E ξ² = aσ²/S. Averages over v to second order, with all
// walkers at one D, close the recursion; with R and p at the mean,
//
//	G      = E γ² = a²(1 + 2/S) E v² + aσ²/S
//	E D    ← E D (1 − λ²G)
//	E v    ← E v − λa(R E v + (4p/R) Var v) + λ²G p
//	Var v  ← Var v (1 − 2λaR + (λaR)²(1 + 2/S)) + (λR)²((2/S)(a E v)² + aσ²/S)
//
// It is exact for full batches, which have no terms in 1/S. E D is within 1 % of
// simulations for walkers that start in the valley at λ up to a third of
// [ValleyLimit], and within about 10 % up to 0.6 of it.
func (b *Balance) Step(p *problem.Valley, lr float64, batch int) {
	inv := 1 / float64(batch)
	if p.FullBatch {
		inv = 0
	}
	a, noise := p.A, p.A*p.Sigma*p.Sigma*inv
	product, r := p.C+b.Mean, steepness(p, b.D, b.Mean)
	g := a*a*(1+2*inv)*(b.Mean*b.Mean+b.Var) + noise
	bend := 0.0 // of R as v varies
	if r > 0 {
		bend = 4 * product / r * b.Var
	}
	kick := lr * r
	b.Mean, b.Var = b.Mean-lr*a*(r*b.Mean+bend)+lr*lr*g*product,
		b.Var*(1-2*kick*a+kick*kick*a*a*(1+2*inv))+kick*kick*(2*inv*a*a*b.Mean*b.Mean+noise)
	b.D *= 1 - lr*lr*g
}

// Sharpness is the largest curvature of the loss, a (w₁² + w₂²) in the valley,
// averaged over the walkers to second order in v.
func (b *Balance) Sharpness(p *problem.Valley) float64 {
	r := steepness(p, b.D, b.Mean)
	if r == 0 {
		return 0
	}
	return p.A * (r + 2*b.D*b.D/(r*r*r)*b.Var)
}

// Loss is the expected training loss.
func (b *Balance) Loss(p *problem.Valley) float64 {
	return (p.A*(b.Mean*b.Mean+b.Var) + p.Sigma*p.Sigma) / 2
}

// ValleyLimit is the learning rate above which the second moments of v at a
// point of the valley's floor with D would grow: 2S/((S+2) aR), or 2/(aR) for
// full batches (derived; the limit of regression on one feature of variance aR).
func ValleyLimit(p *problem.Valley, d float64, batch int) float64 {
	limit := 2 / (p.A * steepness(p, d, 0))
	if !p.FullBatch {
		limit *= float64(batch) / float64(batch+2)
	}
	return limit
}

// BalanceByDiffusion is the rate at which ln E D falls per step at D according
// to the continuous-time limit dw = −∇L dt + √(λC(w)) dB with the exact noise,
// once v is stationary (derived): λ²a(σ² + 2aE v²)/S with E v² = λRσ²/(2S − 2λaR).
// It lacks the part of E γ² that is no noise, (av)². ok is false if λaR ≥ S,
// where E v² has no bound.
func BalanceByDiffusion(p *problem.Valley, d, lr float64, batch int) (rate float64, ok bool) {
	if p.FullBatch {
		return 0, true
	}
	s, le := float64(batch), lr*steepness(p, d, 0)
	if le*p.A >= s {
		return 0, false
	}
	s2 := p.Sigma * p.Sigma
	v := le * s2 / (2*s - 2*le*p.A)
	return lr * lr * p.A * (s2 + 2*p.A*v) / s, true
}
