package problem_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/combin"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// monomial is a product of powers of the entries 11, 12 and 22 of a symmetric
// matrix; poly is a polynomial in them.
type (
	monomial [3]int
	poly     map[monomial]float64
)

// add adds k p q to the polynomial r and returns it.
func (r poly) add(k float64, p, q poly) poly {
	for a, x := range p {
		for b, y := range q {
			r[monomial{a[0] + b[0], a[1] + b[1], a[2] + b[2]}] += k * x * y
		}
	}
	return r
}

// mean is E of the polynomial given that of monomials.
func (r poly) mean(e func(monomial) float64) float64 {
	var sum float64
	for m, k := range r {
		sum += k * e(m)
	}
	return sum
}

// power is p to the n.
func (r poly) power(n int) poly {
	q := poly{{}: 1}
	for range n {
		q = poly{}.add(1, q, r)
	}
	return q
}

// entries are those of a symmetric matrix as polynomials in themselves.
var entries = [3]poly{{{1, 0, 0}: 1}, {{0, 1, 0}: 1}, {{0, 0, 1}: 1}}

// whitened are the entries of Â = (1/S) L W L' as polynomials in those of the
// standard Wishart matrix W.
func whitened(a plane.Sym, batch int) [3]poly {
	// Not by Cholesky, which the code under test uses, but by the root of A.
	l1, l2, axis := a.Eigen()
	root := axis.Outer().Scale(math.Sqrt(l1)).Plus(math.Sqrt(max(0, l2)), plane.Vec{-axis[1], axis[0]}.Outer())
	inv := 1 / float64(batch)
	rows := [2]plane.Vec{{root[0], root[1]}, {root[1], root[2]}}
	entry := func(r, s plane.Vec) poly {
		return poly{
			{1, 0, 0}: inv * r[0] * s[0],
			{0, 1, 0}: inv * (r[0]*s[1] + r[1]*s[0]),
			{0, 0, 1}: inv * r[1] * s[1],
		}
	}
	return [3]poly{entry(rows[0], rows[0]), entry(rows[0], rows[1]), entry(rows[1], rows[1])}
}

// wishart is E of a monomial in the entries of W = T T' by Bartlett's factors:
// W₁₁ = T₁₁², W₁₂ = T₁₁ T₂₁, W₂₂ = T₂₁² + T₂₂².
func wishart(batch int, m monomial) float64 {
	i, j, k := m[0], m[1], m[2]
	if j%2 == 1 {
		return 0
	}
	var sum float64
	for b := range k + 1 {
		sum += float64(combin.Binomial(k, b)) * rising(1, j/2+b) * rising(batch-1, k-b)
	}
	return rising(batch, i+j/2) * sum
}

// rising is E of the nth power of χ²(ν): ν (ν+2) ... (ν+2n−2).
func rising(nu, n int) float64 {
	product := 1.0
	for r := range n {
		product *= float64(nu + 2*r)
	}
	return product
}

// eachMonomial calls f for all monomials of the degrees that Moments holds.
func eachMonomial(f func(m monomial)) {
	for i := range 5 {
		for j := range 5 - i {
			for k := range 5 - i - j {
				f(monomial{i, j, k})
			}
		}
	}
}

// TestGaussianMoments compares the moments of a batch, which Law gets by
// sharing factors among samples, with those by way of Bartlett's factors.
func TestGaussianMoments(t *testing.T) {
	for _, c := range cases() {
		p, ok := c.p.(*problem.Gaussian)
		if !ok {
			continue
		}
		for _, s := range c.batches {
			law := p.Law(s)
			h := whitened(p.A.Plus(1, p.Input), s)
			for k := range h {
				h[k][monomial{}] += p.Ridge[k]
			}
			e := func(m monomial) float64 { return wishart(s, m) }
			eachMonomial(func(m monomial) {
				product := poly{}.add(1, poly{}.add(1, h[0].power(m[0]), h[1].power(m[1])), h[2].power(m[2]))
				want := product.mean(e)
				what := fmt.Sprintf("%s, S = %d: moment %v", c.name, s, m)
				near(t, what, law.Moments[m[0]][m[1]][m[2]], want, 1e-13+1e-10*math.Abs(want))
			})
		}
	}
}

