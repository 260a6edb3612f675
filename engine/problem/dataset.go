package problem

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/engine/plane"
)

// Dataset is regression on N given points with two features each:
// L(w) = mean ½ (w·x − y)². NewDataset and NewPoints make it.
type Dataset struct {
	X1, X2, Y []float64
	Mean, SD  plane.Vec // of the x and y that NewDataset standardised, in their own units
	Sampling  Sampling

	hess      plane.Sym
	min       plane.Vec
	residuals []float64     // w·x − y at the minimum, exactly 0 where all points are fitted
	powers    [9][9]float64 // mean x₁ᵖ x₂^q, p + q ≤ 8
}

var _ Linear = (*Dataset)(nil)

// MaxPoints is the largest size of a dataset.
const MaxPoints = math.MaxUint16

// NewDataset is the regression of y on x with intercept w₁ and slope w₂, that
// is, features (1, x). It copies and standardises both columns (mean 0,
// variance 1 with 1/N). It panics unless there are 3 to [MaxPoints] points and
// both columns vary.
func NewDataset(x, y []float64, s Sampling) *Dataset {
	if len(x) != len(y) || len(x) < 3 || len(x) > MaxPoints {
		panic("problem: a line has two columns of 3 to 65535 points")
	}
	p := &Dataset{Sampling: s, X1: slices.Repeat([]float64{1}, len(x))}
	p.X2, p.Mean[0], p.SD[0] = standardised(x)
	p.Y, p.Mean[1], p.SD[1] = standardised(y)
	p.tabulate(plane.Vec{})
	return p
}

// NewPoints is the regression of y on features x1 and x2, which it copies, with
// 1 to [MaxPoints] points. If they leave a direction undetermined, gradients
// never move in it: it is frozen. Of the many minima there are then, near's
// nearest is the Minimum, which is where walkers from near come to rest. It
// panics if the columns differ in length or all features are 0.
func NewPoints(x1, x2, y []float64, s Sampling, near plane.Vec) *Dataset {
	if len(x1) != len(y) || len(x2) != len(y) || len(y) < 1 || len(y) > MaxPoints {
		panic("problem: a dataset has three columns of 1 to 65535 points")
	}
	p := &Dataset{Sampling: s, X1: slices.Clone(x1), X2: slices.Clone(x2), Y: slices.Clone(y)}
	p.tabulate(near)
	return p
}

// standardised shifts and scales a copy to mean 0 and variance 1, with 1/N.
func standardised(x []float64) (z []float64, mean, sd float64) {
	// Not by its variance, which rounding may leave above zero.
	if floats.Max(x) == floats.Min(x) {
		panic("problem: a column of the dataset doesn't vary")
	}
	z = slices.Clone(x)
	n := float64(len(z))
	mean = floats.Sum(z) / n
	floats.AddConst(-mean, z)
	sd = math.Sqrt(floats.Dot(z, z) / n)
	floats.Scale(1/sd, z)
	return z, mean, sd
}

// tabulate computes what depends on the points only.
func (p *Dataset) tabulate(near plane.Vec) {
	for i := range p.powers {
		for j := range len(p.powers) - i {
			p.powers[i][j] = p.mean(func(k int) float64 { return p.monomial(k, i, j) })
		}
	}
	p.hess = plane.Sym{p.powers[2][0], p.powers[1][1], p.powers[0][2]}
	if p.hess.Trace() == 0 {
		panic("problem: all features of the dataset are 0")
	}
	p.min = near
	for range 2 { // the second time for what rounding left
		p.min = p.min.Sub(p.newton())
	}
	p.residuals = make([]float64, len(p.Y))
	exact := true
	for i := range p.residuals {
		r := p.Input(i).Dot(p.min) - p.Y[i]
		p.residuals[i] = r
		exact = exact && math.Abs(r) <= 1e-12*(math.Abs(p.Y[i])+math.Abs(p.X1[i]*p.min[0])+math.Abs(p.X2[i]*p.min[1]))
	}
	if exact {
		clear(p.residuals)
	}
}

