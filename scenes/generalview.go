package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// generalView paints a run of the scene general-minimum. It keeps what is
// costly to compute.
type generalView struct {
	landscape
	drawn   plot.Density // of the gradients at the point
	misfit  kept[generalState]
	foot    kept[generalState]
	handles []Handle
	buf     []plot.Point
}

// noiseStroke is how a formula is drawn.
func noiseStroke(name string) plot.Stroke {
	switch name {
	case "hessian":
		return plot.Hessian.Stroke()
	case "general":
		return plot.General.Stroke()
	}
	s := plot.General.Stroke() // Gauss-Newton: the same formula, solid
	s.Width, s.Dash = 1.5, nil
	return s
}

var indefiniteStroke = plot.Stroke{Color: plot.Hessian, Width: 1.5, Alpha: 0.8}

// generalLayout places the plane, the gradients' panel, the misfit plot (none on
// narrow canvases) and the legend.
func generalLayout(w, h float64) (main, noise, misfit, legend plot.Rect, narrow bool) {
	if w < wideEnough {
		const rows = legendRoom + 22
		if h < w {
			return plot.R(0, 0, w/2, h-rows), plot.R(w/2, 0, w/2, h-rows), plot.Rect{}, plot.R(0, h-rows, w, rows), true
		}
		split := 0.56 * (h - rows)
		return plot.R(0, 0, w, split), plot.R(0, split, w, h-rows-split-gap/2), plot.Rect{}, plot.R(0, h-rows, w, rows), true
	}
	top := h - legendRoom
	left := 0.54 * w
	square := math.Min(w-left-gap, 0.68*top)
	return plot.R(0, 0, left, top), plot.R(left+gap, 0, w-left-gap, square),
		plot.R(left+gap, square+gap, w-left-gap, top-square-gap), plot.R(0, top, w, legendRoom), false
}

func (gv *generalView) draw(c plot.Canvas, s *generalMinimum) {
	w, h := c.Size()
	main, noise, misfit, legend, narrow := generalLayout(w, h)
	gv.handles = gv.handles[:0]
	gv.drawPlane(c, s, main, narrow)
	gv.drawNoise(c, s, noise, narrow)
	state := generalState{s.changes, narrow}
	if !narrow {
		if c.Layer(gv.misfit.as(state), misfit) {
			gv.drawMisfit(c, s, misfit)
		}
		c.EndLayer()
	}
	if c.Layer(gv.foot.as(state), legend) {
		plot.Legend(c, legend.Min, legend.W(), s.legend(narrow))
	}
	c.EndLayer()
}

// generalState is what legend and misfit plot depend on.
type generalState struct {
	changes int // of the values
	narrow  bool
}

func (gv *generalView) drawPlane(c plot.Canvas, s *generalMinimum, at plot.Rect, narrow bool) {
	axes := planeAxes(narrow)
	min := s.target.Minimum()
	v := planeView(axes.Inset(at), min, 1.7)
	if gv.begin(c, at, v, axes) {
		gv.drawLoss(c, v, s.target.Loss, s.target.Loss(min))
		det := func(x, y float64) float64 { return s.target.Hess(plane.Vec{x, y}).Det() }
		for _, line := range plot.Contours(v, det, []float64{0}) { // where the Hessian ceases to be positive
			c.Line(line, indefiniteStroke)
		}
		gv.finish(c, v, axes)
	}
	c.EndLayer()
	c.Clip(v.Rect)
	gv.drawWalkers(c, v, s.ens.W, s.ens.Held)
	if s.window.Steps() > 0 && s.ens.Diverged() < s.ens.Len() {
		mean, second := s.window.Second(s.ens.Held)
		gv.kept.measured(c, v, min.Add(mean), second.Plus(-1, mean.Outer()), true)
	}
	if s.near.exists {
		gv.kept.theory(c, v, min, s.near.sigma)
	}
	if !narrow {
		below := v.Px(min[0], min[1]-sigmas*math.Sqrt(max(s.near.sigma[2], 0)))
		label := "walkers: Σ"
		if !s.near.exists {
			label = "walkers: theory has no Σ here"
		}
		c.Text(plot.Point{X: below.X, Y: below.Y + 16}, label, plot.TextStyle{Color: plot.Ink, Size: 12, Align: plot.Center, Ground: true})
	}
	drawCross(c, v, min)
	gv.handles = append(gv.handles, drawRing(c, v, s.point, "point"+toDrag, [2]string{"point1", "point2"}))
	c.Clip(plot.Rect{})
}

// drawNoise paints the gradients drawn at the point and what theory and the
// formulas say of them.
func (gv *generalView) drawNoise(c plot.Canvas, s *generalMinimum, at plot.Rect, narrow bool) {
	axes := plot.AxesOptions{XTitle: "g₁", YTitle: "g₂"}
	if narrow { // scales are equal: one axis tells both
		axes = plot.AxesOptions{HideY: true}
	}
	panel := axes.Inset(at)
	panel.Min.Y += 18
	centre := s.target.Grad(s.point)
	v := planeView(panel, centre, s.reach())
	plot.Box(c, panel, plot.Fill{Color: plot.Panel})
	c.Clip(panel)
	gv.drawn.Key = "gradients"
	if s.noise.Steps() > 0 {
		c.Image(panel, gv.drawn.Raster(c.Theme(), plot.Measured, v, s.g[0], s.g[1], nil))
		mean, second := s.noise.Second(s.held)
		gv.buf = drawEllipse(c, v, centre.Add(mean), second.Plus(-1, mean.Outer()), plot.Measured.Stroke(), gv.buf)
	}
	for _, f := range s.formulas {
		if f.ok && s.shown[f.Name] {
			gv.buf = drawEllipse(c, v, centre, f.cov, noiseStroke(f.Name), gv.buf)
		}
	}
	gv.buf = drawEllipse(c, v, centre, s.exact, plot.Theory.Stroke(), gv.buf)
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
	if narrow {
		plot.Outline(c, panel, plot.Faint.Stroke())
	}
	title := "gradients drawn at the point: noise, 2 σ"
	if plot.TextWidth(title, 13, false) > panel.W() {
		title = "gradients at the point"
	}
	c.Text(plot.Point{X: panel.Min.X, Y: at.Min.Y + 8}, title, plot.TextStyle{Color: plot.Muted, Size: 13})
}