// TestGaussianSecondMoments uses E[Âᵢⱼ Âₖₗ] = Aᵢⱼ Aₖₗ + (Aᵢₖ Aⱼₗ + Aᵢₗ Aⱼₖ)/S.
func TestGaussianSecondMoments(t *testing.T) {
	a := plane.Rotated(1.5, 0.2, -75)
	p := &problem.Gaussian{A: a, Sigma: 1}
	at := func(i, j int) float64 { return a[i+j] }
	for _, s := range []int{1, 2, 3, 8, 64} {
		law := p.Law(s)
		for pair := range 16 {
			i, j, k, l := pair&1, pair>>1&1, pair>>2&1, pair>>3
			var m monomial
			m[i+j]++
			m[k+l]++
			want := at(i, j)*at(k, l) + (at(i, k)*at(j, l)+at(i, l)*at(j, k))/float64(s)
			near(t, fmt.Sprintf("S = %d: moment %v", s, m), law.Moments[m[0]][m[1]][m[2]], want, 1e-13)
		}
	}
}

// allBatches lists every batch of s of n points, all equally likely.
func allBatches(n, s int, sampling problem.Sampling) [][]int {
	if sampling != problem.WithReplacement {
		return combin.Combinations(n, s)
	}
	lens := make([]int, s)
	for i := range lens {
		lens[i] = n
	}
	return combin.Cartesian(lens)
}

// TestDatasetByEnumeration compares Law and NoiseCov with sums over all batches.
func TestDatasetByEnumeration(t *testing.T) {
	for name, sampling := range samplings {
		for n := 1; n <= 5; n++ {
			for s := 1; s <= n; s++ {
				t.Run(fmt.Sprintf("%s/N=%d,S=%d", name, n, s), func(t *testing.T) {
					if n >= 3 {
						enumerate(t, heteroscedastic(n, sampling), s)
					}
					enumerate(t, sampled(n, 1, sampling), s)
				})
			}
		}
	}
}

func enumerate(t *testing.T, p *problem.Dataset, s int) {
	batches := allBatches(p.Points(), s, p.Sampling)
	law := p.Law(s)
	var moments problem.Moments
	for _, b := range batches {
		h := hessian(p, b)
		eachMonomial(func(m monomial) {
			product := math.Pow(h[0], float64(m[0])) * math.Pow(h[1], float64(m[1])) * math.Pow(h[2], float64(m[2]))
			moments[m[0]][m[1]][m[2]] += product / float64(len(batches))
		})
	}
	eachMonomial(func(m monomial) {
		want := moments[m[0]][m[1]][m[2]]
		near(t, fmt.Sprintf("moment %v", m), law.Moments[m[0]][m[1]][m[2]], want, 1e-12*(1+math.Abs(want)))
	})
	for _, w := range places(p) {
		var noise plane.Sym
		for _, b := range batches {
			noise = noise.Plus(1/float64(len(batches)), gradient(p, b, w).Sub(p.Grad(w)).Outer())
		}
		v := w.Sub(law.Min)
		nearSym(t, "NoiseCov", p.NoiseCov(w, s), noise, 1e-12)
		nearSym(t, "Noise", law.Noise(v, v.Outer()), noise, 1e-12)
	}
}

// hessian is that of one batch, by its definition.
func hessian(p *problem.Dataset, batch []int) plane.Sym {
	var h plane.Sym
	for _, i := range batch {
		h = h.Plus(1/float64(len(batch)), p.Input(i).Outer())
	}
	return h
}

// gradient is that of one batch at w, by its definition.
func gradient(p *problem.Dataset, batch []int, w plane.Vec) plane.Vec {
	var g plane.Vec
	for _, i := range batch {
		x := p.Input(i)
		r := (x.Dot(w) - p.Y[i]) / float64(len(batch))
		g = plane.Vec{g[0] + r*x[0], g[1] + r*x[1]}
	}
	return g
}
