package problem

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Valley is the two-layer scalar network f = w₁ w₂ x on x ~ N(0, A) and labels
// y = C x + ε with label noise of standard deviation Sigma. With v = w₁w₂ − C,
//
//	L(w) = ½ A v² + σ²/2,
//
// whose minima are the hyperbola w₁w₂ = C, a curved valley. All of it is
// derived for this example of section 5 of Ziyin et al. 2022.
//
// The minibatch gradient is γ (w₂, w₁) with one random number γ per walker.
// Hence every step multiplies D = w₁² − w₂² by exactly 1 − λ²γ².
type Valley struct {
	A     float64 // variance of the input, positive
	C     float64 // the product of weights that fits best
	Sigma float64
	// FullBatch turns the noise off: every gradient is that of the loss, as
	// with infinitely many samples.
	FullBatch bool
}

var _ SquaredError = (*Valley)(nil)

// residual is v.
func (p *Valley) residual(w plane.Vec) float64 { return w[0]*w[1] - p.C }

// Loss implements [Problem].
func (p *Valley) Loss(w plane.Vec) float64 {
	v := p.residual(w)
	return (p.A*v*v + p.Sigma*p.Sigma) / 2
}

// Grad implements [Problem].
func (p *Valley) Grad(w plane.Vec) plane.Vec {
	g := p.A * p.residual(w)
	return plane.Vec{g * w[1], g * w[0]}
}

// Hess implements [Problem].
func (p *Valley) Hess(w plane.Vec) plane.Sym {
	h := p.GaussNewton(w)
	h[1] += p.A * p.residual(w)
	return h
}

// GaussNewton implements [SquaredError].
func (p *Valley) GaussNewton(w plane.Vec) plane.Sym {
	return plane.Vec{w[1], w[0]}.Outer().Scale(p.A)
}

// Minimum implements [Problem]: the flattest of the minima, w₁² = w₂².
func (p *Valley) Minimum() plane.Vec {
	r := math.Sqrt(math.Abs(p.C))
	return plane.Vec{r, math.Copysign(r, p.C)}
}

// NoiseCov implements [Problem]: S C(w) = (σ²A + 2A²v²) n n' with n = (w₂, w₁),
// by Isserlis' theorem.
func (p *Valley) NoiseCov(w plane.Vec, batch int) plane.Sym {
	if p.FullBatch {
		return plane.Sym{}
	}
	v := p.residual(w)
	c := (p.Sigma*p.Sigma*p.A + 2*p.A*p.A*v*v) / float64(batch)
	return plane.Vec{w[1], w[0]}.Outer().Scale(c)
}

// Gradients implements [Problem] at a cost that doesn't grow with the batch
// size: Σx² = A Q with Q ~ χ²(S), and Σxε given Q is N(0, σ²A Q). So
// γ = (A Q v + σ √(A Q) z)/S with a standard normal z has the exact law.
func (p *Valley) Gradients(g, w Columns, batch int, d *Draws) {
	if p.FullBatch {
		for i := range w[0] {
			v := p.Grad(plane.Vec{w[0][i], w[1][i]})
			g[0][i], g[1][i] = v[0], v[1]
		}
		return
	}
	chi := rng.NewChiSquare(batch)
	qs, zs := d.chiSquares(0, chi), d.normals(1)
	n := len(qs)
	w1s, w2s, g1s, g2s := w[0][:n], w[1][:n], g[0][:n], g[1][:n]
	zs = zs[:n]
	a, c, inv := p.A, p.C, 1/float64(batch)
	noise := p.Sigma * math.Sqrt(a)
	for i := range n {
		w1, w2, q := w1s[i], w2s[i], qs[i]
		gamma := inv * (a*q*(w1*w2-c) + noise*math.Sqrt(q)*zs[i])
		g1s[i], g2s[i] = gamma*w2, gamma*w1
	}
}
