package scenes

import (
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// pointsCurve is the side plot of how wide the cloud is, ½ tr Σ, against the
// number of data points.
type pointsCurve struct {
	plot curvePlot
	laws laws[pointsFamily, int]
}

// pointsFamily is what the laws of all sizes of a dataset depend on.
type pointsFamily struct {
	data  dataKey // with points 0
	batch int
	mu    float64
}

// pointsState is what the curves depend on.
type pointsState struct {
	pointsFamily
	lr    float64
	shown [5]bool // the approximations and the rival
}

// drawCurve paints the curve with the present number of points.
func (s *interpolation) drawCurve(c plot.Canvas, at plot.Rect) {
	p := &s.curve
	of := pointsFamily{data: s.key, batch: s.fc.rule.Batch, mu: s.fc.rule.Momentum}
	of.data.points, of.data.near = 0, plane.Vec{}
	p.laws.of(of)
	state := pointsState{pointsFamily: of, lr: s.fc.rule.LR}
	for i, a := range s.fc.others {
		state.shown[i] = s.shown[a.Name]
	}
	p.plot.title, p.plot.short = "variance ½ tr Σ against N", "½ tr Σ over N"
	p.plot.dots = true
	axis := s.last.spec("points")
	axis.Min, axis.Max = 0.9*axis.Min, 1.1*axis.Max // room for the mark at either end
	if stale(&p.plot, state, &axis) {
		p.plot.tabulate(axis, s.curves())
	}
	m := s.variance()
	if s.fc.noiseless() {
		m.StdErr = 0
	}
	p.plot.draw(c, at, float64(s.key.points), m)
}

// curves are the exact one, drawn last, and what is shown besides.
func (s *interpolation) curves() []curve {
	r, sigma := s.fc.rule, s.key.sigma
	var out []curve
	add := func(stroke plot.Stroke, f func(l *limitedLaw, n int) (plane.Sym, bool)) {
		out = append(out, curve{stroke, func(x float64) (float64, bool) {
			v, ok := f(s.curve.law(int(x)), int(x))
			return v.Trace() / 2, ok
		}})
	}
	for _, a := range theory.Approximations {
		if s.shown[a.Name] {
			add(approximationStroke(a.Name), func(l *limitedLaw, _ int) (plane.Sym, bool) {
				v, ok, _ := a.Sigma(theory.Setting{Law: &l.Law, Scale: 2 * l.Floor, LR: r.LR, Mu: r.Momentum, Batch: r.Batch})
				return v, ok
			})
		}
	}
	if s.shown[s.kept.rival.name] {
		add(approximationStroke(s.kept.rival.name), func(l *limitedLaw, n int) (plane.Sym, bool) {
			v, ok, _ := theory.HighDimensional(&l.Law, sigma, n, r.Batch, r.LR, r.Momentum)
			return v, ok
		})
	}
	return append(out, curve{plot.Theory.Stroke(), func(x float64) (float64, bool) {
		return s.curve.law(int(x)).stationary(r.LR, r.Momentum)
	}})
}

// law is that of n points. A batch of distinct points is at most all of them.
func (p *pointsCurve) law(n int) *limitedLaw {
	of := p.laws.family
	return p.laws.at(n, of.mu, func() problem.Law {
		key, batch := of.data, of.batch
		key.points = n
		if key.sampling != problem.WithReplacement {
			batch = min(batch, n)
		}
		return key.dataset().Law(batch)
	})
}
