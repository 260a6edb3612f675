package sweep

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// Regime says which moments of w a stability map finds, by the tail exponent β
// of its stationary law.
type Regime int

// The regimes, in the order in which λ meets them.
const (
	FourthMoments Regime = iota // β > 4: an empirical covariance has error bars
	Variance                    // 2 < β ≤ 4: a covariance exists, its estimate has infinite variance
	HeavyTails                  // β ≤ 2: no covariance, but typical runs stay
	Leaves                      // typical runs leave
)

// PredictedRegime is the regime of λ between its limits. Where lr.max.typical
// is unknown, NaN, runs are taken to stay.
func PredictedRegime(lr float64, l theory.Limits, typical float64) Regime {
	switch {
	case lr >= typical:
		return Leaves
	case lr >= l.Variance:
		return HeavyTails
	case lr >= l.Fourth:
		return Variance
	}
	return FourthMoments
}

// Map lists the rules of the cells of a map from coarse to fine. Learning rates
// lie in the middle of so many columns, which divide least to most by equal
// ratios; each batch size is a row.
func Map(least, most float64, columns int, batches []int) []sgd.Rule {
	rules := make([]sgd.Rule, 0, columns*len(batches))
	for _, c := range CoarseToFine(columns, len(batches)) {
		t := (float64(c[0]) + 0.5) / float64(columns)
		rules = append(rules, sgd.Rule{LR: least * math.Pow(most/least, t), Batch: batches[c[1]]})
	}
	return rules
}

// The size of a cell's cloud. Walkers start at the minimum; a cloud so close to
// a limit that it isn't stationary after the first steps is not told from one
// beyond it.
const (
	cellWalkers = 2000
	cellWarmUp  = 100
	cellSteps   = 400
	cellTail    = cellWalkers / 10 // of the excursions that tell the tail exponent
	cellFar     = 1e150            // far from overflow when squared
)

// Cell measures the regime of one (λ, S) by simulation alone, in portions: first
// the sign of the typical growth, from products of minibatch Hessians, then, if
// that is negative, the tail exponent of a cloud of walkers.
//
// The exponent is Hill's, over every walker's farthest excursion in 400 steps.
// A maximum has the tail exponent of the law it is taken from but lies deeper in
// its tail, where Hill's estimate is less biased, and walkers are independent.
type Cell struct {
	Growth measure.Estimate // mean growth of ln|v| per step
	Tail   measure.Estimate // tail exponent β; NaN if runs leave

	p        problem.Linear
	rule     sgd.Rule
	seed     uint64
	done     bool
	products *theory.Typical // nil once the growth is known
	ens      *sgd.Ensemble   // nil until then
	steps    int
	farthest problem.Columns // where each walker was farthest from the minimum
}

// NewCell prepares the measurement of one cell. The minibatch gradient of p
// must have noise at the minimum, or its cloud is a point without a tail.
func NewCell(p problem.Linear, rule sgd.Rule, seed uint64) *Cell {
	none := measure.Estimate{Value: math.NaN(), StdErr: math.NaN()}
	stream := rng.New(seed, rng.Map, uint64(rule.Batch))
	return &Cell{
		Growth: none, Tail: none, p: p, rule: rule, seed: seed,
		products: theory.NewTypicalOn(stream, p, rule.Batch),
	}
}

// Work does portions of the measurement, at least one, until pause (if not nil)
// returns true, and reports whether the measurement is complete.
func (c *Cell) Work(pause func() bool) bool {
	for !c.done {
		if c.products != nil {
			c.multiply()
		} else {
			c.walk()
		}
		if pause != nil && pause() {
			break
		}
	}
	return c.done
}

// multiply draws some of the products and, with the last, finds their growth.
func (c *Cell) multiply() {
	if !c.products.Draw() {
		return
	}
	c.Growth.Value, c.Growth.StdErr = c.products.Growth(c.rule.LR, c.rule.Momentum)
	c.products = nil
	c.done = c.Growth.Value >= 0
	if !c.done {
		c.ens = sgd.New(cellWalkers, c.seed, c.p.Minimum(), cellFar)
		c.farthest = problem.Columns{make([]float64, cellWalkers), make([]float64, cellWalkers)}
	}
}

// walk takes a step and, after the last, estimates the tail exponent.
func (c *Cell) walk() {
	c.ens.Advance(c.p, c.rule, nil)
	c.steps++
	if c.steps <= cellWarmUp {
		return
	}
	min := c.p.Minimum()
	for i := range c.ens.Held {
		w := plane.Vec{c.ens.W[0][i], c.ens.W[1][i]}
		if c.steps == cellWarmUp+1 || distance2(w, min) > distance2(plane.Vec{c.farthest[0][i], c.farthest[1][i]}, min) {
			c.farthest[0][i], c.farthest[1][i] = w[0], w[1]
		}
	}
	if c.steps == cellWarmUp+cellSteps {
		c.Tail = measure.Hill(c.farthest, min, c.ens.Held, cellTail)
		c.done = true
	}
}

// distance2 is |w − u|².
func distance2(w, u plane.Vec) float64 { d := w.Sub(u); return d.Dot(d) }

// Regime is the measured regime; Work must have completed.
func (c *Cell) Regime() Regime {
	switch {
	case c.Growth.Value >= 0:
		return Leaves
	case c.Tail.Value <= 2:
		return HeavyTails
	case c.Tail.Value <= 4:
		return Variance
	}
	return FourthMoments
}
