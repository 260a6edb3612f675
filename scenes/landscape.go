package scenes

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// landscape paints a loss over the parameter plane, and the walkers on it. It
// keeps what is costly to compute.
type landscape struct {
	version  uint64 // of the loss: what is kept belongs to it
	ground   kept[groundState]
	surface  plot.Surface
	density  plot.Density
	contours contourCache
	kept     hold
}

// Hold keeps the cloud as it was drawn last, beside what becomes of it, or
// forgets it.
func (ls *landscape) Hold(on bool) { ls.kept.set(on) }

// planeAxes are those of the parameter plane.
func planeAxes(narrow bool) plot.AxesOptions {
	if narrow { // scales are equal: one axis tells both
		return plot.AxesOptions{HideY: true}
	}
	return plot.AxesOptions{XTitle: "w₁", YTitle: "w₂"}
}

// planeView shows so much around a centre, with equal scales.
func planeView(panel plot.Rect, centre plane.Vec, half float64) plot.View {
	unit := half / (math.Min(panel.W(), panel.H()) / 2)
	dx, dy := unit*panel.W()/2, unit*panel.H()/2
	return plot.View{Rect: panel, X0: centre[0] - dx, X1: centre[0] + dx, Y0: centre[1] - dy, Y1: centre[1] + dy}
}

// groundState is what the ground of the plane depends on.
type groundState struct {
	view    plot.View
	axes    plot.AxesOptions
	version uint64
}

// begin begins a layer with the ground of the plane: what rests until view or loss
// change. It reports whether it must be painted, up to finish. The plane with its axes
// covers at.
func (ls *landscape) begin(c plot.Canvas, at plot.Rect, v plot.View, axes plot.AxesOptions) bool {
	if !c.Layer(ls.ground.as(groundState{v, axes, ls.version}), at) {
		return false
	}
	c.Clip(v.Rect)
	return true
}

// finish paints the axes of the plane.
func (ls *landscape) finish(c plot.Canvas, v plot.View, axes plot.AxesOptions) {
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
}

// drawLoss paints the loss and its contours; for floor see [contourCache.lines].
func (ls *landscape) drawLoss(c plot.Canvas, v plot.View, loss func(w plane.Vec) float64, floor float64) {
	at := func(x, y float64) float64 { return loss(plane.Vec{x, y}) }
	ls.surface.Key = "surface"
	c.Image(v.Rect, ls.surface.Raster(c.Theme(), v, at, ls.version))
	for _, line := range ls.contours.lines(v, at, floor, ls.version) {
		c.Line(line, plot.Faint.Stroke())
	}
}

// drawWalkers paints how densely the walkers that aren't held lie.
func (ls *landscape) drawWalkers(c plot.Canvas, v plot.View, w [2][]float64, held []bool) {
	if ls.density.Key == "" {
		ls.density.Key = "walkers"
	}
	c.Image(v.Rect, ls.density.Raster(c.Theme(), plot.Measured, v, w[0], w[1], held))
	ls.kept.draw(c, v, &ls.density)
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
	cc.view, cc.version, cc.cached = v, version, plot.Contours(v, f, levels)
	if cc.cached == nil {
		cc.cached = [][]plot.Point{}
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
