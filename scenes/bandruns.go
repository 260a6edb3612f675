package scenes

import (
	"math"

	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// bandRuns are four small ensembles on the same random numbers, one in each
// regime at the present batch size. The regime of the working point has its λ.
type bandRuns struct {
	fc      *forecast
	seed    uint64
	here    sweep.Regime // of the working point
	runs    [4]bandRun
	scratch []float64
	pts     []plot.Point
}

// bandRun is one of them. Its history holds the logarithms of three quantiles
// of |w − w*|: the median, 9 in 10, the largest.
type bandRun struct {
	lr      float64 // NaN while it isn't known
	rms     float64 // predicted √E|w − w*|²; NaN where there is none
	ens     *sgd.Ensemble
	starts  uint64
	history [][3]float64

	named       float64 // the λ of the run's name in the picture, in short and in full
	short, text string
}

const (
	bandWalkers = 500
	bandSteps   = 200 // that are remembered
)

// reset starts all of them at the minimum.
func (b *bandRuns) reset(fc *forecast, seed uint64) {
	b.fc, b.seed, b.scratch = fc, seed, make([]float64, bandWalkers)
	for k := range b.runs {
		b.runs[k] = bandRun{history: make([][3]float64, 0, bandSteps)}
		b.start(&b.runs[k])
	}
}

// start lets one of them start again.
func (b *bandRuns) start(r *bandRun) {
	r.ens = sgd.New(bandWalkers, b.seed+r.starts, b.fc.law.Min, farAway)
	r.starts++
}

// aim places them: where the working point isn't, in the middle of the regime.
// typical is lr.max.typical or NaN.
func (b *bandRuns) aim(fc *forecast, typical float64) {
	l := fc.limits
	b.fc, b.here = fc, sweep.PredictedRegime(fc.rule.LR, l, typical)
	for k, lr := range [4]float64{0.6 * l.Fourth, math.Sqrt(l.Fourth * l.Variance), math.Sqrt(l.Variance * typical), 1.25 * typical} {
		r := &b.runs[k]
		if sweep.Regime(k) == b.here {
			lr = fc.rule.LR
		}
		r.lr, r.rms = lr, math.NaN()
		if sigma, ok := theory.Stationary(&fc.law, lr, 0); ok && lr < l.Variance {
			r.rms = math.Sqrt(sigma.Trace())
		}
	}
}

// step takes one step with each.
func (b *bandRuns) step() {
	for k := range b.runs {
		r := &b.runs[k]
		if math.IsNaN(r.lr) {
			continue
		}
		if sweep.Regime(k) != sweep.Leaves {
			r.ens.Release() // after an excursion that no plot can show
		}
		r.ens.Advance(b.fc.model.problem, sgd.Rule{LR: r.lr, Batch: b.fc.rule.Batch}, nil)
		q := b.quantiles(r.ens)
		r.history = keepLast(r.history, q)
		if q[0] > bandTop { // out of sight: once more, after a gap in the lines
			b.start(r)
			r.history = keepLast(r.history, [3]float64{math.NaN(), math.NaN(), math.NaN()})
		}
	}
}

// quantiles measures an ensemble; walkers held count as far away.
func (b *bandRuns) quantiles(e *sgd.Ensemble) [3]float64 {
	min := b.fc.law.Min
	for i := range b.scratch {
		x, y := e.W[0][i]-min[0], e.W[1][i]-min[1]
		b.scratch[i] = x*x + y*y
		if e.Held[i] {
			b.scratch[i] = farAway * farAway
		}
	}
	var q [3]float64
	for k, part := range [3]float64{0.5, 0.9, 1} {
		q[k] = math.Log10(nth(b.scratch, int(part*bandWalkers)-1)) / 2
	}
	return q
}

// nth is what would be in place n of x, which it reorders, if x were sorted (Hoare,
// Communications of the ACM 4, 1961).
func nth(x []float64, n int) float64 {
	for lo, hi := 0, len(x)-1; lo < hi; {
		pivot, i, j := x[n], lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for pivot < x[j] {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		if j < n {
			lo = i
		}
		if n < i {
			hi = j
		}
	}
	return x[n]
}
