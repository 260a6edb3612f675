package problem

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Gaussian is linear regression on endless data: x ~ N(0, A) and labels
// y = u·x + ε with label noise of standard deviation Sigma (section 4.2 of
// Ziyin et al. 2022). L(w) = ½ (w−u)'A(w−u) + σ²/2.
type Gaussian struct {
	A     plane.Sym // feature covariance, positive semidefinite
	U     plane.Vec // the teacher
	Sigma float64
}

var _ Linear = (*Gaussian)(nil)

// Loss implements [Problem].
func (p *Gaussian) Loss(w plane.Vec) float64 { return p.A.Quad(w.Sub(p.U))/2 + p.floor() }

// Grad implements [Problem].
func (p *Gaussian) Grad(w plane.Vec) plane.Vec { return p.A.Apply(w.Sub(p.U)) }

// Hess implements [Problem].
func (p *Gaussian) Hess(plane.Vec) plane.Sym { return p.A }

// Minimum implements [Problem].
func (p *Gaussian) Minimum() plane.Vec { return p.U }

func (p *Gaussian) floor() float64 { return p.Sigma * p.Sigma / 2 }

// NoiseCov implements [Problem]: S C(w) = (σ² + v'A v) A + A v v'A with
// v = w − u, by Isserlis' theorem.
func (p *Gaussian) NoiseCov(w plane.Vec, batch int) plane.Sym {
	v := w.Sub(p.U)
	c := p.A.Scale(p.Sigma*p.Sigma+p.A.Quad(v)).Plus(1, p.A.Apply(v).Outer())
	return c.Scale(1 / float64(batch))
}

// Law implements [Linear].
func (p *Gaussian) Law(batch int) Law {
	mean := sampleMean{raw: p.rawMoment, batch: batch}
	return Law{
		Min: p.U, Floor: p.floor(), H: p.A, Moments: mean.moments(),
		Add: p.A.Scale(p.Sigma * p.Sigma / float64(batch)),
	}
}

// rawMoment is E[x₁ᵖ x₂^q], by expanding x = L z in independent normals.
func (p *Gaussian) rawMoment(i, j int) float64 {
	l11, l21, l22 := p.A.Cholesky()
	var sum float64
	for k := range j + 1 {
		sum += float64(combin.Binomial(j, k)) * math.Pow(l21, float64(k)) * math.Pow(l22, float64(j-k)) *
			normalMoment(i+k) * normalMoment(j-k)
	}
	return math.Pow(l11, float64(i)) * sum
}

// normalMoment is E zⁿ of a standard normal z.
func normalMoment(n int) float64 {
	if n%2 == 1 {
		return 0
	}
	m := 1.0
	for ; n > 1; n -= 2 {
		m *= float64(n - 1)
	}
	return m
}

// Gradients implements [Problem] at a cost that doesn't grow with the batch
// size. With x = L z the batch's second moments are Wishart, Z'Z = T T' with T
// lower triangular, T₁₁² ~ χ²(S), T₂₂² ~ χ²(S−1), T₂₁ ~ N(0, 1) (Bartlett
// 1933), and Z'ε given Z has the law of σ T ζ with ζ ~ N(0, I). Hence
// g = (1/S) L T (T' L'v + σ ζ), the exact law and no approximation.
func (p *Gaussian) Gradients(g, w Columns, batch int, d *Draws) {
	if batch == 1 {
		p.single(g, w, d)
		return
	}
	l11, l21, l22 := p.A.Cholesky()
	u1, u2, sigma := p.U[0], p.U[1], p.Sigma
	inv := 1 / float64(batch)
	first, second := rng.NewChiSquare(batch), rng.NewChiSquare(batch-1)
	c11, c22, t21s := d.chiSquares(0, &first), d.chiSquares(1, &second), d.normals(2)
	z1s, z2s := d.normals(3), d.normals(4)
	n := len(c11)
	w1s, w2s, g1s, g2s := w[0][:n], w[1][:n], g[0][:n], g[1][:n]
	c22, t21s, z1s, z2s = c22[:n], t21s[:n], z1s[:n], z2s[:n]
	for i := range n {
		v1, v2 := w1s[i]-u1, w2s[i]-u2
		p1, p2 := l11*v1+l21*v2, l22*v2
		t11, t21, t22 := math.Sqrt(c11[i]), t21s[i], math.Sqrt(c22[i])
		q1 := t11*p1 + t21*p2 + sigma*z1s[i]
		q2 := t22*p2 + sigma*z2s[i]
		h1, h2 := inv*t11*q1, inv*(t21*q1+t22*q2)
		g1s[i] = l11 * h1
		g2s[i] = l21*h1 + l22*h2
	}
}

// single is the gradient of one sample, x (x·v − ε).
func (p *Gaussian) single(g, w Columns, d *Draws) {
	l11, l21, l22 := p.A.Cholesky()
	u1, u2, sigma := p.U[0], p.U[1], p.Sigma
	z1s, z2s, es := d.normals(0), d.normals(1), d.normals(2)
	n := len(z1s)
	w1s, w2s, g1s, g2s := w[0][:n], w[1][:n], g[0][:n], g[1][:n]
	z2s, es = z2s[:n], es[:n]
	for i := range n {
		x1 := l11 * z1s[i]
		x2 := l21*z1s[i] + l22*z2s[i]
		r := x1*(w1s[i]-u1) + x2*(w2s[i]-u2) - sigma*es[i]
		g1s[i] = x1 * r
		g2s[i] = x2 * r
	}
}

// Hessians implements [Linear]: Â = (1/S) L T T' L'.
func (p *Gaussian) Hessians(dst []plane.Sym, batch int, d *Draws) {
	l11, l21, l22 := p.A.Cholesky()
	inv := 1 / float64(batch)
	first, second := rng.NewChiSquare(batch), rng.NewChiSquare(batch-1)
	var c11, c22, t21 [1]float64
	for i := range dst {
		d.Stream.ChiSquares(c11[:], &first)
		d.Stream.ChiSquares(c22[:], &second)
		d.Stream.Normals(t21[:])
		t11 := math.Sqrt(c11[0])
		w11, w12, w22 := c11[0], t11*t21[0], t21[0]*t21[0]+c22[0]
		// L W L' by columns of L.
		a, b := l11*w11, l11*w12
		e := l21*w11 + l22*w12
		f := l21*w12 + l22*w22
		dst[i] = plane.Sym{inv * a * l11, inv * (a*l21 + b*l22), inv * (e*l21 + f*l22)}
	}
}
