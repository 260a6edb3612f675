package theory

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Limits holds the learning rates at which the moments of w cease to be bounded.
type Limits struct {
	Mean     float64 // of the mean: 2(1+μ)/h_max, the limit of gradient descent
	Variance float64 // of the second moments: above it there is no covariance
	Fourth   float64 // of the fourth: above it an empirical covariance has infinite variance
}

// LimitsOf computes the limits for momentum μ. The p-th moments of the
// homogeneous part of the update obey a linear recursion on symmetric tensors,
// E[M ⊗ … ⊗ M]; the limit is the learning rate at which its spectral radius
// reaches 1 (theory of products of random matrices; at p = 2 and full batches
// this is the exact threshold of Mulayoff and Michaeli 2024).
func LimitsOf(l *problem.Law, mu float64) Limits {
	largest, _, _ := l.H.Eigen()
	var r Limits
	r.Mean = 2 * (1 + mu) / largest
	r.Variance = momentLimit(l, mu, 2, r.Mean)
	r.Fourth = momentLimit(l, mu, 4, r.Variance)
	return r
}

// momentLimit finds the first λ in (0, most] at which the moments of order p
// stop decaying; it is most if they don't before.
func momentLimit(l *problem.Law, mu float64, p int, most float64) float64 {
	tensors := newTensors(p, mu)
	growth := func(lr float64) float64 { return math.Log(tensors.evolution(&l.Moments, lr, mu).radius()) }
	hi, ghi := most, growth(most)
	if !(ghi > 1e-12) {
		return most
	}
	lo := most / 2
	glo := growth(lo)
	for range 60 {
		if glo < 0 {
			return illinois(growth, lo, glo, hi, ghi)
		}
		hi, ghi = lo, glo
		lo /= 2
		glo = growth(lo)
	}
	return 0
}

// illinois finds the zero of f between lo (f < 0) and hi (f > 0) by the
// Illinois variant of regula falsi (Dowell and Jarratt 1971).
func illinois(f func(float64) float64, lo, flo, hi, fhi float64) float64 {
	side := 0
	for range 100 {
		x := (lo*fhi - hi*flo) / (fhi - flo)
		if hi-lo <= 1e-13*hi || x <= lo || x >= hi {
			break
		}
		fx := f(x)
		switch {
		case fx == 0:
			return x
		case fx < 0:
			lo, flo = x, fx
			if side < 0 {
				fhi /= 2
			}
			side = -1
		default:
			hi, fhi = x, fx
			if side > 0 {
				flo /= 2
			}
			side = 1
		}
	}
	return (lo*fhi - hi*flo) / (fhi - flo)
}

// tensors indexes the symmetric tensors of order p over z = (v₁, v₂, λm₁, λm₂),
// or over v alone without momentum, by monomials z^α.
type tensors struct {
	monomials [][4]int
	index     map[[4]int]int
}

func newTensors(p int, mu float64) *tensors {
	t := &tensors{index: map[[4]int]int{}}
	most := p // of the momenta's exponents
	if mu == 0 {
		most = 0
	}
	for c := range most + 1 {
		for d := range most + 1 - c {
			for a := range p + 1 - c - d {
				m := [4]int{a, p - a - c - d, c, d}
				t.index[m] = len(t.monomials)
				t.monomials = append(t.monomials, m)
			}
		}
	}
	return t
}

// term is one summand of a row of the update: coef · Â entry · z component.
type term struct {
	coef     float64
	entry, z int // entry −1: none
}

// rows of v' = v − μ(λm) − λÂv and (λm)' = μ(λm) + λÂv.
func rows(lr, mu float64) [4][]term {
	return [4][]term{
		{{1, -1, 0}, {-mu, -1, 2}, {-lr, 0, 0}, {-lr, 1, 1}},
		{{1, -1, 1}, {-mu, -1, 3}, {-lr, 1, 0}, {-lr, 2, 1}},
		{{mu, -1, 2}, {lr, 0, 0}, {lr, 1, 1}},
		{{mu, -1, 3}, {lr, 1, 0}, {lr, 2, 1}},
	}
}

// evolution is the matrix K with E[z'^α] = Σ_β K_αβ E[z^β] of one step.
func (t *tensors) evolution(m *problem.Moments, lr, mu float64) square {
	k := newSquare(len(t.monomials))
	terms := rows(lr, mu)
	for row, alpha := range t.monomials {
		out := k.a[row*k.n : (row+1)*k.n]
		var expand func(left [4]int, coef float64, entries [3]int, z [4]int)
		expand = func(left [4]int, coef float64, entries [3]int, z [4]int) {
			for i := range left {
				if left[i] == 0 {
					continue
				}
				left[i]--
				for _, f := range terms[i] {
					if f.coef == 0 {
						continue
					}
					e, y := entries, z
					if f.entry >= 0 {
						e[f.entry]++
					}
					y[f.z]++
					expand(left, coef*f.coef, e, y)
				}
				return
			}
			out[t.index[z]] += coef * m[entries[0]][entries[1]][entries[2]]
		}
		expand(alpha, 1, [3]int{}, [4]int{})
	}
	return k
}

// Contraction is the factor by which a mean offset shrinks per step in the
// long run: the spectral radius of the mean map, whose eigenvalues solve
// z² − (1 + μ − λh) z + μ = 0 for each eigenvalue h of the Hessian.
func Contraction(h plane.Sym, lr, mu float64) float64 {
	l1, l2, _ := h.Eigen()
	radius := func(h float64) float64 {
		b := (1 + mu - lr*h) / 2
		if d := b*b - mu; d >= 0 {
			return math.Abs(b) + math.Sqrt(d)
		}
		return math.Sqrt(mu)
	}
	return math.Max(radius(l1), radius(l2))
}
