package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// covCurve is the side plot of how wide the cloud is, ½ tr Σ, against the
// learning rate or the batch size: exact, and as approximations have it.
type covCurve struct {
	plot curvePlot
	laws laws[covFamily, int] // by batch size
}

// covFamily is what the laws depend on.
type covFamily struct {
	problem problem.Linear // in coordinates in which SGD is plain
	mu      float64
}

// curveState is what the curves depend on.
type curveState struct {
	model model
	lr    float64 // 0 on a λ axis
	most  float64 // end of a λ axis
	mu    float64
	batch int     // 0 on an S axis
	shown [4]bool // in theory's order
	rival bool
}

// draw paints the plot for the axis lr or batch of a cloud.
func (cc *covCurve) draw(c plot.Canvas, at plot.Rect, s *cloud, axis param.Spec) {
	fc := s.fc
	cc.laws.of(covFamily{fc.plain, fc.rule.Momentum})
	state := curveState{model: fc.model, mu: fc.rule.Momentum}
	for i, a := range theory.Approximations {
		state.shown[i] = s.shown[a.Name]
	}
	state.rival = fc.model.rival != nil && s.shown[fc.model.rival.name] && axis.Key == "lr"
	x := fc.rule.LR
	if axis.Key == "lr" { // linear, a little past the limits
		state.batch = fc.rule.Batch
		axis.Scale, axis.Min, axis.Max = param.Linear, 0, 1.1*math.Max(fc.limits.Mean, x)
		state.most = axis.Max
	} else {
		state.lr, x = fc.rule.LR, float64(fc.rule.Batch)
	}
	if stale(&cc.plot, state, &axis) {
		cc.plot.title, cc.plot.short, cc.plot.logY = "variance ½ tr Σ against "+axis.Symbol, "½ tr Σ over "+axis.Symbol, true
		cc.plot.tabulate(axis, cc.curves(s, axis.Key, state.rival))
	}
	cc.plot.draw(c, at, x, s.variance())
}

// variance is what is measured of ½ tr Σ; its value, or its standard error, is
// NaN where there is none.
func (r *run) variance() measure.Estimate {
	e := halfTrace(r.moments())
	if !r.fc.exists || r.collected == 0 {
		e.Value = math.NaN()
	}
	if !r.fc.errorBars() {
		e.StdErr = math.NaN()
	}
	return e
}

// curves are the exact one, drawn last, the approximations on show, and the
// model's rival if it is.
func (cc *covCurve) curves(s *cloud, key string, withRival bool) []curve {
	fc := s.fc
	at := func(x float64) (l *limitedLaw, set theory.Setting) {
		set = theory.Setting{Scale: fc.model.scale, LR: fc.rule.LR, Mu: fc.rule.Momentum, Batch: fc.rule.Batch}
		if key == "lr" {
			set.LR = x
		} else {
			set.Batch = int(x)
		}
		l = cc.laws.at(set.Batch, set.Mu, func() problem.Law { return fc.plain.Law(set.Batch) })
		set.Law = &l.Law
		return l, set
	}
	var out []curve
	for _, a := range theory.Approximations {
		if s.shown[a.Name] {
			out = append(out, curve{approximationColor[a.Name].Stroke(), func(x float64) (float64, bool) {
				_, set := at(x)
				sigma, ok, _ := a.Sigma(set)
				return fc.inW(sigma).Trace() / 2, ok
			}})
		}
	}
	if withRival {
		out = append(out, curve{approximationStroke(fc.model.rival.name), func(x float64) (float64, bool) {
			other := *fc
			other.rule.LR = x
			sigma, ok, _ := fc.model.rival.sigma(&other)
			return sigma.Trace() / 2, ok
		}})
	}
	return append(out, curve{plot.Theory.Stroke(), func(x float64) (float64, bool) {
		l, set := at(x)
		if set.LR >= l.variance {
			return 0, false
		}
		sigma, ok := theory.Stationary(&l.Law, set.LR, set.Mu)
		return fc.inW(sigma).Trace() / 2, ok
	}})
}

// halfTrace estimates ½ tr Σ.
func halfTrace(m *measure.Moments) measure.Estimate {
	mean := plane.Vec{m.Mean[0].Value, m.Mean[1].Value}
	e := m.Quadratic(plane.Sym{1, 0, 1}, plane.Vec{-mean[0], -mean[1]})
	e.Value += mean.Dot(mean) / 2
	return e
}
