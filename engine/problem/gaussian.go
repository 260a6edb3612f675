package problem

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// Gaussian is linear regression on endless data: x ~ N(0, A) and labels
// y = u·x + ε with label noise of standard deviation Sigma (section 4.2 of
// Ziyin et al. 2022). The model may see x̃ = x + η with noise η ~ N(0, Input)
// that is fresh for every sample (derived), and pay ½ w'Ridge w (section 4.3):
// L(w) = E ½ (w·x̃ − y)² + ½ w'Ridge w.
//
// With input noise or a ridge, the Hessian A + Input + Ridge must not be
// singular. If it has a negative eigenvalue the loss has no minimum, and what
// is said of one holds for its stationary point.
type Gaussian struct {
	A     plane.Sym // feature covariance, positive semidefinite
	U     plane.Vec // the teacher
	Sigma float64
	Input plane.Sym // covariance of the input noise η, positive semidefinite
	Ridge plane.Sym // Γ, may be negative; weight decay γ is γ I
}

var _ Linear = (*Gaussian)(nil)

// seen describes the data as the model sees them: y = slope·x̃ + residual, with
// x̃ of covariance a and an independent residual of the given variance, because
// x̃ and y are jointly normal (derived).
func (p *Gaussian) seen() (a plane.Sym, slope plane.Vec, residual float64) {
	residual = p.Sigma * p.Sigma
	if p.Input == (plane.Sym{}) {
		return p.A, p.U, residual
	}
	a = p.A.Plus(1, p.Input)
	slope = a.Solve(p.A.Apply(p.U))
	return a, slope, residual + slope.Dot(p.Input.Apply(p.U))
}

// TrainLoss is E ½ (w·x̃ − y)², the training loss without the ridge's term.
func (p *Gaussian) TrainLoss() Quadratic {
	a, slope, residual := p.seen()
	return Quadratic{H: a, Min: slope, Floor: residual / 2}
}

// TestLoss is ½ (w−u)'A(w−u): clean inputs and no label noise (Thm 4 of the paper).
func (p *Gaussian) TestLoss() Quadratic { return Quadratic{H: p.A, Min: p.U} }

// Loss implements [Problem].
func (p *Gaussian) Loss(w plane.Vec) float64 { return p.TrainLoss().At(w) + p.Ridge.Quad(w)/2 }

// Grad implements [Problem].
func (p *Gaussian) Grad(w plane.Vec) plane.Vec {
	a, slope, _ := p.seen()
	g, r := a.Apply(w.Sub(slope)), p.Ridge.Apply(w)
	return plane.Vec{g[0] + r[0], g[1] + r[1]}
}

// Hess implements [Problem].
func (p *Gaussian) Hess(plane.Vec) plane.Sym { return p.A.Plus(1, p.Input).Plus(1, p.Ridge) }

// Minimum implements [Problem].
func (p *Gaussian) Minimum() plane.Vec {
	if p.Ridge == (plane.Sym{}) {
		_, slope, _ := p.seen()
		return slope
	}
	return p.Hess(plane.Vec{}).Solve(p.A.Apply(p.U))
}

// NoiseCov implements [Problem]: S C(w) = (σ² + v'A v) A + A v v'A, by
// Isserlis' theorem, with A and σ² of the inputs seen and v the distance from
// the slope that fits them.
func (p *Gaussian) NoiseCov(w plane.Vec, batch int) plane.Sym {
	a, slope, residual := p.seen()
	v := w.Sub(slope)
	return a.Scale(residual+a.Quad(v)).Plus(1, a.Apply(v).Outer()).Scale(1 / float64(batch))
}

// Law implements [Linear].
func (p *Gaussian) Law(batch int) Law {
	a, slope, _ := p.seen()
	min := p.Minimum()
	pull := a.Apply(min.Sub(slope)) // gradient of the data's loss at the minimum
	mean := sampleMean{raw: func(i, j int) float64 { return rawMoment(a, i, j) }, batch: batch}
	l := Law{
		Min: min, Floor: p.Loss(min), H: p.Hess(min), Moments: mean.moments().Shifted(p.Ridge),
		Add: p.NoiseCov(min, batch),
	}
	// The part of NoiseCov that is linear in w − Min along each axis.
	for k, column := range [2]plane.Vec{{a[0], a[1]}, {a[1], a[2]}} {
		l.Cross[k] = a.Scale(2*pull[k]).Plus(1, symmetric(column, pull)).Scale(1 / float64(batch))
	}
	return l
}

// symmetric is v u' + u v'.
func symmetric(v, u plane.Vec) plane.Sym {
	return plane.Sym{2 * v[0] * u[0], v[0]*u[1] + v[1]*u[0], 2 * v[1] * u[1]}
}

// rawMoment is E[x₁ⁱ x₂ʲ] for x ~ N(0, a), by expanding x = L z in independent
// normals.
func rawMoment(a plane.Sym, i, j int) float64 {
	l11, l21, l22 := a.Cholesky()
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

// Gradients implements [Problem].
func (p *Gaussian) Gradients(g, w Columns, batch int, d *Draws) {
	clear(g[0])
	clear(g[1])
	p.move(w, g, 0, 0, batch, d) // m ← g, and w stays
	if p.Ridge != (plane.Sym{}) {
		p.addRidge(g, w)
	}
}

// addRidge adds Γ w.
func (p *Gaussian) addRidge(g, w Columns) {
	r := p.Ridge
	n := len(w[0])
	w1s, w2s, g1s, g2s := w[0][:n], w[1][:n], g[0][:n], g[1][:n]
	for i := range n {
		w1, w2 := w1s[i], w2s[i]
		g1s[i] += r[0]*w1 + r[1]*w2
		g2s[i] += r[1]*w1 + r[2]*w2
	}
}

// Sample draws n samples, features as the model sees them and labels, for
// [NewPoints]. The fewer of one stream are the first of the more, and features
// don't depend on Sigma.
func (p *Gaussian) Sample(n int, stream *rng.Stream) (x1, x2, y []float64) {
	l11, l21, l22 := p.A.Cholesky()
	b11, b21, b22 := p.Input.Cholesky()
	var z [5]float64
	for range n {
		stream.Normals(z[:])
		x := plane.Vec{l11 * z[0], l21*z[0] + l22*z[1]}
		x1 = append(x1, x[0]+b11*z[2])
		x2 = append(x2, x[1]+b21*z[2]+b22*z[3])
		y = append(y, p.U.Dot(x)+p.Sigma*z[4])
	}
	return x1, x2, y
}

// Hessians implements [Linear]: Â = (1/S) L T T' L' + Γ.
func (p *Gaussian) Hessians(dst []plane.Sym, batch int, d *Draws) {
	l11, l21, l22 := p.A.Plus(1, p.Input).Cholesky()
	r := p.Ridge
	inv := 1 / float64(batch)
	first, second := rng.NewChiSquare(batch), rng.NewChiSquare(batch-1)
	for i := range dst {
		c11, c22, t21 := d.Stream.ChiSquare(first), d.Stream.ChiSquare(second), d.Stream.Normal()
		w11, w12, w22 := c11, math.Sqrt(c11)*t21, t21*t21+c22
		// L W L' by columns of L.
		a, b := l11*w11, l11*w12
		e := l21*w11 + l22*w12
		f := l21*w12 + l22*w22
		dst[i] = plane.Sym{r[0] + inv*a*l11, r[1] + inv*(a*l21+b*l22), r[2] + inv*(e*l21+f*l22)}
	}
}
