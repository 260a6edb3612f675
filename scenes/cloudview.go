package scenes

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// cloudView paints a run: the parameter plane with its loss, the walkers and
// their ellipses, and the side plots. It keeps what is costly to compute.
type cloudView struct {
	half    float64    // half the height of the plane at zoom 1
	centre  *plane.Vec // of the plane; nil: the minimum
	zoom    float64
	start   plane.Vec
	shown   map[string]bool // approximations by name
	handles []Handle

	landscape
	foot     kept[footState]
	marginal marginalPlot
	buf      []plot.Point
}

// approximations have their roles in the visual language.
var approximationColor = map[string]plot.Color{
	"continuous": plot.Continuous, "sde": plot.SDE, "hessian": plot.Hessian, "general": plot.General,
}

var rivalStroke = plot.Stroke{Color: plot.Ink, Width: 1.8, Dash: []float64{3, 4, 11, 4}}

// approximationStroke is the line style of an approximation or a rival.
func approximationStroke(name string) plot.Stroke {
	if color, ok := approximationColor[name]; ok {
		return color.Stroke()
	}
	return rivalStroke
}

// draw paints everything on a canvas; side (or nil) paints the scene's own side
// plot, marks (or nil) over the plane.
func (cv *cloudView) draw(c plot.Canvas, r *run, side func(c plot.Canvas, at plot.Rect), marks func(c plot.Canvas, v plot.View)) {
	w, h := c.Size()
	sides := 2
	if side != nil {
		sides = 3
	}
	l := newLayout(w, h, sides, 2+shown(cv.shown))
	cv.handles = cv.handles[:0]
	cv.drawPlane(c, r, l, marks)
	cv.marginal.draw(c, r, l.sides[0], l.narrow)
	drawLoss(c, r, l.sides[1], l.narrow)
	if side != nil {
		side(c, l.sides[2])
	}
	cv.drawFoot(c, r, &l)
}

// footState is what legend and ruler depend on, besides the canvas.
type footState struct {
	fc      *forecast
	shown   [5]bool // the approximations and the rival
	now     bool    // theory of this step is drawn
	narrow  bool
	typical float64 // 0 if there is none
	low     float64
}

// drawFoot paints legend and ruler.
func (cv *cloudView) drawFoot(c plot.Canvas, r *run, l *layout) {
	_, now := r.nowFinite()
	state := footState{fc: r.fc, now: now && !r.open, narrow: l.narrow, low: r.typical.Low}
	if r.typical.Value > 0 { // not NaN
		state.typical = r.typical.Value
	}
	for i, a := range r.fc.others {
		state.shown[i] = cv.shown[a.Name]
	}
	ruler := r.ruler()
	if c.Layer(cv.foot.as(state), l.foot()) {
		plot.Legend(c, l.legend.Min, l.legend.W(), cv.legend(r, l.narrow))
		ruler.draw(c, l.ruler)
	}
	c.EndLayer()
	cv.handles = ruler.handle(l.ruler, cv.handles)
}

// view is the part of the plane that is shown.
func (cv *cloudView) view(r *run, panel plot.Rect) plot.View {
	centre := r.fc.law.Min
	if cv.centre != nil {
		centre = *cv.centre
	}
	return planeView(panel, centre, cv.half/cv.zoom)
}

func (cv *cloudView) drawPlane(c plot.Canvas, r *run, l layout, marks func(c plot.Canvas, v plot.View)) {
	axes := planeAxes(l.narrow)
	v := cv.view(r, axes.Inset(l.main))
	if cv.begin(c, l.main, v, axes) {
		cv.drawGround(c, v, &r.fc.law)
		cv.finish(c, v, axes)
	}
	c.EndLayer()
	c.Clip(v.Rect)
	cv.drawCrowd(c, v, r.crowd)
	cv.drawEllipses(c, r, v)
	cv.buf = drawTrail(c, v, r.trail, cv.buf)
	drawCross(c, v, r.fc.law.Min)
	cv.handles = append(cv.handles, drawStart(c, v, cv.start))
	if marks != nil {
		marks(c, v)
	}
	notice(c, v, cv.missing(r))
	c.Clip(plot.Rect{})
}

// drawGround paints the loss.
func (cv *cloudView) drawGround(c plot.Canvas, v plot.View, law *problem.Law) {
	floor := law.Floor
	if cv.centre != nil { // the minimum may be out of sight, or a top
		floor = math.NaN()
	}
	cv.drawLoss(c, v, func(w plane.Vec) float64 { return theory.Loss(law, w.Sub(law.Min).Outer()) }, floor)
}

// drawEllipses paints measurement below theory, whose dashes let it through.
func (cv *cloudView) drawEllipses(c plot.Canvas, r *run, v plot.View) {
	min := r.fc.law.Min
	if r.fc.exists {
		cov, mean := r.measured()
		cv.kept.measured(c, v, mean, cov, r.fc.errorBars())
	}
	for _, a := range r.fc.others {
		if a.ok && cv.shown[a.Name] {
			cv.buf = drawEllipse(c, v, min, a.sigma, approximationStroke(a.Name), cv.buf)
		}
	}
	if r.fc.exists {
		cv.kept.theory(c, v, min, r.fc.sigma)
	}
	if now, ok := r.nowFinite(); ok && !r.open {
		cv.buf = drawEllipse(c, v, min.Add(now.Offset()), now.Cov(), thisStep, cv.buf)
	}
}

// missing says why there is no measured ellipse, or none to rely on.
func (cv *cloudView) missing(r *run) string {
	switch {
	case r.regime() == Diverged:
		return grouped(r.crowd.Held()) + " walkers have left"
	case r.fc.noMinimum():
		return "no covariance exists: there is no minimum"
	case !r.fc.exists:
		return "no covariance exists at this λ"
	case !r.fc.errorBars():
		return "measured ellipse: infinite variance"
	}
	return ""
}

func (cv *cloudView) legend(r *run, narrow bool) []plot.LegendItem {
	theory := plot.LegendItem{Stroke: plot.Theory.Stroke(), Label: "theory"}
	items := []plot.LegendItem{theory, {Stroke: plot.Measured.Stroke(), Label: "measured (2 σ)"}}
	if !r.fc.exists {
		theory.Label = "theory: no ellipse"
		items = []plot.LegendItem{theory}
	}
	if _, ok := r.nowFinite(); ok && !narrow && !r.open {
		items = append(items, plot.LegendItem{Stroke: thisStep, Label: "theory, this step"})
	}
	for _, a := range r.fc.others {
		if !cv.shown[a.Name] {
			continue
		}
		label := a.Label
		if narrow {
			label = a.Short
		}
		switch {
		case !a.ok:
			label += ": none here"
		case !math.IsNaN(a.excess):
			label += " " + percent(a.excess)
		}
		items = append(items, plot.LegendItem{Stroke: approximationStroke(a.Name), Label: label})
	}
	return items
}
