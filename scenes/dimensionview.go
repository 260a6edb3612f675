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

func (dv *dimensionView) draw(c plot.Canvas, s *dimension) {
	w, h := c.Size()
	l := newLayout(w, h, 3)
	dv.handles = dv.handles[:0]
	dv.drawPlane(c, s, l)
	drawLossHistory(c, &s.loss, s.lossTop(), l.sides[0], l.narrow)
	dv.drawLosses(c, s, l.sides[1])
	dv.drawRates(c, s, l.sides[2])
	plot.Legend(c, l.legend.Min, l.legend.W(), s.legend(l.narrow))
	r := ruler{lr: s.lr, limits: s.limits, typical: s.typical, factor: s.lr / dv.base}
	dv.handles = append(dv.handles, r.draw(c, l.ruler))
}

func (dv *dimensionView) drawPlane(c plot.Canvas, s *dimension, l layout) {
	axes := planeAxes(l.narrow)
	v := planeView(axes.Inset(l.main), plane.Vec{}, dimensionHalf/dv.zoom)
	p := s.problem
	loss := func(w plane.Vec) float64 {
		if p.Dim == 1 {
			w[1] = 0
		}
		return p.Floor() + p.Excess(w.Dot(w))
	}
	c.Clip(v.Rect)
	dv.drawLoss(c, v, loss, p.Floor())
	dv.drawWalkers(c, v, s.ens.First, s.ens.Held)
	dv.drawEllipses(c, s, v)
	dv.buf = drawTrail(c, v, s.trail, dv.buf)
	drawCross(c, v, plane.Vec{})
	dv.handles = append(dv.handles, drawStart(c, v, dv.start))
	notice(c, v, s.incomplete())
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
}

// drawEllipses paints measurement below theory, whose dashes let it through.
func (dv *dimensionView) drawEllipses(c plot.Canvas, s *dimension, v plot.View) {
	if s.exists {
		mean, square := measure.Second(s.ens.First, plane.Vec{}, s.ens.Held)
		if s.window.Steps() > 0 {
			mean, square = s.window.Second(s.ens.Held)
		}
		dv.buf = measuredEllipse(c, v, mean, square.Plus(-1, mean.Outer()), s.errorBars(), dv.buf)
		dv.buf = drawEllipse(c, v, plane.Vec{}, s.covariance(), plot.Theory.Stroke(), dv.buf)
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
	return 1.4 * max(level, median(s.loss.measured), restful)
}

// drawLosses paints what the loss costs above its floor against d, by both rules.
func (dv *dimensionView) drawLosses(c plot.Canvas, s *dimension, at plot.Rect) {
	excess := func(scaled bool) func(d float64) (float64, bool) {
		p, batch, base := s.problem, s.batch, dv.base
		return func(d float64) (float64, bool) {
			p.Dim = int(d)
			variance, ok := p.Variance(rate(base, p.Dim, scaled), batch)
			return p.Excess(d * variance), ok
		}
	}
	dv.losses.title, dv.losses.short, dv.losses.logY = "loss above its floor, against d", "loss over d", true
	dv.losses.tabulate(dv.curveState(s), dv.dims, []curve{
		{otherRule, excess(!s.scaled)}, {plot.Theory.Stroke(), excess(s.scaled)},
	})
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
	p, batch, base := s.problem, s.batch, dv.base
	by := func(scaled bool) func(d float64) (float64, bool) {
		return func(d float64) (float64, bool) { return rate(base, int(d), scaled), true }
	}
	descent := plot.Muted.Stroke()
	descent.Width = 2
	dv.rates.title, dv.rates.short, dv.rates.logY = "λ and its limit, against d", "λ over d", true
	dv.rates.ring = s.lr
	dv.rates.tabulate(dv.curveState(s), dv.dims, []curve{
		{otherRule, by(!s.scaled)},
		{plot.Ink.Stroke(), by(s.scaled)},
		{descent, func(float64) (float64, bool) { return 2 / p.A, true }},
		{plot.Theory.Stroke(), func(d float64) (float64, bool) {
			p := isotropic.Problem{Dim: int(d), A: p.A}
			return p.Limits(batch).Variance, true
		}},
	})
	dv.rates.draw(c, at, float64(p.Dim), measure.Estimate{Value: math.NaN()})
	if !tight(at) {
		v := dv.rates.drawn
		name := plot.Point{X: v.Rect.Max.X - 5, Y: v.Px(0, math.Log10(s.limits.Mean)).Y + 10}
		c.Text(name, "gradient descent", plot.TextStyle{Color: plot.Muted, Size: 11, Align: plot.Right})
	}
}

// curveState is what the curves against d depend on: anything but d itself.
func (dv *dimensionView) curveState(s *dimension) any {
	p := s.problem
	p.Dim = 0
	return struct {
		problem isotropic.Problem
		base    float64
		batch   int
		scaled  bool
	}{p, dv.base, s.batch, s.scaled}
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
