package scenes

import (
	"math"

	"sgdnoise/engine/theory"
)

// typicalLimit finds lr.max.typical, by a formula where there is one. Otherwise
// it is simulated in portions, off the path of steps and drags: it waits until
// the values have been left alone for a while. So does the exact tail exponent.
type typicalLimit struct {
	Value, StdErr float64 // NaN while unknown, and where there is none
	Low           float64 // without a minimum: below it typical runs leave, too
	Known         bool
	Exact         bool // by a formula, without a standard error

	tail   theory.Tail // where fourth moments don't exist, if there is a formula
	tailed bool        // tail has been asked for

	fc   *forecast
	est  *theory.Typical
	wait patience
}

// aim sets what the limit is wanted for; the learning rate doesn't matter.
func (t *typicalLimit) aim(fc *forecast) {
	old := t.fc
	t.fc = fc
	t.wait.renew()
	t.tail, t.tailed = theory.Tail{}, false
	sameStream := old != nil && old.model == fc.model && old.rule.Batch == fc.rule.Batch
	if !sameStream {
		t.est = theory.NewTypical(fc.plain, fc.rule.Batch)
	}
	if !sameStream || old.rule.Momentum != fc.rule.Momentum {
		t.Known, t.Exact, t.Value, t.StdErr, t.Low = false, false, math.NaN(), math.NaN(), 0
	}
}

// work does a portion, at least one, until pause returns true.
func (t *typicalLimit) work(pause func() bool) {
	if !t.wait.ended() {
		return
	}
	for !t.done() {
		t.portion()
		if pause != nil && pause() {
			return
		}
	}
}

// done reports whether there is nothing left to do.
func (t *typicalLimit) done() bool { return t.Known && t.tailed }

// find finds the limit at once.
func (t *typicalLimit) find() {
	for !t.Known {
		t.portion()
	}
}

// finish does all there is to do.
func (t *typicalLimit) finish() {
	for !t.done() {
		t.portion()
	}
}

func (t *typicalLimit) portion() {
	if t.Known {
		t.tailed = true
		if r := t.fc.rule; r.LR >= t.fc.limits.Fourth {
			t.tail, _ = theory.ExactTail(t.fc.plain, r.LR, r.Momentum, r.Batch)
		}
		return
	}
	if t.fc.rule.Momentum == 0 {
		if lr, ok := theory.ExactTypical(t.fc.plain, t.fc.rule.Batch); ok {
			t.Known, t.Exact, t.Value = true, true, lr
			return
		}
	}
	if !t.est.Draw() {
		return
	}
	t.Known = true
	if t.fc.noMinimum() {
		t.Value = 0
		if lo, hi, se, ok := t.est.Band(t.fc.rule.Momentum); ok {
			t.Low, t.Value, t.StdErr = lo, hi, se
		}
		return
	}
	if lr, se, ok := t.est.Limit(t.fc.rule.Momentum, t.fc.limits.Variance); ok {
		t.Value, t.StdErr = lr, se
	}
}
