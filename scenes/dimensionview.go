package scenes

import (
	"math"

	"sgdnoise/engine/isotropic"
	"sgdnoise/engine/measure"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// dimensionView paints a run of the scene dimension. It keeps what is costly to
// compute.
type dimensionView struct {
	zoom    float64
	start   plane.Vec
	dims    param.Spec // the parameter d
	base    float64    // the parameter lr
	handles []Handle

	landscape
	foot   kept[dimensionFoot]
	losses curvePlot
	rates  curvePlot
	buf    []plot.Point
}

// dimensionHalf is half the height of the plane at zoom 1.
const dimensionHalf = 0.75

// otherRule is how the rule that isn't in force is drawn.
var otherRule = approximationStroke("")

func (dv *dimensionView) take(v Settings) {
	dv.zoom, dv.start = v.num("zoom"), plane.Vec{v.num("start1"), v.num("start2")}
	dv.dims, dv.base = v.spec("dim"), v.num("lr")
}

// dimensionFoot is what legend and ruler depend on.
type dimensionFoot struct {
	ruler          ruler
	scaled, narrow bool
}

func (dv *dimensionView) draw(c plot.Canvas, s *dimension) {
	w, h := c.Size()
	l := newLayout(w, h, 3, 3)
	dv.handles = dv.handles[:0]
	dv.drawPlane(c, s, l)
	drawLossHistory(c, &s.loss, s.lossTop(), l.sides[0], l.narrow)
	dv.drawLosses(c, s, l.sides[1])
	dv.drawRates(c, s, l.sides[2])
	r := ruler{lr: s.lr, limits: s.limits, typical: s.typical, factor: s.lr / dv.base}
	if c.Layer(dv.foot.as(dimensionFoot{r, s.scaled, l.narrow}), l.foot()) {
		plot.Legend(c, l.legend.Min, l.legend.W(), s.legend(l.narrow))
		r.draw(c, l.ruler)
	}
	c.EndLayer()
	dv.handles = r.handle(l.ruler, dv.handles)
}

func (dv *dimensionView) drawPlane(c plot.Canvas, s *dimension, l layout) {
	axes := planeAxes(l.narrow)
	v := planeView(axes.Inset(l.main), plane.Vec{}, dimensionHalf/dv.zoom)
	if dv.begin(c, l.main, v, axes) {
		p := s.problem
		dv.drawLoss(c, v, func(w plane.Vec) float64 {
			if p.Dim == 1 {
				w[1] = 0
			}
			return p.Floor() + p.Excess(w.Dot(w))
		}, p.Floor())
		dv.finish(c, v, axes)
	}
	c.EndLayer()
	c.Clip(v.Rect)
	dv.drawWalkers(c, v, s.ens.First, s.ens.Held)
	dv.drawEllipses(c, s, v)
	dv.buf = drawTrail(c, v, s.trail, dv.buf)
	drawCross(c, v, plane.Vec{})
	dv.handles = append(dv.handles, drawStart(c, v, dv.start))
	notice(c, v, s.incomplete())
	c.Clip(plot.Rect{})
}

// drawEllipses paints measurement below theory, whose dashes let it through.
func (dv *dimensionView) drawEllipses(c plot.Canvas, s *dimension, v plot.View) {
	if s.exists {
		mean, square := measure.Second(s.ens.First, plane.Vec{}, s.ens.Held)
		if s.window.Steps() > 0 {
			mean, square = s.window.Second(s.ens.Held)
		}
		dv.kept.measured(c, v, mean, square.Plus(-1, mean.Outer()), s.errorBars())
		dv.kept.theory(c, v, plane.Vec{}, s.covariance())
	}
	if !s.open && s.missing() == "" {
		dv.buf = drawEllipse(c, v, s.now.Mean, s.now.Cov(), thisStep, dv.buf)
	}
}

// incomplete says what is missing in the picture, or not to be relied on.
func (s *dimension) incomplete() string {
	switch {
	case s.lr >= s.typical:
		return grouped(s.ens.Diverged()) + " walkers have left"
	case !s.exists:
		return "no covariance exists at this λ"
	case !s.errorBars():
		return "measured ellipse: infinite variance"
	case s.problem.Dim == 1:
		return "one weight: there is no w₂"
	}
	return ""
}

// lossTop leaves room for single runs above the stationary loss or, without one,
// the median of what was measured.
func (s *dimension) lossTop() float64 {
	p := s.problem
	level := p.Floor()
	if s.exists {
		level += 1.6 * p.Excess(float64(p.Dim)*s.variance)
	}
	return 1.4 * max(level, s.loss.median(), restful)
}

// drawLosses paints what the loss costs above its floor against d, by both rules.
func (dv *dimensionView) drawLosses(c plot.Canvas, s *dimension, at plot.Rect) {
	dv.losses.title, dv.losses.short, dv.losses.logY = "loss above its floor, against d", "loss over d", true
	if stale(&dv.losses, dv.curveState(s), &dv.dims) {
		p, batch, base := s.problem, s.batch, dv.base
		excess := func(scaled bool) func(d float64) (float64, bool) {
			return func(d float64) (float64, bool) {
				p.Dim = int(d)
				variance, ok := p.Variance(rate(base, p.Dim, scaled), batch)
				return p.Excess(d * variance), ok
			}
		}
		dv.losses.tabulate(dv.dims, []curve{{otherRule, excess(!s.scaled)}, {plot.Theory.Stroke(), excess(s.scaled)}})
	}
	h := plane.Sym{s.problem.A, 0, 0}
	m := s.radial.Moments(h, s.ens.Held).Loss
	if !s.exists || s.radial.Steps() == 0 {
		m.Value = math.NaN()
	}
	if !s.errorBars() {
		m.StdErr = math.NaN()
	}
	dv.losses.draw(c, at, float64(s.problem.Dim), m)
}

// drawRates paints the limits of λ against d, with λ itself by both rules.
func (dv *dimensionView) drawRates(c plot.Canvas, s *dimension, at plot.Rect) {
	dv.rates.title, dv.rates.short, dv.rates.logY = "λ and its limit, against d", "λ over d", true
	dv.rates.ring = s.lr
	if stale(&dv.rates, dv.curveState(s), &dv.dims) {
		dv.rates.tabulate(dv.dims, dv.rateCurves(s))
	}
	dv.rates.draw(c, at, float64(s.problem.Dim), measure.Estimate{Value: math.NaN()})
	if !tight(at) {
		v := dv.rates.drawn
		name := plot.Point{X: v.Rect.Max.X - 5, Y: v.Px(0, math.Log10(s.limits.Mean)).Y + 10}
		c.Text(name, "gradient descent", plot.TextStyle{Color: plot.Muted, Size: 12, Align: plot.Right})
	}
}

// rateCurves are λ by both rules and its limits.
func (dv *dimensionView) rateCurves(s *dimension) []curve {
	a, batch, base := s.problem.A, s.batch, dv.base
	by := func(scaled bool) func(d float64) (float64, bool) {
		return func(d float64) (float64, bool) { return rate(base, int(d), scaled), true }
	}
	descent := plot.Muted.Stroke()
	descent.Width = 2
	return []curve{
		{otherRule, by(!s.scaled)},
		{plot.Ink.Stroke(), by(s.scaled)},
		{descent, func(float64) (float64, bool) { return 2 / a, true }},
		{plot.Theory.Stroke(), func(d float64) (float64, bool) {
			p := isotropic.Problem{Dim: int(d), A: a}
			return p.Limits(batch).Variance, true
		}},
	}
}

// dimensionCurves is what the curves against d depend on: anything but d itself.
type dimensionCurves struct {
	problem isotropic.Problem
	base    float64
	batch   int
	scaled  bool
}

func (dv *dimensionView) curveState(s *dimension) dimensionCurves {
	p := s.problem
	p.Dim = 0
	return dimensionCurves{p, dv.base, s.batch, s.scaled}
}

func (s *dimension) legend(narrow bool) []plot.LegendItem {
	other, single := "λ ∝ 1/d", "one run"
	if s.scaled {
		other = "λ kept"
	}
	items := []plot.LegendItem{
		{Stroke: plot.Theory.Stroke(), Label: "theory"},
		{Stroke: plot.Measured.Stroke(), Label: "measured (2 σ)"},
		{Stroke: otherRule, Label: "theory, " + other},
	}
	if !narrow {
		items = append(items, plot.LegendItem{Stroke: plot.Ink.Stroke(), Label: single})
	}
	return items
}
