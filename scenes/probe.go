package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
)

// probe predicts and measures growth and tail of the working point itself, once
// the values have been left alone for a while.
type probe struct {
	fc   *forecast
	seed uint64
	open bool        // not done yet
	cell *sweep.Cell // once it is under way, with much memory
	wait patience

	growth, tail Reading
}

// aim sets the working point.
func (p *probe) aim(fc *forecast, seed uint64) {
	if p.fc != nil && p.fc.model == fc.model && p.fc.rule == fc.rule {
		return
	}
	*p = probe{
		fc: fc, seed: seed, open: true,
		growth: Reading{Name: "growth", Symbol: "E ln|1 − λh|", Predicted: None, Measured: None, StdErr: None,
			Reason: "not measured yet", Main: true,
			Source: "Lyapunov exponent: growth of ln|w − w*| per step without additive noise (derived)"},
		tail: Reading{Name: "tail", Symbol: "β", Predicted: None, Measured: None, StdErr: None,
			Reason: "not measured yet", Main: true,
			Source: "Kesten's exponent (derived); measured: Hill's estimate over every walker's farthest excursion"},
	}
}

func (p *probe) done() bool { return !p.open }

// work measures a portion, at least one, until pause (if not nil) returns true.
func (p *probe) work(pause func() bool) {
	if begin := p.wait.ended() || pause == nil; !begin || p.done() {
		return
	}
	if p.cell == nil {
		p.cell = sweep.NewCell(p.fc.model.problem, p.fc.rule, p.seed)
	}
	if p.cell.Work(pause) {
		p.compareGrowth(p.cell.Growth)
		p.compareTail(p.cell.Tail)
		p.open, p.cell = false, nil
	}
}

const unequal = "no quick formula with unequal curvatures: measured"

func (p *probe) compareGrowth(m measure.Estimate) {
	rd := &p.growth
	rd.Measured, rd.StdErr, rd.Reason = Number(m.Value), Number(m.StdErr), unequal
	if g, ok := theory.ExactGrowth(p.fc.model.problem, p.fc.rule.LR, p.fc.rule.Batch); ok {
		rd.Predicted, rd.Valid, rd.Reason = Number(g), true, ""
	}
}

func (p *probe) compareTail(m measure.Estimate) {
	rd := &p.tail
	exact, ok := theory.ExactTail(p.fc.model.problem, p.fc.rule.LR, p.fc.rule.Momentum, p.fc.rule.Batch)
	switch {
	case !ok:
		rd.Reason = unequal + "; the limits say " + regimeStyles[sweep.PredictedRegime(p.fc.rule.LR, p.fc.limits, math.NaN())].short
	case !exact.OK:
		rd.Reason = exact.Reason
		return
	default:
		rd.Predicted, rd.Valid, rd.Reason = Number(exact.Beta), true, ""
	}
	switch {
	case math.IsNaN(m.Value):
		rd.Reason = theory.TypicalRunsLeave
	case p.fc.rule.LR < p.fc.limits.Fourth:
		rd.Measured = Number(m.Value)
		rd.Reason = "no error bar: so thin a tail is reached too seldom to measure its exponent"
	default:
		rd.Measured, rd.StdErr = Number(m.Value), Number(m.StdErr)
	}
}
