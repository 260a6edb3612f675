package problem

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Misfit fits a line w₁ + w₂ x to a parabola: labels y = x² + ε with x ~ N(0, 1)
// and ε of standard deviation Sigma. What the line can't follow, 1 − x² at the
// minimum, acts as noise even without ε, but unlike label noise it depends on
// the input (section 5 of Ziyin et al. 2022; formulas derived). With Complete
// the model is w₁ + w₂ x + x² and can follow.
type Misfit struct {
	Sigma    float64
	Complete bool
}

var _ Linear = (*Misfit)(nil)

// Minimum implements [Problem]: the line that is nearest to the parabola is
// its mean, 1; with x² in the model nothing is left to fit.
func (p *Misfit) Minimum() plane.Vec {
	if p.Complete {
		return plane.Vec{}
	}
	return plane.Vec{1, 0}
}

// Loss implements [Problem].
func (p *Misfit) Loss(w plane.Vec) float64 {
	v := w.Sub(p.Minimum())
	return p.floor() + v.Dot(v)/2
}

// floor has ½ E(1 − x²)² = 1 from the misfit.
func (p *Misfit) floor() float64 {
	f := p.Sigma * p.Sigma / 2
	if !p.Complete {
		f++
	}
	return f
}

// Grad implements [Problem].
func (p *Misfit) Grad(w plane.Vec) plane.Vec { return w.Sub(p.Minimum()) }

// Hess implements [Problem].
func (p *Misfit) Hess(plane.Vec) plane.Sym { return plane.Sym{1, 0, 1} }

// NoiseCov implements [Problem], by the moments of x:
// S C = E[(v₁ + v₂x + 1 − x²)² φφ'] − v v' + σ² I with φ = (1, x), v = w − w*.
func (p *Misfit) NoiseCov(w plane.Vec, batch int) plane.Sym {
	law := p.Law(batch)
	v := w.Sub(law.Min)
	return law.Noise(v, v.Outer())
}

// Law implements [Linear]. At the minimum E[(1 − x²)² φφ'] = diag(2, 10): five
// times as much noise across the slope as across the offset, where the Hessian
// is the same for both.
func (p *Misfit) Law(batch int) Law {
	mean := sampleMean{batch: batch, raw: func(_, q int) float64 { return normalMoment(q) }}
	inv := 1 / float64(batch)
	law := Law{
		Min: p.Minimum(), Floor: p.floor(), H: plane.Sym{1, 0, 1}, Moments: mean.moments(),
		Add: plane.Sym{1, 0, 1}.Scale(inv * p.Sigma * p.Sigma),
	}
	if !p.Complete {
		law.Add = law.Add.Plus(inv, plane.Sym{2, 0, 10})
		law.Cross = [2]plane.Sym{{0, 0, -4 * inv}, {0, -4 * inv, 0}} // 2 E[(1 − x²) φₖ φφ']
	}
	return law
}

// Gradients implements [Problem] by drawing the S inputs of every batch. The
// label noise needs only two numbers: Σ ε φ given the inputs has the law of
// σ T ζ with T T' = Σ φφ' and ζ ~ N(0, I).
func (p *Misfit) Gradients(g, w Columns, batch int, d *Draws) {
	s1, s2, s3 := p.powerSums(batch, d)
	var z1, z2 []float64
	if p.Sigma > 0 {
		z1, z2 = d.normals(0), d.normals(4)
	}
	s, inv := float64(batch), 1/float64(batch)
	for i := range s1 {
		w1, w2 := w[0][i], w[1][i]
		g1, g2 := s*w1+s1[i]*w2, s1[i]*w1+s2[i]*w2
		if !p.Complete {
			g1 -= s2[i]
			g2 -= s3[i]
		}
		if p.Sigma > 0 {
			t11, t21, t22 := plane.Sym{s, s1[i], s2[i]}.Cholesky()
			g1 -= p.Sigma * t11 * z1[i]
			g2 -= p.Sigma * (t21*z1[i] + t22*z2[i])
		}
		g[0][i], g[1][i] = inv*g1, inv*g2
	}
}

// powerSums draws the inputs of each walker's batch and returns Σx, Σx² and
// Σx³, which have no simple joint law. It leaves scratch columns 0 and 4.
func (p *Misfit) powerSums(batch int, d *Draws) (s1, s2, s3 []float64) {
	s1, s2, s3 = d.scratch[1], d.scratch[2], d.scratch[3]
	clear(s1)
	clear(s2)
	clear(s3)
	for range batch {
		for i, x := range d.normals(0) {
			s1[i] += x
			s2[i] += x * x
			s3[i] += x * x * x
		}
	}
	return s1, s2, s3
}

// Hessians implements [Linear] at a cost that doesn't grow with S: the sum and
// the sum of squares about the mean of normal inputs are independent.
func (p *Misfit) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := 1 / float64(batch)
	about := rng.NewChiSquare(batch - 1)
	for i := range dst {
		mean := d.Stream.Normal() * math.Sqrt(inv)
		dst[i] = plane.Sym{1, mean, mean*mean + inv*d.Stream.ChiSquare(about)}
	}
}
