package scenes

import (
	"math"

	"sgdnoise/engine/plane"
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
	version uint64          // of the loss surface
	handles []Handle

	surface  plot.Surface
	density  plot.Density
	contours contourCache
	marginal marginalPlot
	buf      []plot.Point
}

// approximations have their roles in the visual language.
var approximationColor = map[string]plot.Color{
	"continuous": plot.Continuous, "sde": plot.SDE, "hessian": plot.Hessian, "general": plot.General,
}

// approximationStroke is the line style of an approximation or a rival.
func approximationStroke(name string) plot.Stroke {
	if color, ok := approximationColor[name]; ok {
		return color.Stroke()
	}
	return plot.Stroke{Color: plot.Ink, Width: 1.8, Dash: []float64{3, 4, 11, 4}}
}

const sigmas = 2 // standard deviations at which ellipses are drawn

// draw paints everything on a canvas; side (or nil) paints the scene's own side
// plot, marks (or nil) over the plane.
func (cv *cloudView) draw(c plot.Canvas, r *run, side func(c plot.Canvas, at plot.Rect), marks func(c plot.Canvas, v plot.View)) {
	w, h := c.Size()
	sides := 2
	if side != nil {
		sides = 3
	}
	l := newLayout(w, h, sides)
	cv.handles = cv.handles[:0]
	cv.drawPlane(c, r, l, marks)
	cv.marginal.draw(c, r, l.sides[0], l.narrow)
	drawLoss(c, r, l.sides[1], l.narrow)
	if side != nil {
		side(c, l.sides[2])
	}
	plot.Legend(c, l.legend.Min, l.legend.W(), cv.legend(r, l.narrow))
	cv.handles = append(cv.handles, r.ruler().draw(c, l.ruler))
}

// view is the part of the plane that is shown, with equal scales.
func (cv *cloudView) view(r *run, panel plot.Rect) plot.View {
	unit := cv.half / cv.zoom / (math.Min(panel.W(), panel.H()) / 2)
	c := r.fc.law.Min
	if cv.centre != nil {
		c = *cv.centre
	}
	dx, dy := unit*panel.W()/2, unit*panel.H()/2
	return plot.View{Rect: panel, X0: c[0] - dx, X1: c[0] + dx, Y0: c[1] - dy, Y1: c[1] + dy}
}

func (cv *cloudView) drawPlane(c plot.Canvas, r *run, l layout, marks func(c plot.Canvas, v plot.View)) {
	axes := plot.AxesOptions{XTitle: "w₁", YTitle: "w₂"}
	if l.narrow { // scales are equal: one axis tells both
		axes = plot.AxesOptions{HideY: true}
	}
	v := cv.view(r, axes.Inset(l.main))
	c.Clip(v.Rect)
	cv.surface.Key, cv.density.Key = "surface", "walkers"
	law := r.fc.law
	loss := func(x, y float64) float64 {
		return theory.Loss(&law, plane.Vec{x, y}.Sub(law.Min).Outer())
	}
	c.Image(v.Rect, cv.surface.Raster(c.Theme(), v, loss, cv.version))
	floor := law.Floor
	if cv.centre != nil { // the minimum may be out of sight, or a top
		floor = math.NaN()
	}
	for _, line := range cv.contours.lines(v, loss, floor, cv.version) {
		c.Line(line, plot.Faint.Stroke())
	}
	c.Image(v.Rect, cv.density.Raster(c.Theme(), plot.Measured, v, r.ens.W[0], r.ens.W[1], r.ens.Held))
	cv.drawEllipses(c, r, v)
	cv.buf = drawTrail(c, v, r.trail, cv.buf)
	drawCross(c, v, law.Min)
	cv.handles = append(cv.handles, drawStart(c, v, cv.start))
	if marks != nil {
		marks(c, v)
	}
	cv.drawNotice(c, r, v)
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
}

