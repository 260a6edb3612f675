package theory

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Rest is the stationary law of position and momentum together. A state whose
// covariance of w passes through the stationary one has not come to rest while
// its momenta still swing.
type Rest struct {
	lr     float64
	n      int           // 4, or 2 without momentum: then the next step forgets m
	joint  [4][4]float64 // covariance of (v, λm)
	factor [4][4]float64 // its Cholesky factor
}

// RestOf is the stationary law whose covariance of w is sigma, see [Stationary].
// With λm = v₋ − v, v₋ being the position one step before, it follows from
// Q = E[v v₋'] = (BΣ − μΣB)/(1−μ²), B = (1+μ)I − λH (derived).
func RestOf(l *problem.Law, sigma plane.Sym, lr, mu float64) Rest {
	r := Rest{lr: lr, n: 2}
	if mu > 0 {
		r.n = 4
	}
	b := plane.Sym{1 + mu, 0, 1 + mu}.Plus(-lr, l.H)
	full := func(a plane.Sym) [2][2]float64 { return [2][2]float64{{a[0], a[1]}, {a[1], a[2]}} }
	s, f := full(sigma), full(b)
	var q [2][2]float64
	for i := range 2 {
		for j := range 2 {
			for k := range 2 {
				q[i][j] += (f[i][k]*s[k][j] - mu*s[i][k]*f[k][j]) / (1 - mu*mu)
			}
		}
	}
	for i := range 2 {
		for j := range 2 {
			r.joint[i][j] = s[i][j]
			r.joint[i][2+j], r.joint[2+j][i] = q[i][j]-s[i][j], q[i][j]-s[i][j]
			r.joint[2+i][2+j] = 2*s[i][j] - q[i][j] - q[j][i]
		}
	}
	r.factorise()
	return r
}

// factorise computes the Cholesky factor. Directions without noise count as if
// they had a billionth of the others' variance.
func (r *Rest) factorise() {
	for i := range r.n {
		block := i - i%2
		little := 1e-9 * (r.joint[block][block] + r.joint[block+1][block+1])
		for j := range i + 1 {
			sum := r.joint[i][j]
			for k := range j {
				sum -= r.factor[i][k] * r.factor[j][k]
			}
			if i == j {
				r.factor[i][i] = math.Sqrt(math.Max(sum, little))
			} else {
				r.factor[i][j] = sum / r.factor[j][j]
			}
		}
	}
}

// Reached reports whether s is at rest: in coordinates in which the stationary
// covariance is the unit matrix, the mean must be at most shift from 0 and the
// covariance at most spread (Frobenius) from 1. So no direction hides behind a
// wider one. It is false where nothing is noisy.
func (r *Rest) Reached(s *State, shift, spread float64) bool {
	scale := [4]float64{1, 1, r.lr, r.lr}
	var mean [4]float64
	var off [4][4]float64
	for i := range r.n {
		mean[i] = scale[i] * s.Mean[i]
		for j := range r.n {
			off[j][i] = scale[i]*scale[j]*(s.Second[i][j]-s.Mean[i]*s.Mean[j]) - r.joint[i][j]
		}
	}
	r.whiten(&mean)
	var far, wide float64
	for i := range r.n {
		far += mean[i] * mean[i]
		r.whiten(&off[i])
	}
	for j := range r.n { // the other side
		row := [4]float64{off[0][j], off[1][j], off[2][j], off[3][j]}
		r.whiten(&row)
		for i := range r.n {
			wide += row[i] * row[i]
		}
	}
	return far <= shift*shift && wide <= spread*spread
}

// whiten solves factor y = z in place.
func (r *Rest) whiten(z *[4]float64) {
	for i := range r.n {
		for k := range i {
			z[i] -= r.factor[i][k] * z[k]
		}
		z[i] /= r.factor[i][i]
	}
}
