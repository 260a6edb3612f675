package scenes

import (
	"math"
	"strings"

	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// Marks in the parameter plane that several scenes have.

// drawTrail paints a walker and where it came from, oldest first, fading. buf is
// reused and returned.
func drawTrail(c plot.Canvas, v plot.View, trail []plane.Vec, buf []plot.Point) []plot.Point {
	n := len(trail)
	if n == 0 {
		return buf
	}
	buf = buf[:0]
	for _, w := range trail {
		buf = append(buf, v.Px(w[0], w[1]))
	}
	const shades = 6
	for k := range shades {
		lo, hi := k*(n-1)/shades, (k+1)*(n-1)/shades
		c.Line(buf[lo:hi+1], plot.Ink.Stroke().WithAlpha(0.12+0.7*float64(k+1)/shades))
	}
	last := buf[n-1:]
	c.Dots(last, 5.5, plot.Fill{Color: plot.Panel})
	c.Dots(last, 4, plot.Fill{Color: plot.Ink})
	return buf
}

// sigmas is at how many standard deviations ellipses are drawn.
const sigmas = 2

// thisStep is the line of the ellipse predicted for this very step.
var thisStep = plot.Stroke{Color: plot.Theory, Width: 1.2, Dash: []float64{4, 3}}

// drawEllipse paints a covariance. buf is reused and returned.
func drawEllipse(c plot.Canvas, v plot.View, centre plane.Vec, cov plane.Sym, s plot.Stroke, buf []plot.Point) []plot.Point {
	buf = plot.Ellipse(buf, v, centre[0], centre[1], cov, sigmas)
	c.Line(buf, s)
	return buf
}

// measuredEllipse paints a measured covariance, hollow if no error bar holds.
func measuredEllipse(c plot.Canvas, v plot.View, mean plane.Vec, cov plane.Sym, errorBars bool, buf []plot.Point) []plot.Point {
	s := plot.Measured.Stroke()
	if errorBars {
		return drawEllipse(c, v, mean, cov, s, buf)
	}
	s.Width = 5
	buf = drawEllipse(c, v, mean, cov, s, buf)
	return drawEllipse(c, v, mean, cov, plot.Stroke{Color: plot.Panel, Width: 2.5}, buf)
}

// notice says at the bottom of a picture what is missing in it, if anything is.
func notice(c plot.Canvas, v plot.View, text string) {
	if text == "" {
		return
	}
	at := plot.Point{X: (v.Rect.Min.X + v.Rect.Max.X) / 2, Y: v.Rect.Max.Y - 18}
	c.Text(at, text, plot.TextStyle{Color: plot.Ink, Size: 14, Align: plot.Center, Bold: true, Ground: true})
}

// drawDot paints a measured value.
func drawDot(c plot.Canvas, at plot.Point) {
	plot.Dot(c, at, 6.5, plot.Fill{Color: plot.Panel})
	plot.Dot(c, at, 5, plot.Fill{Color: plot.Measured})
}

// drawCross marks a minimum.
func drawCross(c plot.Canvas, v plot.View, at plane.Vec) {
	m := v.Px(at[0], at[1])
	plot.Segment(c, plot.Point{X: m.X - 6, Y: m.Y}, plot.Point{X: m.X + 6, Y: m.Y}, plot.Ink.Stroke())
	plot.Segment(c, plot.Point{X: m.X, Y: m.Y - 6}, plot.Point{X: m.X, Y: m.Y + 6}, plot.Ink.Stroke())
}

// drawStart paints the start point, a ring to drag.
func drawStart(c plot.Canvas, v plot.View, at plane.Vec) Handle {
	return drawRing(c, v, at, "start"+toDrag, [2]string{"start1", "start2"})
}

// toDrag ends the label of a ring.
const toDrag = " (drag)"

// drawRing paints a ring at a point that can be dragged, to set the parameters
// of the given keys to its coordinates.
func drawRing(c plot.Canvas, v plot.View, at plane.Vec, text string, keys [2]string) Handle {
	p := v.Px(at[0], at[1])
	const radius = 9
	// A point outside the picture is shown and grabbed at its edge.
	p.X = min(max(p.X, v.Rect.Min.X+radius+2), v.Rect.Max.X-radius-2)
	p.Y = min(max(p.Y, v.Rect.Min.Y+radius+2), v.Rect.Max.Y-radius-2)
	plot.Dot(c, p, radius, plot.Fill{Color: plot.Ink})
	plot.Dot(c, p, radius-2, plot.Fill{Color: plot.Panel})
	label, style := plot.Point{X: p.X + radius + 6, Y: p.Y}, plot.TextStyle{Color: plot.Ink, Size: 13}
	if label.X+plot.TextWidth(text, style.Size, false) > v.Rect.Max.X {
		label.X, style.Align = p.X-radius-6, plot.Right
	}
	c.Text(label, text, style)
	return Handle{
		Name: strings.TrimSuffix(text, toDrag),
		At:   p,
		Area: plot.R(p.X-22, p.Y-22, 44, 44),
		view: v,
		x:    drives{key: keys[0]},
		y:    drives{key: keys[1]},
	}
}

// round3 keeps three decimals, enough for a pointer.
func round3(x float64) float64 { return math.Round(x*1000) / 1000 }
