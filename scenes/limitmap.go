package scenes

import (
	"math"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
)

// mapBatches are the batch sizes at which the limits are found; between them the
// curves are straight in logarithms.
var mapBatches = []int{1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256, 1024}

// limitMap holds the limits of a problem as curves over the batch size. Typical
// limits are dear, by a formula or simulated: they are found in portions, off
// the path of steps and drags.
type limitMap struct {
	problem problem.Linear
	limits  []theory.Limits // by mapBatches
	typical []float64       // found so far; NaN where there is none
	est     *theory.Typical // of the one being simulated
	regimes []sweep.Regime  // by cellRules, once all limits are known
	wait    patience
}

// aim sets the problem. All limits but the typical ones are found at once.
func (m *limitMap) aim(p problem.Linear) {
	if m.problem == p {
		return
	}
	*m = limitMap{problem: p}
	for _, batch := range mapBatches {
		law := p.Law(batch)
		m.limits = append(m.limits, theory.LimitsOf(&law, 0))
	}
}

// known reports whether there is nothing left to find.
func (m *limitMap) known() bool { return len(m.typical) == len(mapBatches) }

// work finds a portion of the typical limits, at least one, until pause returns
// true. It waits until the problem has been left alone for a while.
func (m *limitMap) work(pause func() bool) {
	if !m.wait.ended() {
		return
	}
	for !m.known() {
		m.portion()
		if pause() {
			return
		}
	}
}

// finish finds all of them.
func (m *limitMap) finish() {
	for !m.known() {
		m.portion()
	}
}

func (m *limitMap) portion() {
	next := len(m.typical)
	batch := mapBatches[next]
	if lr, ok := theory.ExactTypical(m.problem, batch); ok {
		m.add(lr)
		return
	}
	if m.est == nil {
		m.est = theory.NewTypical(m.problem, batch)
	}
	if !m.est.Draw() {
		return
	}
	lr, _, ok := m.est.Limit(0, m.limits[next].Variance)
	if !ok {
		lr = math.NaN()
	}
	m.add(lr)
	m.est = nil
}

// add takes in the next typical limit and, with the last, predicts the cells.
func (m *limitMap) add(lr float64) {
	m.typical = append(m.typical, lr)
	if !m.known() {
		return
	}
	variance, fourth, typical := limitCurves[0], limitCurves[1], limitCurves[2]
	for _, rule := range cellRules() {
		batch := float64(rule.Batch)
		l := theory.Limits{Variance: variance.value(m, batch), Fourth: fourth.value(m, batch)}
		m.regimes = append(m.regimes, sweep.PredictedRegime(rule.LR, l, typical.value(m, batch)))
	}
}

// limitCurve is one of the four limits over the batch size.
type limitCurve struct {
	name string
	at   func(m *limitMap, node int) float64
}

// limitCurves are the curves in the order in which they are labelled.
var limitCurves = []limitCurve{
	{"variance", func(m *limitMap, k int) float64 { return m.limits[k].Variance }},
	{"error bars", func(m *limitMap, k int) float64 { return m.limits[k].Fourth }},
	{"typical", func(m *limitMap, k int) float64 {
		if k >= len(m.typical) {
			return math.NaN()
		}
		return m.typical[k]
	}},
	{"mean", func(m *limitMap, k int) float64 { return m.limits[k].Mean }},
}

// node is the place in mapBatches from which to go on to a batch size.
func node(batch float64) int {
	k := 0
	for k < len(mapBatches)-2 && float64(mapBatches[k+1]) < batch {
		k++
	}
	return k
}

// found reports whether it is known how far typical runs stay at a batch size.
func (m *limitMap) found(batch float64) bool { return node(batch)+1 < len(m.typical) }

// value is a limit at any batch size, NaN where it isn't known.
func (c *limitCurve) value(m *limitMap, batch float64) float64 {
	k := node(batch)
	lo, hi := float64(mapBatches[k]), float64(mapBatches[k+1])
	t := math.Log(batch/lo) / math.Log(hi/lo)
	a, b := math.Log(c.at(m, k)), math.Log(c.at(m, k+1))
	return math.Exp(a + min(max(t, -1), 1.5)*(b-a))
}
