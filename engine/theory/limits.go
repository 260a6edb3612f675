package theory

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

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
// x ← K x with K = E[M ⊗ … ⊗ M]; the limit is the learning rate at which the
// spectral radius of K reaches 1 (theory of products of random matrices; at
// p = 2 and full batches this is the exact threshold of Mulayoff and Michaeli
// 2024). A limit within a millionth of the next higher one is set equal to it.
// All are 0 if the Hessian has a negative eigenvalue: then every λ moves away
// from the stationary point.
func LimitsOf(l *problem.Law, mu float64) Limits {
	var r Limits
	r.Mean = MeanLimit(l, mu)
	r.Variance = VarianceLimit(l, mu)
	r.Fourth = momentLimit(l, mu, 4, r.Variance)
	return r
}

// VarianceLimit is Limits.Variance alone, at a fraction of the cost.
func VarianceLimit(l *problem.Law, mu float64) float64 {
	return momentLimit(l, mu, 2, MeanLimit(l, mu))
}

// MeanLimit is Limits.Mean alone.
func MeanLimit(l *problem.Law, mu float64) float64 {
	largest, least, _ := l.H.Eigen()
	if least < -1e-12*l.H.Norm() {
		return 0
	}
	return 2 * (1 + mu) / largest
}

// momentLimit finds the λ in (0, most] at which the moments of order p cease to
// be bounded; it is most if they don't before.
func momentLimit(l *problem.Law, mu float64, p int, most float64) float64 {
	if most == 0 {
		return 0
	}
	tensors, moments := newTensors(p, mu), l.Moments.Shifted(ground(l))
	k := tensors.evolution(&moments, mu)
	excess := func(lr float64) float64 { return tensors.excess(k.at(lr)) }
	hi := most * (1 - 1e-6)
	fhi := excess(hi)
	if fhi < 0 {
		return most
	}
	for range 60 {
		lo := hi / 2
		flo := excess(lo)
		if flo < 0 {
			return zero(excess, lo, flo, hi, fhi)
		}
		hi, fhi = lo, flo
	}
	return 0
}

// zero finds the zero of f between lo (f < 0) and hi (f > 0) to a relative
// 1e-13, and better where f is smooth, by the ITP method (Oliveira and Takahashi
// 2020): a secant that is kept within reach of bisection, because f may bend
// sharply at its zero.
func zero(f func(float64) float64, lo, flo, hi, fhi float64) float64 {
	half := 0.5e-13 * hi // half of the bracket to end with
	reach := math.Exp2(1+math.Ceil(math.Log2((hi-lo)/(2*half)))) * half
	nudge := 0.2 / (hi - lo)
	for ; hi-lo > 2*half; reach /= 2 {
		mid := (lo + hi) / 2
		x := (lo*fhi - hi*flo) / (fhi - flo)
		if d := nudge * (hi - lo) * (hi - lo); math.Abs(mid-x) > d {
			x += math.Copysign(d, mid-x)
		} else {
			x = mid // for NaN, too
		}
		if r := reach - (hi-lo)/2; math.Abs(mid-x) > r {
			x = mid - math.Copysign(r, mid-x)
		}
		switch fx := f(x); {
		case fx < 0:
			lo, flo = x, fx
		case fx > 0:
			hi, fhi = x, fx
		default:
			return x
		}
	}
	if x := lo - flo/(fhi-flo)*(hi-lo); x >= lo && x <= hi {
		return x
	}
	return (lo + hi) / 2
}

// tensors indexes the symmetric tensors of an even order over z = (v₁, v₂, λm₁,
// λm₂), or over v alone without momentum, by monomials z^α.
type tensors struct {
	order     int
	monomials [][4]int
	index     map[[4]int]int
	half      [][4]int // the monomials of half the order
}

func newTensors(order int, mu float64) *tensors {
	t := &tensors{order, monomials(order, mu), map[[4]int]int{}, monomials(order/2, mu)}
	for i, alpha := range t.monomials {
		t.index[alpha] = i
	}
	return t
}

