package problem

import (
	"math"

	"sgdnoise/engine/plane"
)

// TanhNeuron is the model f = w₂ tanh(w₁ x) on x ~ N(0, 1), taught by another
// such neuron: y = u₂ tanh(u₁ x) + ε with label noise of standard deviation σ.
// Expectations are exact to about 1e-8 for |w₁| up to 4 (see normalNodes).
// NewTanhNeuron makes it.
type TanhNeuron struct {
	u       plane.Vec
	sigma   float64
	teacher [len(evenNodes)]float64 // u₂ tanh(u₁ x) at the nodes
}

var (
	_ SquaredError = (*TanhNeuron)(nil)
	_ Curved       = (*TanhNeuron)(nil)
)

// NewTanhNeuron makes the neuron with teacher u and label noise of standard
// deviation sigma.
func NewTanhNeuron(u plane.Vec, sigma float64) *TanhNeuron {
	p := &TanhNeuron{u: u, sigma: sigma}
	for i, node := range evenNodes {
		p.teacher[i] = u[1] * math.Tanh(u[0]*node.x)
	}
	return p
}

// neuron is the output at x with its gradient in w.
func neuron(w plane.Vec, x float64) (f float64, grad plane.Vec) {
	t := math.Tanh(w[0] * x)
	return w[1] * t, plane.Vec{w[1] * x * (1 - t*t), t}
}

// Loss implements [Problem].
func (p *TanhNeuron) Loss(w plane.Vec) float64 {
	var sum float64
	for i, node := range evenNodes {
		e := w[1]*math.Tanh(w[0]*node.x) - p.teacher[i]
		sum += node.weight * e * e
	}
	return (sum + p.sigma*p.sigma) / 2
}

// Grad implements [Problem].
func (p *TanhNeuron) Grad(w plane.Vec) (g plane.Vec) {
	for i, node := range evenNodes {
		f, grad := neuron(w, node.x)
		e := node.weight * (f - p.teacher[i])
		g[0] += e * grad[0]
		g[1] += e * grad[1]
	}
	return g
}

// Hess implements [Problem].
func (p *TanhNeuron) Hess(w plane.Vec) (h plane.Sym) {
	for i, node := range evenNodes {
		f, grad := neuron(w, node.x)
		e, t := f-p.teacher[i], grad[1]
		h = h.Plus(node.weight, grad.Outer())
		h[0] -= node.weight * e * 2 * node.x * t * grad[0]
		h[1] += node.weight * e * node.x * (1 - t*t)
	}
	return h
}

// GaussNewton implements [SquaredError].
func (p *TanhNeuron) GaussNewton(w plane.Vec) (h plane.Sym) {
	for _, node := range evenNodes {
		_, grad := neuron(w, node.x)
		h = h.Plus(node.weight, grad.Outer())
	}
	return h
}

// Minimum implements [Problem]: the teacher, whose mirror image −u fits as well.
func (p *TanhNeuron) Minimum() plane.Vec { return p.u }

// NoiseCov implements [Problem]: S C = E[(r² + σ²) ∇f ∇f'] − ∇L ∇L' with the
// residual r = f − u₂ tanh(u₁ x) (Prop. 1 of Ziyin et al. 2022).
func (p *TanhNeuron) NoiseCov(w plane.Vec, batch int) plane.Sym {
	var c plane.Sym
	for i, node := range evenNodes {
		f, grad := neuron(w, node.x)
		r := f - p.teacher[i]
		c = c.Plus(node.weight*(r*r+p.sigma*p.sigma), grad.Outer())
	}
	return c.Plus(-1, p.Grad(w).Outer()).Scale(1 / float64(batch))
}

// HessianProducts implements [Curved]. At the minimum a sample's Hessian is
// ∇f ∇f' − ε ∇∇f.
func (p *TanhNeuron) HessianProducts() (m [3][3]float64) {
	for _, node := range evenNodes {
		flat, bend := p.sampleHessian(node.x)
		addProducts(&m, node.weight, flat)
		addProducts(&m, node.weight*p.sigma*p.sigma, bend)
	}
	return m
}

// sampleHessian is ∇f ∇f' and ∇∇f at the minimum.
func (p *TanhNeuron) sampleHessian(x float64) (flat, bend plane.Sym) {
	_, grad := neuron(p.u, x)
	t := grad[1]
	return grad.Outer(), plane.Sym{-2 * x * t * grad[0], x * (1 - t*t)}
}

// Hessians implements [Curved].
func (p *TanhNeuron) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := 1 / float64(batch)
	for i := range dst {
		dst[i] = plane.Sym{}
		for range batch {
			flat, bend := p.sampleHessian(d.normals(0)[0])
			dst[i] = dst[i].Plus(inv, flat).Plus(-inv*p.sigma*d.normals(1)[0], bend)
		}
	}
}

// Gradients implements [Problem] by drawing the S samples of every batch.
func (p *TanhNeuron) Gradients(g, w Columns, batch int, d *Draws) {
	clear(g[0])
	clear(g[1])
	inv := 1 / float64(batch)
	for range batch {
		xs, es := d.normals(0), d.normals(1)
		for i, x := range xs {
			f, grad := neuron(plane.Vec{w[0][i], w[1][i]}, x)
			e := inv * (f - p.u[1]*math.Tanh(p.u[0]*x) - p.sigma*es[i])
			g[0][i] += e * grad[0]
			g[1][i] += e * grad[1]
		}
	}
}