// reach is how much the gradients' panel shows on either side: the exact ellipse
// and those on show, if they aren't much larger.
func (s *generalMinimum) reach() float64 {
	size := func(cov plane.Sym) float64 { l1, _, _ := cov.Eigen(); return sigmas * math.Sqrt(max(l1, 0)) }
	exact := size(s.exact)
	most := exact
	for _, f := range s.formulas {
		if f.ok && s.shown[f.Name] {
			most = max(most, min(size(f.cov), 2*exact))
		}
	}
	if most == 0 {
		return 1
	}
	return 1.3 * most
}

const leastMisfit, mostMisfit = -1, 2 // that the plot shows

// drawMisfit paints by how much each formula is off, over all directions.
func (gv *generalView) drawMisfit(c plot.Canvas, s *generalMinimum, at plot.Rect) {
	panel := plot.R(at.Min.X+24, at.Min.Y+20, at.W()-54, at.H()-44)
	v := plot.View{Rect: panel, X0: leastMisfit, X1: mostMisfit, Y1: 1}
	c.Text(plot.Point{X: at.Min.X, Y: at.Min.Y + 8}, "error of the variance, over all directions", plot.TextStyle{Color: plot.Muted, Size: 13})
	for i, label := range []string{"−100 %", "0", "+100 %", "+200 %"} {
		c.Text(plot.Point{X: v.Px(leastMisfit+float64(i), 0).X, Y: panel.Max.Y + 12}, label, plot.TextStyle{Color: plot.Muted, Size: 12, Align: plot.Center})
	}
	zero := v.Px(0, 0).X
	row := panel.H() / float64(len(s.formulas))
	for i, f := range s.formulas {
		if !s.shown[f.Name] {
			continue
		}
		y := panel.Min.Y + (float64(i)+0.3)*row
		c.Text(plot.Point{X: panel.Min.X, Y: y}, f.Label+": "+f.verdict(), plot.TextStyle{Color: plot.Ink, Size: 12})
		y += 15
		plot.Segment(c, plot.Point{X: panel.Min.X, Y: y}, plot.Point{X: panel.Max.X, Y: y}, plot.Faint.Stroke())
		if f.hi-f.lo >= 0 {
			a, b := v.Px(clampMisfit(f.lo), 0).X, v.Px(clampMisfit(f.hi), 0).X
			plot.Segment(c, plot.Point{X: a, Y: y}, plot.Point{X: max(b, a+1), Y: y}, plot.Stroke{Color: noiseStroke(f.Name).Color, Width: 5})
		}
		plot.Segment(c, plot.Point{X: zero, Y: y - 7}, plot.Point{X: zero, Y: y + 7}, plot.Stroke{Color: plot.Theory, Width: 2.5})
	}
}

func clampMisfit(x float64) float64 { return min(max(x, leastMisfit), mostMisfit) }

// applies reports whether the formula is one for such a loss; if not it has no numbers.
func (f *noiseHere) applies() bool { return f.ok || f.cov != plane.Sym{} }

// verdict is the misfit in words.
func (f *noiseHere) verdict() string {
	switch {
	case !f.ok && !f.applies():
		return "does not apply"
	case !f.ok:
		return "no ellipse, a variance below 0"
	case math.IsNaN(f.hi):
		return "nothing to compare"
	case max(math.Abs(f.lo), math.Abs(f.hi)) < 0.0005:
		return "exact"
	}
	return fmt.Sprintf("%s to %s", percent(f.lo), percent(f.hi))
}

func (s *generalMinimum) legend(narrow bool) []plot.LegendItem {
	items := []plot.LegendItem{
		{Stroke: plot.Theory.Stroke(), Label: "theory"},
		{Stroke: plot.Measured.Stroke(), Label: "measured (2 σ)"},
	}
	for _, f := range s.formulas {
		if !s.shown[f.Name] {
			continue
		}
		label := f.Label
		if narrow {
			label += ": " + f.short()
		}
		items = append(items, plot.LegendItem{Stroke: noiseStroke(f.Name), Label: label})
	}
	if _, curved := s.target.(interface{ GaussNewton(plane.Vec) plane.Sym }); curved && !narrow {
		items = append(items, plot.LegendItem{Stroke: indefiniteStroke, Label: "H is positive between these"})
	}
	return items
}

// short is the misfit where there is little room.
func (f *noiseHere) short() string {
	if !f.ok || math.IsNaN(f.hi) {
		return "none here"
	}
	if math.Abs(f.lo) > math.Abs(f.hi) {
		return percent(f.lo)
	}
	return percent(f.hi)
}
