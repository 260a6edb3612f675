package problem

import (
	"math"

	"sgdnoise/engine/plane"
)

// Logistic is logistic regression with intercept w₁ and slope w₂ on x ~ N(0, 1):
// a label y is 1 with probability p(w, x) = 1/(1 + exp(−w₁ − w₂ x)) at the
// teacher w = u and 0 otherwise, and the loss of a sample is −ln of the
// probability that w gives its label. Expectations are exact to about 1e-12 for
// |w₂| up to 5 (see normalNodes). NewLogistic makes it.
//
// The loss is no squared error. As the teacher is one of the models, S C = H at
// the minimum (the information identity), and only there.
type Logistic struct {
	u       plane.Vec
	teacher [len(normalNodes)]float64 // p(u, x) at the nodes
}

var _ Curved = (*Logistic)(nil)

// NewLogistic makes the regression with teacher u.
func NewLogistic(u plane.Vec) *Logistic {
	p := &Logistic{u: u}
	for i, node := range normalNodes {
		p.teacher[i] = probability(u[0] + u[1]*node.x)
	}
	return p
}

// probability is that of the label 1 at the logit f.
func probability(f float64) float64 { return 1 / (1 + math.Exp(-f)) }

// Loss implements [Problem].
func (p *Logistic) Loss(w plane.Vec) float64 {
	var sum float64
	for i, node := range normalNodes {
		f := w[0] + w[1]*node.x
		// ln(1 + eᶠ), which must not overflow
		nats := math.Max(f, 0) + math.Log1p(math.Exp(-math.Abs(f)))
		sum += node.weight * (nats - p.teacher[i]*f)
	}
	return sum
}

// Grad implements [Problem].
func (p *Logistic) Grad(w plane.Vec) (g plane.Vec) {
	for i, node := range normalNodes {
		e := node.weight * (probability(w[0]+w[1]*node.x) - p.teacher[i])
		g[0] += e
		g[1] += e * node.x
	}
	return g
}

// Hess implements [Problem]: E[p (1 − p) (1, x)(1, x)'].
func (p *Logistic) Hess(w plane.Vec) (h plane.Sym) {
	for _, node := range normalNodes {
		q := probability(w[0] + w[1]*node.x)
		h = h.Plus(node.weight*q*(1-q), plane.Vec{1, node.x}.Outer())
	}
	return h
}

// Minimum implements [Problem].
func (p *Logistic) Minimum() plane.Vec { return p.u }

// NoiseCov implements [Problem]: S C = E[(p − y)² (1, x)(1, x)'] − ∇L ∇L'
// (Prop. 1 of Ziyin et al. 2022).
func (p *Logistic) NoiseCov(w plane.Vec, batch int) plane.Sym {
	var c plane.Sym
	for i, node := range normalNodes {
		q, truth := probability(w[0]+w[1]*node.x), p.teacher[i]
		square := truth*(q-1)*(q-1) + (1-truth)*q*q
		c = c.Plus(node.weight*square, plane.Vec{1, node.x}.Outer())
	}
	return c.Plus(-1, p.Grad(w).Outer()).Scale(1 / float64(batch))
}

// HessianProducts implements [Curved]: a sample's Hessian is p (1 − p) (1, x)(1, x)'.
func (p *Logistic) HessianProducts() (m [3][3]float64) {
	for i, node := range normalNodes {
		q := p.teacher[i]
		addProducts(&m, node.weight, plane.Vec{1, node.x}.Outer().Scale(q*(1-q)))
	}
	return m
}

// Hessians implements [Curved].
func (p *Logistic) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := 1 / float64(batch)
	for i := range dst {
		dst[i] = plane.Sym{}
		for range batch {
			x := d.normals(0)[0]
			q := probability(p.u[0] + p.u[1]*x)
			dst[i] = dst[i].Plus(inv*q*(1-q), plane.Vec{1, x}.Outer())
		}
	}
}

// Gradients implements [Problem] by drawing the S samples of every batch.
func (p *Logistic) Gradients(g, w Columns, batch int, d *Draws) {
	clear(g[0])
	clear(g[1])
	inv := 1 / float64(batch)
	for range batch {
		for i, x := range d.normals(0) {
			e := probability(w[0][i] + w[1][i]*x)
			if uniform := float64(d.Stream.Uint64()>>11) / (1 << 53); uniform < probability(p.u[0]+p.u[1]*x) {
				e--
			}
			g[0][i] += inv * e
			g[1][i] += inv * e * x
		}
	}
}