// drawEllipses paints measurement below theory, whose dashes let it through.
func (cv *cloudView) drawEllipses(c plot.Canvas, r *run, v plot.View) {
	min := r.fc.law.Min
	outline := func(centre plane.Vec, cov plane.Sym, s plot.Stroke) {
		cv.buf = plot.Ellipse(cv.buf, v, centre[0], centre[1], cov, sigmas)
		c.Line(cv.buf, s)
	}
	if r.fc.exists {
		m, centre := r.measured()
		s := plot.Measured.Stroke()
		if r.fc.errorBars() {
			outline(centre, m, s)
		} else { // hollow: no error bar holds
			s.Width = 5
			outline(centre, m, s)
			outline(centre, m, plot.Stroke{Color: plot.Panel, Width: 2.5})
		}
	}
	for _, a := range r.fc.others {
		if a.ok && cv.shown[a.Name] {
			outline(min, a.sigma, approximationStroke(a.Name))
		}
	}
	if r.fc.exists {
		outline(min, r.fc.sigma, plot.Theory.Stroke())
	}
	if now, ok := r.nowFinite(); ok && !r.open {
		s := plot.Theory.Stroke()
		s.Width, s.Dash = 1.2, []float64{4, 3}
		outline(plane.Vec{min[0] + now.Mean[0], min[1] + now.Mean[1]}, now.Cov(), s)
	}
}

// drawNotice says in the picture why an ellipse is missing.
func (cv *cloudView) drawNotice(c plot.Canvas, r *run, v plot.View) {
	var text string
	switch {
	case r.regime() == Diverged:
		text = grouped(r.ens.Diverged()) + " walkers have left"
	case r.fc.noMinimum():
		text = "no covariance exists: there is no minimum"
	case !r.fc.exists:
		text = "no covariance exists at this λ"
	case !r.fc.errorBars():
		text = "measured ellipse: infinite variance"
	default:
		return
	}
	at := plot.Point{X: (v.Rect.Min.X + v.Rect.Max.X) / 2, Y: v.Rect.Max.Y - 18}
	c.Text(at, text, plot.TextStyle{Color: plot.Ink, Size: 14, Align: plot.Center, Bold: true, Ground: true})
}

func (cv *cloudView) legend(r *run, narrow bool) []plot.LegendItem {
	theory := plot.LegendItem{Stroke: plot.Theory.Stroke(), Label: "theory"}
	items := []plot.LegendItem{theory, {Stroke: plot.Measured.Stroke(), Label: "measured (2 σ)"}}
	if !r.fc.exists {
		theory.Label = "theory: no ellipse"
		items = []plot.LegendItem{theory}
	}
	if _, ok := r.nowFinite(); ok && !narrow && !r.open {
		thin := plot.Theory.Stroke()
		thin.Width, thin.Dash = 1.2, []float64{4, 3}
		items = append(items, plot.LegendItem{Stroke: thin, Label: "theory, this step"})
	}
	for _, a := range r.fc.others {
		if !cv.shown[a.Name] {
			continue
		}
		label := a.Label
		if narrow {
			label = a.Name
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

// contourCache keeps contour lines until the view or the loss changes.
type contourCache struct {
	view    plot.View
	version uint64
	cached  [][]plot.Point
}

// lines returns nine contours, evenly spaced along a parabola from the floor, or
// from the least value shown if that is NaN.
func (cc *contourCache) lines(v plot.View, f func(x, y float64) float64, floor float64, version uint64) [][]plot.Point {
	if cc.fresh(v, version) {
		return cc.cached
	}
	top := max(f(v.X0, v.Y0), f(v.X0, v.Y1), f(v.X1, v.Y0), f(v.X1, v.Y1))
	if math.IsNaN(floor) {
		floor, top = extent(v, f)
	}
	top -= floor
	var levels []float64
	for k := 1.0; k < 10; k++ {
		levels = append(levels, floor+top*(k/10)*(k/10))
	}
	return cc.levels(v, f, levels, version)
}

// levels returns the contours at the given levels.
func (cc *contourCache) levels(v plot.View, f func(x, y float64) float64, levels []float64, version uint64) [][]plot.Point {
	if !cc.fresh(v, version) {
		cc.view, cc.version, cc.cached = v, version, plot.Contours(v, f, levels)
		if cc.cached == nil {
			cc.cached = [][]plot.Point{}
		}
	}
	return cc.cached
}

// extent is the least and the largest value on a coarse grid over the view.
func extent(v plot.View, f func(x, y float64) float64) (lo, hi float64) {
	const n = 24
	lo, hi = math.Inf(1), math.Inf(-1)
	for i := range n + 1 {
		for j := range n + 1 {
			y := f(v.X0+(v.X1-v.X0)*float64(i)/n, v.Y0+(v.Y1-v.Y0)*float64(j)/n)
			lo, hi = math.Min(lo, y), math.Max(hi, y)
		}
	}
	return lo, hi
}

func (cc *contourCache) fresh(v plot.View, version uint64) bool {
	return cc.cached != nil && cc.view == v && cc.version == version
}
