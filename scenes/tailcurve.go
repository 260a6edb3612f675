package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// tailCurve is the side plot of the tail exponent against the learning rate or
// the batch size: the paper's Fig. 2 where a λ = 1. The dot is the Hill estimate,
// the ring the Student-t fit to the bulk.
type tailCurve struct{ plot curvePlot }

// tailCurveState is what the curves depend on.
type tailCurveState struct {
	setting string
	a       float64
	lr      float64 // 0 on a λ axis
	most    float64 // end of a λ axis
	batch   int     // 0 on an S axis
	data    *float64
	shown   [3]bool
}

const (
	smallestTail = 0.5 // that the plot against S shows, and largest
	largestTail  = 100
)

func (tc *tailCurve) draw(c plot.Canvas, s *heavyTails, at plot.Rect) {
	key := s.last.choice("curve")
	axis := s.last.spec(key)
	state := tailCurveState{setting: s.subject.setting, a: s.subject.a, shown: s.shown}
	if state.setting == tailsData {
		state.data = &s.subject.h[0]
	}
	x := s.fc.rule.LR
	if key == "lr" {
		state.batch = s.fc.rule.Batch
		axis.Scale, axis.Min, axis.Max = param.Linear, 0, 1.1*math.Max(s.fc.limits.Mean, x)
		if s.typical.Value > 0 {
			axis.Max = math.Max(axis.Max, 1.02*s.typical.Value)
		}
		state.most = axis.Max
		tc.plot.logY, tc.plot.y0, tc.plot.y1 = false, 0, s.largestTail()
	} else {
		tc.plot.logY, tc.plot.y0, tc.plot.y1 = true, smallestTail, largestTail
		axis.Max = 64
		state.lr, x = s.fc.rule.LR, math.Min(float64(s.fc.rule.Batch), axis.Max)
	}
	if stale(&tc.plot, state, &axis) {
		tc.plot.title, tc.plot.short = "exponent β against "+axis.Symbol, "β over "+axis.Symbol
		tc.plot.tabulate(axis, tailCurves(s, axis))
	}
	e := measure.Estimate{Value: math.NaN(), StdErr: math.NaN()}
	if far, settled, ok := s.farLevel(); ok {
		e = far.Hill
		if !settled {
			e.StdErr = math.NaN()
		}
	}
	tc.plot.draw(c, at, x, e)
	if fit, ok := s.bulkFit(); ok {
		tc.ring(c, x, fit.Value)
	}
}

// ring marks an exponent at the present values by a circle.
func (tc *tailCurve) ring(c plot.Canvas, x, y float64) {
	const radius, segments = 7, 32
	p := &tc.plot
	at := p.drawn.Px(p.x(x), p.y(y))
	p.buf = p.buf[:0]
	for i := range segments + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / segments)
		p.buf = append(p.buf, plot.Point{X: at.X + radius*cos, Y: at.Y + radius*sin})
	}
	c.Clip(p.drawn.Rect)
	c.Line(p.buf, plot.Stroke{Color: plot.Ink, Width: 2})
	c.Clip(plot.Rect{})
}

// tailCurves are the approximations on show and the exact curve, except where it
// takes too long: with two weights, and on data for many batch sizes.
func tailCurves(s *heavyTails, axis param.Spec) []curve {
	k := s.subject
	at := func(x float64) (c float64, batch int) {
		if axis.Key == "lr" {
			return x * k.a, s.fc.rule.Batch
		}
		return s.fc.rule.LR * k.a, int(x)
	}
	var out []curve
	for i, a := range theory.TailApproximations {
		if !s.shown[i] || k.setting == tailsUnequal || k.setting == tailsData && a.Name != "continuous" {
			continue
		}
		out = append(out, curve{tailColor[a.Name].Stroke(), func(x float64) (float64, bool) {
			c, batch := at(x)
			t := a.Beta(c, batch, k.dim)
			return t.Beta, t.OK
		}})
	}
	if k.setting == tailsEqual || k.setting == tailsData && axis.Key == "batch" {
		return out
	}
	return append(out, curve{plot.Theory.Stroke(), func(x float64) (float64, bool) {
		c, batch := at(x)
		if !(1.2*float64(batch)/c < largestTail) { // out of sight, and dear
			return 0, false
		}
		t := theory.TailScalar(c, batch)
		if k.setting == tailsData {
			t = s.theory.onData(c/k.a, batch)
		}
		return t.Beta, t.OK
	}})
}
