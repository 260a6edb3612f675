// Package theory predicts what an ensemble of SGD walkers does when the
// minibatch gradient is affine in the parameters: exact discrete-time moments,
// stability limits, and the approximations that the literature uses instead.
//
// Everything follows from the [problem.Law] of the gradient, the learning rate
// λ and the momentum μ. Notation: v = w − w*, H the Hessian, X = λH, Σ = Cov(w)
// when stationary, C = Cov(g). A prediction that doesn't exist is refused (ok
// is false) and never a NaN that could be taken for a number.
package theory

import (
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Stationary is the exact stationary covariance Σ of w, the solution of the
// discrete Lyapunov equation with momentum (Thm 1 of Ziyin et al. 2022, from
// Liu, Ziyin and Ueda 2021)
//
//	(1−μ)(XΣ + ΣX) − (1+μ²)/(1−μ²) XΣX + μ/(1−μ²) (XXΣ + ΣXX) = λ² C(Σ)
//
// with the noise C(Σ) = Add + Multiplicative(Σ) of the law. ok is false if the
// equation has no positive semidefinite solution. Whether the ensemble ever
// gets there is for [LimitsOf] to say: λ must lie below Limits.Variance.
func Stationary(l *problem.Law, lr, mu float64) (sigma plane.Sym, ok bool) {
	return solveLyapunov(grounded(l), l.Add, l.Multiplicative, lr, mu)
}

// Additive is Stationary with the noise at the minimum alone, C = Add: what is
// left if the multiplicative noise is dropped.
func Additive(l *problem.Law, lr, mu float64) (sigma plane.Sym, ok bool) {
	none := func(plane.Sym) plane.Sym { return plane.Sym{} }
	return solveLyapunov(grounded(l), l.Add, none, lr, mu)
}

func solveLyapunov(h, add plane.Sym, mult func(plane.Sym) plane.Sym, lr, mu float64) (plane.Sym, bool) {
	x := h.Scale(lr)
	xx := x.Sandwich(plane.Sym{1, 0, 1})
	c1, c2, c3 := 1-mu, (1+mu*mu)/(1-mu*mu), mu/(1-mu*mu)
	lhs := func(s plane.Sym) plane.Sym {
		return anticommutator(x, s).Scale(c1).Plus(-c2, x.Sandwich(s)).
			Plus(c3, anticommutator(xx, s)).Plus(-lr*lr, mult(s))
	}
	return solveSym(lhs, add.Scale(lr*lr))
}

// ground is what makes a Hessian regular if data leave a direction
// undetermined: a noiseless restoring force along it, as strong as the
// curvature along the other; else 0. Every Â is 0 along such a direction, too.
// Walkers never move there, so no covariance and no limit depends on the force.
func ground(l *problem.Law) plane.Sym {
	frozen, ok := l.H.Null()
	size := l.H.Trace()
	if !ok || l.Multiplicative(frozen.Outer()).Norm() > 1e-12*size*size {
		return plane.Sym{}
	}
	return frozen.Outer().Scale(size)
}

// grounded is the Hessian with its ground.
func grounded(l *problem.Law) plane.Sym { return l.H.Plus(1, ground(l)) }

// solveSym solves f(s) = b for a linear f. ok is false unless s is finite and
// positive semidefinite up to rounding.
func solveSym(f func(plane.Sym) plane.Sym, b plane.Sym) (plane.Sym, bool) {
	m := newSquare(3)
	for k := range 3 {
		var unit plane.Sym
		unit[k] = 1
		for r, y := range f(unit) {
			m.a[3*r+k] = y
		}
	}
	s := b
	m.solve(s[:])
	small := 1e-12 * s.Norm()
	ok := s.Finite() && s[0] >= -small && s[2] >= -small && s.Det() >= -small*s.Norm()
	return s, ok
}

// anticommutator is ab + ba.
func anticommutator(a, b plane.Sym) plane.Sym {
	return plane.Sym{
		2 * (a[0]*b[0] + a[1]*b[1]),
		a[0]*b[1] + a[1]*b[2] + b[0]*a[1] + b[1]*a[2],
		2 * (a[1]*b[1] + a[2]*b[2]),
	}
}

// Loss is the expected training loss L(w*) + ½ Tr[H V] of walkers whose second
// moments about the minimum are V.
func Loss(l *problem.Law, v plane.Sym) float64 { return l.Floor + l.H.TraceProd(v)/2 }
