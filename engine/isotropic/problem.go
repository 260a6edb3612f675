// Package isotropic is linear regression in any number of dimensions d on
// Gaussian inputs that are alike in all directions, x ~ N(0, aI), with label
// noise of standard deviation σ. By symmetry its moments close in a few
// numbers, and a minibatch gradient costs O(d) whatever the batch size S is.
//
// Walkers live in R^d and are described by v = w − u, u the teacher. SGD is
// plain: v ← v − λ g. Throughout, c = λa.
package isotropic

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/theory"
)

// Problem is the regression. L(v) = ½ (a|v|² + σ²).
type Problem struct {
	Dim   int     // d ≥ 1
	A     float64 // a > 0, the curvature in every direction
	Sigma float64 // σ
}

// Excess is the loss above its floor of walkers with E|v|² = square.
func (p Problem) Excess(square float64) float64 { return p.A * square / 2 }

// Floor is the loss at the minimum, σ²/2.
func (p Problem) Floor() float64 { return p.Sigma * p.Sigma / 2 }

// Variance is the exact stationary variance of every coordinate,
//
//	λσ² / (S(2 − c) − c(1 + d)),
//
// the covariance being that times the identity (Thm 2 of Ziyin et al. 2022 with
// A = aI). ok is false where second moments are unbounded.
func (p Problem) Variance(lr float64, batch int) (variance float64, ok bool) {
	c, s := lr*p.A, float64(batch)
	room := s*(2-c) - c*float64(1+p.Dim)
	if !(room > 0) {
		return 0, false
	}
	return lr * p.Sigma * p.Sigma / room, true
}

// Limits are the learning rates at which moments cease to be bounded: of the
// mean 2/a, of the second moments 2S/(a(S+1+d)) (section 6.2 of Ziyin et al.
// 2022; exact form derived), and of the fourth, where E|v|⁴ stops shrinking
// without label noise (derived).
func (p Problem) Limits(batch int) theory.Limits {
	s := float64(batch)
	r := theory.Limits{Mean: 2 / p.A, Variance: 2 * s / (p.A * (s + 1 + float64(p.Dim)))}
	// E|v'|⁴/|v|⁴ is convex in λ and 1 at λ = 0: it returns to 1 once, and at
	// the second moments' limit it is at least 1 by Jensen's inequality.
	lo, hi := 0.0, r.Variance
	for range 60 {
		mid := (lo + hi) / 2
		if quartic, _, _ := p.fourth(mid*p.A, batch); quartic < 1 {
			lo = mid
		} else {
			hi = mid
		}
	}
	r.Fourth = lo
	return r
}

// fourth holds the coefficients of one step, E|v'|⁴ = quartic E|v|⁴ +
// square E|v|² + constant (derived). With Q = z·z ~ χ²(S), α = 1 − cQ/S and
// κ = c/S, a step takes |v| to (α|v| + κ√Q sN)² + κ²P((√Q|v| − sN)² + s²Y) as
// its square, where s = σ/√a and N ~ N(0,1), P ~ χ²(d−1), Y ~ χ²(S−1).
func (p Problem) fourth(c float64, batch int) (quartic, square, constant float64) {
	s, d, k := float64(batch), float64(p.Dim), c/float64(batch)
	q1 := s // moments of Q
	q2 := q1 * (s + 2)
	q3 := q2 * (s + 4)
	q4 := q3 * (s + 6)
	p1, p2 := d-1, (d-1)*(d+1) // of P
	a1q := q1 - k*q2           // E αQ
	a2 := 1 - 2*k*q1 + k*k*q2  // E α²
	a2q := q1 - 2*k*q2 + k*k*q3
	a4 := 1 - 4*k*q1 + 6*k*k*q2 - 4*k*k*k*q3 + k*k*k*k*q4
	noise := p.Sigma * p.Sigma / p.A
	quartic = a4 + 2*k*k*p1*a2q + k*k*k*k*p2*q2
	square = 6*k*k*a2q + 2*k*k*p1*(s*a2+k*k*q2-4*k*a1q) + k*k*k*k*p2*(2*s+4)*q1
	constant = k * k * k * k * s * (s + 2) * d * (d + 2)
	return quartic, noise * square, noise * noise * constant
}

// State holds moments of v over an ensemble: what is known of the first two
// coordinates, and of |v|. Their recursion is exact.
type State struct {
	Mean   plane.Vec // E v₁, E v₂
	Second plane.Sym // E v₁², E v₁v₂, E v₂²
	Square float64   // E|v|²
	Fourth float64   // E|v|⁴
}

// At is the state of walkers that all rest at start in the first two
// coordinates and at 0 in the others; in one dimension start[1] must be 0.
func At(start plane.Vec) State {
	r := start.Dot(start)
	return State{start, start.Outer(), r, r * r}
}

// Step takes the moments through one step: E v ← (1−c) E v and, with
// S C(v) = a(σ² + a|v|²) I + a² v v', E v v' ← (1−c)² E v v' + λ² E C.
func (s *State) Step(p Problem, lr float64, batch int) {
	c, size := lr*p.A, float64(batch)
	kick := lr * lr * p.A * (p.Sigma*p.Sigma + p.A*s.Square) / size // per coordinate
	keep := (1-c)*(1-c) + c*c/size
	quartic, square, constant := p.fourth(c, batch)
	s.Fourth = quartic*s.Fourth + square*s.Square + constant
	s.Square = keep*s.Square + kick*float64(p.Dim)
	s.Second = s.Second.Scale(keep)
	s.Second[0] += kick
	if p.Dim > 1 {
		s.Second[2] += kick
	}
	s.Mean = plane.Vec{(1 - c) * s.Mean[0], (1 - c) * s.Mean[1]}
}

// Cov is the covariance of the first two coordinates.
func (s *State) Cov() plane.Sym { return s.Second.Plus(-1, s.Mean.Outer()) }

// Spread is the standard deviation over walkers of the loss of one.
func (s *State) Spread(p Problem) float64 {
	return p.A / 2 * math.Sqrt(math.Max(0, s.Fourth-s.Square*s.Square))
}

// Finite reports whether all moments are finite.
func (s *State) Finite() bool { return s.Second.Finite() && 0*s.Square+0*s.Fourth == 0 }
