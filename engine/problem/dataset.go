package problem

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/engine/plane"
)

// Sampling says how a minibatch is drawn from a finite dataset.
type Sampling int

// The samplings.
const (
	WithReplacement Sampling = iota // S independent draws
	FreshSubset                     // S distinct points, anew for every batch
	Epochs                          // reshuffled each epoch, cut into ⌊N/S⌋ batches; the rest is dropped
)

// Dataset is the regression of Y on X with intercept w₁ and slope w₂ over N
// given points: L(w) = mean ½ (w₁ + w₂ x − y)². NewDataset makes it.
type Dataset struct {
	X, Y     []float64 // standardised
	Mean, SD plane.Vec // of x and of y before, in their own units
	Sampling Sampling

	hess      plane.Sym
	min       plane.Vec
	residuals []float64  // w₁ + w₂ x − y at the minimum
	powers    [9]float64 // mean xᵏ
}

var _ Linear = (*Dataset)(nil)

// MaxPoints is the largest size of a dataset.
const MaxPoints = math.MaxUint16

// NewDataset copies and standardises both columns (mean 0, variance 1 with
// 1/N). It panics unless there are 3 to [MaxPoints] points and both columns vary.
func NewDataset(x, y []float64, s Sampling) *Dataset {
	if len(x) != len(y) || len(x) < 3 || len(x) > MaxPoints {
		panic("problem: a dataset has two columns of 3 to 65535 points")
	}
	p := &Dataset{Sampling: s}
	p.X, p.Mean[0], p.SD[0] = standardised(x)
	p.Y, p.Mean[1], p.SD[1] = standardised(y)
	n := float64(len(x))
	for k := range p.powers {
		p.powers[k] = p.mean(func(i int) float64 { return math.Pow(p.X[i], float64(k)) })
	}
	p.hess = plane.Sym{1, p.powers[1], p.powers[2]}
	p.min = p.hess.Solve(plane.Vec{floats.Sum(p.Y) / n, floats.Dot(p.X, p.Y) / n})
	p.residuals = make([]float64, len(x))
	for i := range p.residuals {
		p.residuals[i] = p.residual(i, p.min)
	}
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

func (p *Dataset) residual(i int, w plane.Vec) float64 { return w[0] + w[1]*p.X[i] - p.Y[i] }

// mean averages f over the points.
func (p *Dataset) mean(f func(i int) float64) float64 {
	var sum float64
	for i := range p.X {
		sum += f(i)
	}
	return sum / float64(len(p.X))
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
// paper and its finite-population correction).
func (p *Dataset) fraction(batch int) float64 {
	n, s := float64(len(p.X)), float64(batch)
	if p.Sampling == WithReplacement {
		return 1 / s
	}
	return (n - s) / (s * (n - 1))
}

// NoiseCov implements [Problem], exactly at any w and N. In epochs it is the
// covariance of one batch; batches of an epoch are correlated besides.
func (p *Dataset) NoiseCov(w plane.Vec, batch int) plane.Sym {
	second := func(k int) float64 {
		return p.mean(func(i int) float64 {
			r := p.residual(i, w)
			return r * r * math.Pow(p.X[i], float64(k))
		})
	}
	raw := plane.Sym{second(0), second(1), second(2)}
	return raw.Plus(-1, p.Grad(w).Outer()).Scale(p.fraction(batch))
}

// Law implements [Linear]. In epochs it is the law of a single batch.
func (p *Dataset) Law(batch int) Law {
	mean := sampleMean{batch: batch, raw: func(_, q int) float64 { return p.powers[q] }}
	if p.Sampling != WithReplacement {
		mean.points = len(p.X)
	}
	// x x'v r' + r v'x x' for the unit vectors v, r = (e, x e).
	moment := func(k int) float64 {
		return 2 * p.fraction(batch) * p.mean(func(i int) float64 {
			return p.residuals[i] * math.Pow(p.X[i], float64(k))
		})
	}
	return Law{
		Min: p.min, Floor: p.Loss(p.min), H: p.hess, Moments: mean.moments(),
		Add: p.NoiseCov(p.min, batch),
		Cross: [2]plane.Sym{
			{moment(0), moment(1), moment(2)},
			{moment(1), moment(2), moment(3)},
		},
	}
}

// begin prepares the batches of one step: where to put a walker's points, and
// how many points of its order the epoch has used before.
func (p *Dataset) begin(batch int, d *Draws) (index []int32, from int) {
	n := len(p.X)
	if cap(d.index) < batch {
		d.index = make([]int32, batch)
	}
	switch p.Sampling {
	case FreshSubset:
		d.shuffled(n, 1)
	case Epochs:
		d.shuffled(n, d.n)
		if d.used+batch > n {
			d.used = 0
		}
		from = d.used
		d.used += batch
	}
	return d.index[:batch], from
}

// draw stores the points of one walker's batch in index.
func (p *Dataset) draw(index []int32, walker, from int, d *Draws) {
	n := len(p.X)
	switch p.Sampling {
	case WithReplacement:
		d.Stream.Indices(index, n)
	case FreshSubset:
		d.take(index, d.order, 0)
	case Epochs:
		d.take(index, d.order[walker*n:(walker+1)*n], from)
	}
}

// shuffled makes sure that there are so many orders of n points.
func (d *Draws) shuffled(n, orders int) {
	if d.points == n && len(d.order) == n*orders {
		return
	}
	d.points, d.used = n, 0
	d.order = make([]uint16, n*orders)
	for i := range d.order {
		d.order[i] = uint16(i % n)
	}
}

// take moves random points of order[from:] to its front, one Fisher-Yates step
// each, and stores them. From any order a subset so taken is uniform.
func (d *Draws) take(dst []int32, order []uint16, from int) {
	for k := range dst {
		at := from + k
		var pick [1]int32
		d.Stream.Indices(pick[:], len(order)-at)
		j := at + int(pick[0])
		order[at], order[j] = order[j], order[at]
		dst[k] = int32(order[at])
	}
}

// Gradients implements [Problem] by drawing the S points of every batch.
func (p *Dataset) Gradients(g, w Columns, batch int, d *Draws) {
	index, from := p.begin(batch, d)
	xs, ys := p.X, p.Y
	inv := 1 / float64(batch)
	for i := range w[0] {
		w1, w2 := w[0][i], w[1][i]
		var g1, g2 float64
		p.draw(index, i, from, d)
		for _, k := range index {
			x := xs[k]
			r := w1 + w2*x - ys[k]
			g1 += r
			g2 += x * r
		}
		g[0][i], g[1][i] = inv*g1, inv*g2
	}
}

// Hessians implements [Linear].
func (p *Dataset) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := 1 / float64(batch)
	for i := range dst {
		h := plane.Sym{1, 0, 0}
		index, from := p.begin(batch, d)
		p.draw(index, 0, from, d)
		for _, k := range index {
			x := p.X[k]
			h[1] += inv * x
			h[2] += inv * x * x
		}
		dst[i] = h
	}
}

// EpochLength is the number of batches in an epoch.
func (p *Dataset) EpochLength(batch int) int { return len(p.X) / batch }

// Points is N.
func (p *Dataset) Points() int { return len(p.X) }
