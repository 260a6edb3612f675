package figures

import (
	"fmt"
	"math"

	"sgdnoise/scenes/plot"
)

// chart is a plot of predicted curves and measured points.
type chart struct {
	axes           plot.AxesOptions
	x0, x1, y0, y1 float64
	lines          []line
	dots           []dots
	limits         []limit
}

// line is a predicted curve.
type line struct {
	label  string
	color  plot.Color
	xs, ys []float64 // NaN where there is nothing
}

// dots are measured values; those that don't count are drawn hollow.
type dots struct {
	label string
	mark  plot.Mark
	xs    []float64
	rows  []Row
}

// limit marks a place on the abscissa, with a label on its outer side at some
// height.
type limit struct {
	x, y  float64
	label string
}

// legend lists lines and marks in the order in which they were given.
func (ch *chart) legend() []plot.LegendItem {
	var items []plot.LegendItem
	for _, l := range ch.lines {
		items = append(items, plot.LegendItem{Stroke: l.color.Stroke(), Label: l.label})
	}
	hollow := false
	for _, d := range ch.dots {
		solid := false
		for i := range d.rows {
			solid, hollow = solid || d.rows[i].Counts(), hollow || !d.rows[i].Counts()
		}
		if solid {
			items = append(items, plot.LegendItem{Stroke: plot.Measured.Stroke(), Label: d.label + ", ± 2 standard errors", Mark: d.mark})
		}
	}
	if hollow {
		items = append(items, plot.LegendItem{Stroke: plot.Measured.Stroke(), Label: fmt.Sprintf("no error bar: median and range of %d runs", Seeds), Mark: plot.Ring})
	}
	return items
}

// draw paints the chart into at.
func (ch *chart) draw(c plot.Canvas, at plot.Rect) {
	at.Min.Y += plot.Legend(c, at.Min, at.W(), ch.legend()) + 8
	v := plot.View{Rect: ch.axes.Inset(at), X0: logIf(ch.axes.LogX, ch.x0), X1: logIf(ch.axes.LogX, ch.x1),
		Y0: logIf(ch.axes.LogY, ch.y0), Y1: logIf(ch.axes.LogY, ch.y1)}
	px := func(x, y float64) plot.Point { return v.Px(logIf(ch.axes.LogX, x), logIf(ch.axes.LogY, y)) }
	c.Clip(v.Rect)
	for _, m := range ch.limits {
		x := px(m.x, ch.y0).X
		plot.Segment(c, plot.Point{X: x, Y: v.Rect.Min.Y}, plot.Point{X: x, Y: v.Rect.Max.Y}, plot.Stroke{Color: plot.Faint, Width: 1.5})
	}
	for _, l := range ch.lines {
		var pts []plot.Point
		for i, x := range l.xs {
			pts = append(pts, px(x, l.ys[i]))
		}
		c.Line(pts, l.color.Stroke())
	}
	for _, d := range ch.dots {
		d.draw(c, px)
	}
	for _, m := range ch.limits {
		p := px(m.x, m.y)
		align, off := plot.Left, 8.0
		if p.X < (v.Rect.Min.X+v.Rect.Max.X)/2 {
			align, off = plot.Right, -off
		}
		p.X += off
		c.Text(p, m.label, plot.TextStyle{Color: plot.Muted, Size: 13, Align: align, Ground: true})
	}
	c.Clip(plot.Rect{})
	plot.Axes(c, v, ch.axes)
}

func logIf(log bool, x float64) float64 {
	if log {
		return math.Log10(x)
	}
	return x
}

// draw paints points with their error bars, or their ranges.
func (d *dots) draw(c plot.Canvas, px func(x, y float64) plot.Point) {
	var solid, hollow []plot.Point
	for i, x := range d.xs {
		r := &d.rows[i]
		lo, hi := r.Low, r.High
		if r.Counts() {
			lo, hi = r.Obtained-2*r.StdErr, r.Obtained+2*r.StdErr
			solid = append(solid, px(x, r.Obtained))
		} else {
			hollow = append(hollow, px(x, r.Obtained))
		}
		plot.Segment(c, px(x, lo), px(x, hi), plot.Stroke{Color: plot.Measured, Width: 2})
	}
	plot.Marks(c, solid, d.mark, plot.Measured)
	plot.Marks(c, hollow, plot.Ring, plot.Measured)
}
