package scenes

import (
	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// hold keeps how a cloud looked, to be compared with what becomes of it: its
// outline and both ellipses, in the coordinates of the parameter plane.
type hold struct {
	on      bool
	latest  ellipses // of the picture under way
	kept    ellipses
	outline [][]plane.Vec // nil: not traced yet
	buf     []plot.Point
}

type ellipses struct{ measured, theory ellipse }

type ellipse struct {
	exists bool
	centre plane.Vec
	cov    plane.Sym
}

// outlineShare is how much of a cloud its outline holds.
const outlineShare = 0.95

// What is kept is grey; theory stays dashed.
var (
	keptOutline  = plot.Stroke{Color: plot.Muted, Width: 1.5, Alpha: 0.8}
	keptMeasured = plot.Stroke{Color: plot.Muted, Width: 2.5, Halo: 1}
	keptTheory   = plot.Stroke{Color: plot.Ink, Width: 1.5, Dash: []float64{7, 6}}
)

// set keeps the cloud as it was drawn last, or forgets it.
func (h *hold) set(on bool) { *h = hold{on: on, latest: h.latest, kept: h.latest, buf: h.buf} }

// draw paints what is kept over the walkers of the present, and begins to note
// the picture's ellipses. d shows the walkers.
func (h *hold) draw(c plot.Canvas, v plot.View, d *plot.Density) {
	h.latest = ellipses{}
	if !h.on {
		return
	}
	if h.outline == nil {
		h.outline = [][]plane.Vec{}
		for _, line := range d.Outline(v, outlineShare) {
			var kept []plane.Vec
			for _, p := range line {
				x, y := v.Data(p)
				kept = append(kept, plane.Vec{x, y})
			}
			h.outline = append(h.outline, kept)
		}
	}
	for _, line := range h.outline {
		h.buf = h.buf[:0]
		for _, w := range line {
			h.buf = append(h.buf, v.Px(w[0], w[1]))
		}
		c.Line(h.buf, keptOutline)
	}
	if e := h.kept.measured; e.exists {
		h.buf = drawEllipse(c, v, e.centre, e.cov, keptMeasured, h.buf)
	}
	if e := h.kept.theory; e.exists {
		h.buf = drawEllipse(c, v, e.centre, e.cov, keptTheory, h.buf)
	}
}

// measured paints the ellipse of what is measured, hollow if no error bar holds.
func (h *hold) measured(c plot.Canvas, v plot.View, centre plane.Vec, cov plane.Sym, errorBars bool) {
	h.latest.measured = ellipse{true, centre, cov}
	h.buf = measuredEllipse(c, v, centre, cov, errorBars, h.buf)
}

// theory paints the ellipse that theory predicts.
func (h *hold) theory(c plot.Canvas, v plot.View, centre plane.Vec, cov plane.Sym) {
	h.latest.theory = ellipse{true, centre, cov}
	h.buf = drawEllipse(c, v, centre, cov, plot.Theory.Stroke(), h.buf)
}
