// Package plane holds vectors and symmetric matrices of the two-parameter
// plane in which walkers move, small enough to live in registers.
package plane

import "math"

// Vec is a vector (w₁, w₂).
type Vec [2]float64

// Add is v + u.
func (v Vec) Add(u Vec) Vec { return Vec{v[0] + u[0], v[1] + u[1]} }

// Sub is v − u.
func (v Vec) Sub(u Vec) Vec { return Vec{v[0] - u[0], v[1] - u[1]} }

// Dot is v·u.
func (v Vec) Dot(u Vec) float64 { return v[0]*u[0] + v[1]*u[1] }

// Outer is v v'.
func (v Vec) Outer() Sym { return Sym{v[0] * v[0], v[0] * v[1], v[1] * v[1]} }

// Sym is a symmetric matrix by its entries 11, 12 and 22.
type Sym [3]float64

// Rotated is the matrix with eigenvalues l1 and l2 whose first eigenvector
// lies at the given angle (degrees) from the first axis.
func Rotated(l1, l2, degrees float64) Sym {
	s, c := math.Sincos(degrees * math.Pi / 180)
	return Sym{l1*c*c + l2*s*s, (l1 - l2) * c * s, l1*s*s + l2*c*c}
}

// Apply is a·v.
func (a Sym) Apply(v Vec) Vec {
	return Vec{a[0]*v[0] + a[1]*v[1], a[1]*v[0] + a[2]*v[1]}
}

// rank is the relative size below which an eigenvalue counts as zero.
const rank = 1e-12

// Null is the unit vector that a takes to 0, up to rounding; ok is false if
// there is none, or if a is 0.
func (a Sym) Null() (axis Vec, ok bool) {
	l1, l2, first := a.Eigen()
	if math.Abs(l1) < math.Abs(l2) {
		return first, math.Abs(l1) <= rank*math.Abs(l2)
	}
	return Vec{-first[1], first[0]}, math.Abs(l2) <= rank*math.Abs(l1) && l1 != 0
}

// LeastSquares is the x with a x = b or, if a is singular, the shortest one with
// the smallest |a x − b|. Of a = 0 its entries aren't finite.
func (a Sym) LeastSquares(b Vec) Vec {
	null, ok := a.Null()
	if !ok {
		return a.Solve(b)
	}
	k := (b[0]*null[1] - b[1]*null[0]) / a.Trace() // b's component off null over the eigenvalue
	return Vec{k * null[1], -k * null[0]}
}

// Quad is v'a v.
func (a Sym) Quad(v Vec) float64 { return v.Dot(a.Apply(v)) }

// Trace is a₁₁ + a₂₂.
func (a Sym) Trace() float64 { return a[0] + a[2] }

// Det is the determinant.
func (a Sym) Det() float64 { return a[0]*a[2] - a[1]*a[1] }

// Solve is the x with a·x = v; its entries aren't finite if a is singular.
func (a Sym) Solve(v Vec) Vec {
	det := a.Det()
	return Vec{(a[2]*v[0] - a[1]*v[1]) / det, (a[0]*v[1] - a[1]*v[0]) / det}
}

// TraceProd is Tr[a b].
func (a Sym) TraceProd(b Sym) float64 { return a[0]*b[0] + 2*a[1]*b[1] + a[2]*b[2] }

// Plus is a + k b.
func (a Sym) Plus(k float64, b Sym) Sym {
	return Sym{a[0] + k*b[0], a[1] + k*b[1], a[2] + k*b[2]}
}

// Scale is k a.
func (a Sym) Scale(k float64) Sym { return Sym{k * a[0], k * a[1], k * a[2]} }

// Sandwich is a v a for a symmetric v.
func (a Sym) Sandwich(v Sym) Sym {
	p := a[0]*v[0] + a[1]*v[1]
	q := a[0]*v[1] + a[1]*v[2]
	r := a[1]*v[0] + a[2]*v[1]
	s := a[1]*v[1] + a[2]*v[2]
	return Sym{p*a[0] + q*a[1], p*a[1] + q*a[2], r*a[1] + s*a[2]}
}

// Norm is the Frobenius norm.
func (a Sym) Norm() float64 { return math.Sqrt(a.TraceProd(a)) }

// Eigen returns the eigenvalues, the larger first, and the unit eigenvector of
// the larger one; of a multiple of the identity that is the first axis.
func (a Sym) Eigen() (l1, l2 float64, axis Vec) {
	mid, half := (a[0]+a[2])/2, (a[0]-a[2])/2
	r := math.Hypot(half, a[1])
	s, c := math.Sincos(math.Atan2(a[1], half) / 2)
	return mid + r, mid - r, Vec{c, s}
}

// Cholesky is the lower triangular L = (l11, l21, l22) with L L' = a; an
// eigenvalue below zero by rounding counts as zero.
func (a Sym) Cholesky() (l11, l21, l22 float64) {
	l11 = math.Sqrt(math.Max(a[0], 0))
	if l11 > 0 {
		l21 = a[1] / l11
	}
	return l11, l21, math.Sqrt(math.Max(a[2]-l21*l21, 0))
}

// Inverse is a⁻¹; its entries are not finite if a is singular.
func (a Sym) Inverse() Sym { return Sym{a[2], -a[1], a[0]}.Scale(1 / a.Det()) }

// Sqrt is the positive semidefinite root of a positive semidefinite matrix, by
// Cayley and Hamilton's theorem: √a = (a + √det a I)/√(tr a + 2√det a). A
// determinant below zero by rounding counts as zero.
func (a Sym) Sqrt() Sym {
	root := math.Sqrt(math.Max(a.Det(), 0))
	size := math.Sqrt(a.Trace() + 2*root)
	if size == 0 {
		return Sym{}
	}
	return a.Plus(root, Sym{1, 0, 1}).Scale(1 / size)
}

// Finite reports whether no entry is NaN or infinite.
func (a Sym) Finite() bool {
	// 0·x is NaN for these, and unlike a sum it can't overflow.
	return 0*a[0]+0*a[1]+0*a[2] == 0
}