// newton is H⁺ times the gradient at p.min, from the points.
func (p *Dataset) newton() plane.Vec {
	gradient := func(x []float64) float64 {
		return p.mean(func(i int) float64 { return x[i] * (p.Input(i).Dot(p.min) - p.Y[i]) })
	}
	return p.hess.LeastSquares(plane.Vec{gradient(p.X1), gradient(p.X2)})
}

// Input is the features of point i.
func (p *Dataset) Input(i int) plane.Vec { return plane.Vec{p.X1[i], p.X2[i]} }

// monomial is x₁ʲ x₂ᵏ of point i.
func (p *Dataset) monomial(i, j, k int) float64 {
	return math.Pow(p.X1[i], float64(j)) * math.Pow(p.X2[i], float64(k))
}

// residual is w·x − y of point i.
func (p *Dataset) residual(i int, w plane.Vec) float64 {
	return p.Input(i).Dot(w.Sub(p.min)) + p.residuals[i]
}

// mean averages f over the points.
func (p *Dataset) mean(f func(i int) float64) float64 {
	var sum float64
	for i := range p.Y {
		sum += f(i)
	}
	return sum / float64(len(p.Y))
}

// Loss implements [Problem].
func (p *Dataset) Loss(w plane.Vec) float64 {
	return p.mean(func(i int) float64 { r := p.residual(i, w); return r * r / 2 })
}

// Grad implements [Problem].
func (p *Dataset) Grad(w plane.Vec) plane.Vec { return p.hess.Apply(w.Sub(p.min)) }

// Hess implements [Problem].
func (p *Dataset) Hess(plane.Vec) plane.Sym { return p.hess }

// Minimum implements [Problem].
func (p *Dataset) Minimum() plane.Vec { return p.min }

// fraction is what the covariance of one sample's gradient is multiplied by to
// give a batch's: 1/S, or (N−S)/(S(N−1)) for distinct points (Prop. 1 of the
// paper and its finite-population correction), 0 where all batches are alike.
func (p *Dataset) fraction(batch int) float64 {
	n, s := float64(len(p.Y)), float64(batch)
	switch {
	case n == 1:
		return 0
	case p.Sampling == WithReplacement:
		return 1 / s
	}
	return (n - s) / (s * (n - 1))
}

// NoiseCov implements [Problem], exactly at any w and N. In epochs it is the
// covariance of one batch; batches of an epoch are correlated besides.
func (p *Dataset) NoiseCov(w plane.Vec, batch int) plane.Sym {
	mean := p.Grad(w)
	entry := func(j, k int) float64 {
		return p.mean(func(i int) float64 {
			r, x := p.residual(i, w), p.Input(i)
			return (r*x[j] - mean[j]) * (r*x[k] - mean[k])
		})
	}
	return plane.Sym{entry(0, 0), entry(0, 1), entry(1, 1)}.Scale(p.fraction(batch))
}

// Law implements [Linear]. In epochs it is the law of a single batch.
func (p *Dataset) Law(batch int) Law {
	// x x'v r' + r v'x x' for the unit vectors v, r = x (w·x − y).
	moment := func(j, k int) float64 {
		return 2 * p.fraction(batch) * p.mean(func(i int) float64 {
			return p.residuals[i] * p.monomial(i, j, k)
		})
	}
	return Law{
		Min: p.min, Floor: p.Loss(p.min), H: p.hess, Moments: p.moments(batch),
		Add: p.NoiseCov(p.min, batch),
		Cross: [2]plane.Sym{
			{moment(3, 0), moment(2, 1), moment(1, 2)},
			{moment(2, 1), moment(1, 2), moment(0, 3)},
		},
	}
}

// moments are those of a batch's Hessian.
func (p *Dataset) moments(batch int) Moments {
	if p.fraction(batch) == 0 {
		return certain(p.hess)
	}
	mean := sampleMean{batch: batch, raw: func(i, j int) float64 { return p.powers[i][j] }}
	if p.Sampling != WithReplacement {
		mean.points = len(p.Y)
	}
	return mean.moments()
}

// Points is N.
func (p *Dataset) Points() int { return len(p.Y) }
