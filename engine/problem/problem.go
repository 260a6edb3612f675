// Package problem holds the losses that SGD walks on: their derivatives, the
// exact covariance of their minibatch gradients, and the gradients themselves,
// drawn for a whole block of walkers at once.
//
// The loss carries the factor 1/2 of the paper (Ziyin, Liu, Mori, Ueda, ICLR
// 2022): L(w) = E[½ (w·x − y)²], so that the Hessian of linear regression is
// A = E[x x'].
package problem

import (
	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Columns holds a coordinate per column: walker i is at (c[0][i], c[1][i]).
type Columns [2][]float64

// Slice is the walkers lo to hi−1; it aliases c.
func (c Columns) Slice(lo, hi int) Columns { return Columns{c[0][lo:hi:hi], c[1][lo:hi:hi]} }

// Problem is a loss in two parameters with minibatch gradients.
type Problem interface {
	// Loss is the training loss L(w), including what no w can remove.
	Loss(w plane.Vec) float64
	// Grad is the gradient of L at w.
	Grad(w plane.Vec) plane.Vec
	// Hess is the Hessian of L at w.
	Hess(w plane.Vec) plane.Sym
	// Minimum is the w at which L is smallest.
	Minimum() plane.Vec
	// NoiseCov is C(w), the covariance of one minibatch gradient at w.
	NoiseCov(w plane.Vec, batch int) plane.Sym
	// Gradients stores in g one minibatch gradient per walker of a block, at
	// the walkers' own positions w, which it doesn't modify. Both have the
	// length that d was made for. Draws of successive calls are independent,
	// except where the problem's sampling says otherwise.
	Gradients(g, w Columns, batch int, d *Draws)
}

// Mover is a problem that can draw its gradients and move by them in one loop,
// which is quicker.
type Mover interface {
	Problem
	// Move does for every walker of a block m ← μ m + g, w ← w − λ m with the g
	// that Gradients would have drawn, and returns Σ |w|². If it can't, ok is
	// false and nothing has happened.
	Move(w, m Columns, lr, mu float64, batch int, d *Draws) (squares float64, ok bool)
}

// Linear is a problem whose minibatch gradient is affine in w; its moments
// close, so that the theory of it is exact.
type Linear interface {
	Problem
	// Law is the law of the minibatch gradient up to what moments need.
	Law(batch int) Law
	// Hessians fills dst with successive minibatch Hessians Â, as one walker
	// would meet them; d is made for one walker.
	Hessians(dst []plane.Sym, batch int, d *Draws)
}

// Law describes a minibatch gradient that is affine in v = w − Min:
// g = Â v + ξ with random Â and ξ, E ξ = 0.
type Law struct {
	Min     plane.Vec    // where the loss is smallest
	Floor   float64      // the loss there
	H       plane.Sym    // E[Â], the Hessian
	Moments Moments      // of Â, to the fourth order
	Add     plane.Sym    // Cov(ξ), the noise at the minimum
	Cross   [2]plane.Sym // the noise linear in v: Cov(g) contains v₁ Cross[0] + v₂ Cross[1]
	Copies  bool         // the coordinates are independent problems of one parameter each
}

// Multiplicative is the part of the noise covariance that is linear in the
// second moments V = E[v v']: E[Â V Â] − H V H.
func (l *Law) Multiplicative(v plane.Sym) plane.Sym {
	c := l.Moments.cov
	return plane.Sym{
		v[0]*c(0, 0) + 2*v[1]*c(0, 1) + v[2]*c(1, 1),
		v[0]*c(0, 1) + v[1]*(c(0, 2)+c(1, 1)) + v[2]*c(1, 2),
		v[0]*c(1, 1) + 2*v[1]*c(1, 2) + v[2]*c(2, 2),
	}
}

// Noise is the covariance of the minibatch gradient averaged over walkers with
// mean e and second moments V of v (theory: C = Cov(g) with e = E v, V = E v v').
func (l *Law) Noise(e plane.Vec, v plane.Sym) plane.Sym {
	return l.Multiplicative(v).Plus(1, l.Add).Plus(e[0], l.Cross[0]).Plus(e[1], l.Cross[1])
}

// Draws is what a block of walkers keeps from step to step to draw its
// minibatches: the random stream, scratch, and orders of the data.
type Draws struct {
	Stream  *rng.Stream
	n       int
	scratch [5][]float64
	index   []int32  // sampled indices of a few walkers
	order   []uint16 // permutations of the data: one, or one per walker
	points  int      // what order permutes
	used    int      // how much of the epoch's order is used up
	mapped  Columns  // positions in a [Scaled] problem's own coordinates; nil without one
}

// NewDraws makes the draws of a block of n walkers from a stream of its own.
func NewDraws(n int, s *rng.Stream) *Draws {
	d := &Draws{Stream: s, n: n}
	for k := range d.scratch {
		d.scratch[k] = make([]float64, n)
	}
	return d
}

// normals fills scratch column k and returns it.
func (d *Draws) normals(k int) []float64 {
	d.Stream.Normals(d.scratch[k])
	return d.scratch[k]
}

// chiSquares fills scratch column k and returns it.
func (d *Draws) chiSquares(k int, c rng.ChiSquare) []float64 {
	d.Stream.ChiSquares(d.scratch[k], c)
	return d.scratch[k]
}
