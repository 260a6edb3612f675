package problem

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Scalar is regression with one parameter on endless Gaussian data, as two
// independent copies: w₁ and w₂ each learn the label y = u x + ε of inputs of
// their own, so that all that holds in the plane holds here. The model sees
// x + η with noise η on the input, fresh for every sample, and pays ½ γ w².
// (Sections 4.2 and 4.3 of Ziyin et al. 2022; input noise derived.)
//
// A + Input + Ridge must not be 0. Below 0 the loss has no minimum, and what
// is said of one holds for its maximum.
type Scalar struct {
	A     float64 // variance of the feature x
	Input float64 // variance of η
	Ridge float64 // weight decay γ, may be negative
	U     float64 // the teacher u
	Sigma float64 // standard deviation of ε
}

var _ Linear = (*Scalar)(nil)

// seen describes the data as the model sees them: y = slope·x̃ + residual, with
// x̃ of variance a and an independent residual of the given variance.
func (p *Scalar) seen() (a, slope, residual float64) {
	a = p.A + p.Input
	residual = p.Sigma * p.Sigma
	if a == 0 {
		return 0, p.U, residual
	}
	return a, p.A * p.U / a, residual + p.A*p.Input*p.U*p.U/a
}

// minimum is w* of each copy.
func (p *Scalar) minimum() float64 {
	if p.Input == 0 && p.Ridge == 0 {
		return p.U
	}
	return p.A * p.U / (p.A + p.Input + p.Ridge)
}

// TrainLoss is E ½ (w x̃ − y)² of one copy, the mean of the two: the training
// loss without the weight decay's term.
func (p *Scalar) TrainLoss() Quadratic {
	a, slope, residual := p.seen()
	return Quadratic{H: plane.Sym{a / 2, 0, a / 2}, Min: plane.Vec{slope, slope}, Floor: residual / 2}
}

// TestLoss is ½ a (w−u)² of one copy, the mean of the two: clean inputs and no
// label noise.
func (p *Scalar) TestLoss() Quadratic {
	return Quadratic{H: plane.Sym{p.A / 2, 0, p.A / 2}, Min: plane.Vec{p.U, p.U}}
}

// Loss implements [Problem]: the sum of both copies' ½ E(w x̃ − y)² + ½ γ w².
func (p *Scalar) Loss(w plane.Vec) float64 {
	return 2*p.TrainLoss().At(w) + p.Ridge*w.Dot(w)/2
}

// Grad implements [Problem].
func (p *Scalar) Grad(w plane.Vec) plane.Vec {
	a, slope, _ := p.seen()
	g := func(w float64) float64 { return a*(w-slope) + p.Ridge*w }
	return plane.Vec{g(w[0]), g(w[1])}
}

// Hess implements [Problem].
func (p *Scalar) Hess(plane.Vec) plane.Sym {
	k := p.A + p.Input + p.Ridge
	return plane.Sym{k, 0, k}
}

// Minimum implements [Problem].
func (p *Scalar) Minimum() plane.Vec {
	m := p.minimum()
	return plane.Vec{m, m}
}

// NoiseCov implements [Problem]: in each copy S C(w) = a (residual variance +
// 2 a v²), v being the distance from the slope that fits the inputs seen.
func (p *Scalar) NoiseCov(w plane.Vec, batch int) plane.Sym {
	a, slope, residual := p.seen()
	c := func(v float64) float64 { return a * (residual + 2*a*v*v) / float64(batch) }
	return plane.Sym{c(w[0] - slope), 0, c(w[1] - slope)}
}

// Law implements [Linear].
func (p *Scalar) Law(batch int) Law {
	a, slope, _ := p.seen()
	min := p.Minimum()
	cross := 4 * a * a * (min[0] - slope) / float64(batch)
	return Law{
		Copies: true,
		Min:    min, Floor: p.Loss(min), H: p.Hess(min), Moments: p.moments(batch),
		Add:   p.NoiseCov(min, batch),
		Cross: [2]plane.Sym{{cross, 0, 0}, {0, 0, cross}},
	}
}

// moments are those of diag(h₁, h₂), h = γ + a χ²(S)/S independent.
func (p *Scalar) moments(batch int) Moments {
	a := p.A + p.Input
	of := [5]float64{1} // E (h − γ)ⁿ
	for n := range 4 {
		of[n+1] = of[n] * a * (1 + 2*float64(n)/float64(batch))
	}
	var m Moments
	for i := range 5 {
		for k := range 5 - i {
			m[i][0][k] = of[i] * of[k]
		}
	}
	return m.Shifted(plane.Sym{p.Ridge, 0, p.Ridge})
}

// Gradients implements [Problem] at a cost that doesn't grow with the batch
// size: Σ x̃² = a χ² with χ² of S degrees of freedom, and given it Σ x̃ (residual)
// is normal with variance (residual variance) a χ². The law is exact.
func (p *Scalar) Gradients(g, w Columns, batch int, d *Draws) {
	a, slope, residual := p.seen()
	inv, ridge := a/float64(batch), p.Ridge
	noise := math.Sqrt(a*residual) / float64(batch)
	chi := rng.NewChiSquare(batch)
	for k := range g {
		cs, zs := d.chiSquares(2*k, chi), d.normals(2*k+1)
		n := len(cs)
		ws, gs := w[k][:n], g[k][:n]
		zs = zs[:n]
		for i := range n {
			gs[i] = inv*cs[i]*(ws[i]-slope) + noise*math.Sqrt(cs[i])*zs[i] + ridge*ws[i]
		}
	}
}

// Hessians implements [Linear].
func (p *Scalar) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := (p.A + p.Input) / float64(batch)
	chi := rng.NewChiSquare(batch)
	for i := range dst {
		c1, c2 := d.Stream.ChiSquare(chi), d.Stream.ChiSquare(chi)
		dst[i] = plane.Sym{p.Ridge + inv*c1, 0, p.Ridge + inv*c2}
	}
}