func monomials(order int, mu float64) (list [][4]int) {
	most := order // of the momenta's exponents
	if mu == 0 {
		most = 0
	}
	for c := range most + 1 {
		for d := range most + 1 - c {
			for a := range order + 1 - c - d {
				list = append(list, [4]int{a, order - a - c - d, c, d})
			}
		}
	}
	return list
}

// term is one summand of a row of the update: coef · λÂ entry · z component.
type term struct {
	coef     float64
	entry, z int // entry −1: none, and no λ
}

// rows of v' = v − μ(λm) − λÂv and (λm)' = μ(λm) + λÂv.
func rows(mu float64) [4][]term {
	return [4][]term{
		{{1, -1, 0}, {-mu, -1, 2}, {-1, 0, 0}, {-1, 1, 1}},
		{{1, -1, 1}, {-mu, -1, 3}, {-1, 1, 0}, {-1, 2, 1}},
		{{mu, -1, 2}, {1, 0, 0}, {1, 1, 1}},
		{{mu, -1, 3}, {1, 1, 0}, {1, 2, 1}},
	}
}

// evolution is K as a polynomial in λ: the matrices by its powers.
type evolution []square

// at is the matrix K with E[z'^α] = Σ_β K_αβ E[z^β] of one step.
func (e evolution) at(lr float64) square {
	k := newSquare(e[0].n)
	for _, by := range slices.Backward(e) { // Horner
		floats.Scale(lr, k.a)
		floats.Add(k.a, by.a)
	}
	return k
}

// evolution expands K once for all λ, because its zeros are sought.
func (t *tensors) evolution(m *problem.Moments, mu float64) evolution {
	k := make(evolution, t.order+1)
	for power := range k {
		k[power] = newSquare(len(t.monomials))
	}
	terms := rows(mu)
	for row, alpha := range t.monomials {
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
			by := k[entries[0]+entries[1]+entries[2]]
			by.a[row*by.n+t.index[z]] += coef * m[entries[0]][entries[1]][entries[2]]
		}
		expand(alpha, 1, [3]int{}, [4]int{})
	}
	return k
}

// excess has the sign of ρ(K) − 1 and, near its zero, is proportional to it.
//
// K maps the cone of tensors whose flattening E[z^β z^γ] is semidefinite into
// itself. So ρ(K) < 1 if and only if x = y + K x has a solution in the cone for
// y inside the cone, here a standard normal's moments (Krein and Rutman 1948).
// The size of the solution tends to infinity as 1/(1−ρ). K is destroyed.
func (t *tensors) excess(k square) float64 {
	x := make([]float64, k.n)
	for i, alpha := range t.monomials {
		x[i] = 1
		for _, a := range alpha {
			x[i] *= normalMoment(a)
		}
		for j := range k.n {
			k.a[i*k.n+j] *= -1
		}
		k.a[i*k.n+i]++
	}
	k.solve(x)
	var size float64
	for i := range 4 {
		var pure [4]int
		pure[i] = t.order
		if at, ok := t.index[pure]; ok {
			size += x[at]
		}
	}
	if t.flattened(x).semidefinite() {
		return -1 / size
	}
	return math.Abs(1 / size)
}

// normalMoment is E zⁿ of a standard normal z, n ≤ 4.
func normalMoment(n int) float64 { return [5]float64{1, 0, 1, 0, 3}[n] }

// flattened is the matrix E[z^β z^γ] over monomials of half the order, scaled to
// a diagonal of ±1.
func (t *tensors) flattened(x []float64) square {
	f := newSquare(len(t.half))
	for i, beta := range t.half {
		for j, gamma := range t.half {
			var sum [4]int
			for c := range sum {
				sum[c] = beta[c] + gamma[c]
			}
			f.a[i*f.n+j] = x[t.index[sum]]
		}
	}
	scale := make([]float64, f.n)
	for i := range scale {
		scale[i] = 1 / math.Sqrt(math.Abs(f.a[i*f.n+i]))
	}
	for i := range scale {
		for j := range scale {
			f.a[i*f.n+j] *= scale[i] * scale[j]
		}
	}
	return f
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
