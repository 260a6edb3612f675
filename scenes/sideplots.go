package scenes

import (
	"iter"
	"math"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// sideAxes leaves out what a small plot has no room for.
func sideAxes(narrow bool, title string) plot.AxesOptions {
	if narrow {
		return plot.AxesOptions{HideX: true, HideY: true}
	}
	return plot.AxesOptions{YTitle: title}
}

// caption titles a small plot inside its panel where it has no axes.
func caption(c plot.Canvas, panel plot.Rect, text string, narrow bool) {
	if narrow {
		at := plot.Point{X: (panel.Min.X + panel.Max.X) / 2, Y: panel.Max.Y + 8}
		c.Text(at, text, plot.TextStyle{Color: plot.Muted, Size: 12, Align: plot.Center})
	}
}

// panelOf is where a side plot's data go.
func panelOf(at plot.Rect, narrow bool, axes plot.AxesOptions) plot.Rect {
	if narrow {
		return plot.R(at.Min.X, at.Min.Y+4, at.W(), at.H()-22)
	}
	return axes.Inset(at)
}

// frame is what most small plots share: a panel with axes and a title above it
// or, where there is little room, a panel without axes and a short title below.
type frame struct {
	at, panel plot.Rect
	axes      plot.AxesOptions
	narrow    bool
}

func newFrame(at plot.Rect, narrow bool, axes plot.AxesOptions) frame {
	if narrow {
		axes.HideX, axes.HideY, axes.XTitle, axes.YTitle = true, true, "", ""
	}
	f := frame{at, panelOf(at, narrow, axes), axes, narrow}
	if !narrow {
		f.panel.Min.Y += 14
	}
	return f
}

// close ends what is clipped to the panel and paints the axes.
func (f *frame) close(c plot.Canvas, v plot.View) {
	c.Clip(plot.Rect{})
	plot.Axes(c, v, f.axes)
}

// title says what the plot shows.
func (f *frame) title(c plot.Canvas, title, short string) {
	if f.narrow {
		caption(c, f.panel, short, true)
		return
	}
	c.Text(plot.Point{X: f.panel.Min.X, Y: f.at.Min.Y + 8}, title, plot.TextStyle{Color: plot.Muted, Size: 13})
}

// tight reports whether a side plot has no room for axes.
func tight(at plot.Rect) bool { return at.H() < 120 || at.W() < 170 }

// marginalPlot is the histogram of walkers along the leading axis of Σ with
// the Gaussian that has the predicted variance.
type marginalPlot struct {
	hist    measure.Histogram
	edges   []float64
	heights []float64
	bars    []plot.Rect
	buf     []plot.Point
	axis    plane.Vec
	sd      float64 // predicted, or the latest that existed
}

const bins = 48

func (m *marginalPlot) draw(c plot.Canvas, r *run, at plot.Rect, narrow bool) {
	axes := sideAxes(narrow, "density along the long axis")
	panel := panelOf(at, narrow, axes) // with room as for a y axis, to align with the others
	axes.HideY = true
	m.aim(r)
	reach := 4 * m.sd
	m.hist.Lo, m.hist.Hi = -reach, reach
	r.crowd.Histogram(&m.hist, r.fc.law.Min, m.axis)
	peak := 1 / (m.sd * math.Sqrt(2*math.Pi))
	top := 1.4 * peak
	for i := range m.hist.Counts {
		m.heights[i] = 0
		if m.hist.Total > 0 {
			m.heights[i] = m.hist.Density(i)
			top = max(top, 1.05*m.heights[i])
		}
	}
	v := plot.View{Rect: panel, X0: -reach, X1: reach, Y1: top}
	for i := range m.edges {
		m.edges[i] = -reach + 2*reach*float64(i)/bins
	}
	m.bars = plot.Bars(c, m.bars, v, m.edges, m.heights, plot.Fill{Color: plot.Measured, Alpha: 0.6})
	if r.fc.exists && r.fc.sigma.Trace() > 0 {
		m.buf = m.buf[:0]
		for i := range 81 {
			x := -reach + 2*reach*float64(i)/80
			m.buf = append(m.buf, v.Px(x, peak*math.Exp(-x*x/(2*m.sd*m.sd))))
		}
		c.Line(m.buf, plot.Theory.Stroke())
	}
	plot.Axes(c, v, axes)
	if narrow {
		caption(c, panel, "long axis", narrow)
		return
	}
	c.Text(plot.Point{X: panel.Min.X, Y: at.Min.Y + 8}, "density along the long axis", plot.TextStyle{Color: plot.Muted, Size: 13})
}

// aim takes axis and scale from the predicted covariance where there is one.
func (m *marginalPlot) aim(r *run) {
	if m.hist.Counts == nil {
		m.hist.Counts = make([]uint64, bins)
		m.edges, m.heights = make([]float64, bins+1), make([]float64, bins)
		m.axis, m.sd = plane.Vec{1, 0}, 1
	}
	if l1, _, axis := r.fc.sigma.Eigen(); r.fc.exists && l1 > 0 {
		m.axis, m.sd = axis, math.Sqrt(l1)
	}
}

// The lines of something measured, and predicted, step by step.
var (
	measuredCourse  = plot.Stroke{Color: plot.Measured, Width: 1.8, Halo: 1.5}
	predictedCourse = plot.Stroke{Color: plot.Theory, Width: 1.8, Dash: []float64{8, 5}}
)

// drawLoss paints the training loss of the latest steps and its prediction.
func drawLoss(c plot.Canvas, r *run, at plot.Rect, narrow bool) {
	drawLossHistory(c, &r.loss, lossTop(r), at, narrow)
}

// fewSteps is how many steps a loss curve has room for at least.
const fewSteps = 60

// drawLossHistory paints the loss over the run or, when that has become too long,
// over its latest steps.
func drawLossHistory(c plot.Canvas, loss *lossHistory, top float64, at plot.Rect, narrow bool) {
	f := newFrame(at, narrow, plot.AxesOptions{})
	v, title := plot.View{Rect: f.panel, X1: float64(max(len(loss.measured)-1, fewSteps)), Y1: top}, "training loss"
	if len(loss.measured) == cap(loss.measured) {
		v.X0, v.X1, title = 1-lossSteps, 0, "training loss, latest steps"
	}
	c.Clip(f.panel)
	pts := loss.pts
	curve := func(ys []float64, s plot.Stroke) {
		pts = pts[:0]
		for i, y := range ys {
			pts = append(pts, v.Px(v.X0+float64(i), math.Min(y, 10*v.Y1)))
		}
		c.Line(pts, s)
	}
	if loss.single != nil {
		curve(loss.single, plot.Ink.Stroke().WithAlpha(0.45))
	}
	curve(loss.measured, measuredCourse)
	curve(loss.predicted, predictedCourse)
	loss.pts = pts
	f.close(c, v)
	f.title(c, title, "training loss")
}

// restful is a loss that counts as none.
const restful = 1e-3

// lossTop leaves room above the stationary loss or, without one, the median of
// what was measured, so that a fall or a burst shows and the rest isn't flat.
func lossTop(r *run) float64 {
	train := r.fc.model.train
	level := train.At(r.fc.law.Min)
	if r.fc.exists {
		level += train.H.TraceProd(r.fc.sigma) / 2
	} else if m := r.loss.median(); m > level {
		level = m
	}
	if level < restful { // all of the fall is worth showing
		for _, x := range r.loss.measured {
			level = math.Max(level, min(x, r.loss.measured[0]))
		}
		level = math.Max(level, restful)
	}
	return 1.6 * level
}

// median of what was measured.
func (l *lossHistory) median() float64 {
	l.sorted = append(l.sorted[:0], l.measured...)
	return median(l.sorted)
}

// median of the finite numbers, which it reorders; 0 if there are none.
func median(x []float64) float64 {
	x = slices.DeleteFunc(x, func(v float64) bool { return !(v-v == 0) })
	if len(x) == 0 {
		return 0
	}
	return nth(x, len(x)/2)
}

// sheaf is how many walkers show what they fit.
const sheaf = 60

var sheafStroke = plot.Stroke{Color: plot.Measured, Width: 1, Alpha: 0.35}

// sheaf yields the weights of some walkers, to show what they fit.
func (r *run) sheaf() iter.Seq[plane.Vec] {
	return func(yield func(plane.Vec) bool) {
		for i := range min(sheaf, r.ens.Len()) {
			if !r.ens.Held[i] && !yield(plane.Vec{r.ens.W[0][i], r.ens.W[1][i]}) {
				return
			}
		}
	}
}
