package scenes

import (
	"fmt"
	"sync"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/assets"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/scenes/plot"
)

const (
	rdLR = iota
	rdBatch
	rdMomentum
	rdDataset
	rdSampling
	rdWalkers
	rdSpeed
	rdSeed
	rdStart1
	rdStart2
	rdPaused
	rdContinuous
	rdSDE
	rdHessian
	rdGeneral
	rdZoom
)

// source is a dataset and what its columns are called in the picture.
type source struct {
	name           string
	xTitle, yTitle string
	x, y           []float64
}

func newSource(name, x, y, xTitle, yTitle string) *source {
	s := &source{name: name, xTitle: xTitle, yTitle: yTitle}
	s.x, s.y = assets.Columns(name, x, y)
	return s
}

// sources are in the order of the dataset parameter's options.
var sources = sync.OnceValue(func() []*source {
	return []*source{
		newSource("penguins", "flipper_length_mm", "body_mass_g", "flipper length, mm", "body mass, g"),
		newSource("faithful", "eruptions", "waiting", "eruption, min", "wait for the next, min"),
	}
})

// samplings are in the order of problem.Sampling.
var samplings = []string{"with-replacement", "fresh-subset", "epochs"}

var _ = register(Info{
	ID:    "real-data",
	Order: 2,
	Title: "Real data: a cloud of weights is a sheaf of lines",
	Caption: "Every walker fits a line to real measurements, S points at a time: how heavy is a penguin with such flippers? " +
		"Nobody added noise, and still the lines never agree. How the points are drawn changes how far the walkers wander.",
	Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, Proposition 1 and Theorem 1; exact for every finite dataset (derived)",
	Params: param.Table{
		rdLR:       paramLR(0.5),
		rdBatch:    paramBatch(4),
		rdMomentum: paramMomentum(),
		rdDataset: {Key: "dataset", Label: "Data", Group: "problem", Options: []string{"penguins", "faithful"}, Restart: true,
			Doc: "Body mass of penguins on flipper length, or waiting time on eruption length of the Old Faithful geyser."},
		rdSampling: {Key: "sampling", Label: "Sampling", Group: "problem", Options: samplings,
			Doc: "How a batch is drawn: independent points, distinct points, or the data reshuffled each epoch."},
		rdWalkers:    paramWalkers(1e5),
		rdSpeed:      paramSpeed(),
		rdSeed:       paramSeed(),
		rdStart1:     paramStart("start1", "w₁", -0.7, 5),
		rdStart2:     paramStart("start2", "w₂", 1.3, 5),
		rdPaused:     paramPaused(),
		rdContinuous: paramShow("continuous", "Continuous time", false),
		rdSDE:        paramShow("sde", "SDE, exact noise", false),
		rdHessian:    paramShow("hessian", "Hessian noise", true),
		rdGeneral:    paramShow("general", "General minimum", false),
		rdZoom:       paramZoom(),
	},
	New:       func() Scene { return &realData{cloud: cloud{cloudView: cloudView{half: 0.9}}} },
	Constrain: atMostPoints,
})

// atMostPoints keeps the batch within the data.
func atMostPoints(v param.Values) []string {
	src := sources()[int(v[rdDataset])]
	n := len(src.x)
	if int(v[rdBatch]) <= n {
		return nil
	}
	note := fmt.Sprintf("batch: %.0f is more than the %d points of %s; the nearest is %d", v[rdBatch], n, src.name, n)
	v[rdBatch] = float64(n)
	return []string{note}
}

// realData is a line fitted to a real dataset, both columns standardised.
type realData struct {
	cloud
	source   *source
	sampling problem.Sampling
	data     *problem.Dataset
}

var _ Scene = (*realData)(nil)

// Reset implements [Scene].
func (s *realData) Reset(v param.Values) {
	m, rule := s.read(v)
	s.reset(m, rule, int(v[rdWalkers]), uint64(v[rdSeed]), s.start)
}

// Change implements [Scene].
func (s *realData) Change(v param.Values) { s.change(s.read(v)) }

// read takes over the values.
func (s *realData) read(v param.Values) (model, sgd.Rule) {
	s.zoom, s.start = v[rdZoom], plane.Vec{v[rdStart1], v[rdStart2]}
	s.shown = showing(v[rdContinuous : rdGeneral+1])
	src, sampling := sources()[int(v[rdDataset])], problem.Sampling(v[rdSampling])
	if s.data == nil || src != s.source || sampling != s.sampling {
		s.source, s.sampling = src, sampling
		s.data = problem.NewDataset(src.x, src.y, sampling)
		s.version++
	}
	m := model{problem: s.data, scale: 2 * s.data.Loss(s.data.Minimum()),
		source: "exact stationary covariance of finite data (Ziyin et al. 2022, Prop. 1 and Thm 1; derived)"}
	if sampling == problem.Epochs {
		m.epochs = s.data
	}
	return m, sgd.Rule{LR: v[rdLR], Momentum: v[rdMomentum], Batch: int(v[rdBatch])}
}

// Draw implements [Scene].
func (s *realData) Draw(c plot.Canvas) { s.draw(c, &s.run, s.drawSheaf) }

// sheaf is how many walkers show their lines.
const sheaf = 60

// drawSheaf paints the data with the fitted lines of some walkers.
func (s *realData) drawSheaf(c plot.Canvas, at plot.Rect) {
	narrow := at.H() < 120
	axes := sideAxes(narrow, s.source.yTitle)
	axes.XTitle = ""
	if !narrow {
		axes.XTitle = s.source.xTitle
	}
	x0, x1 := padded(s.source.x)
	y0, y1 := padded(s.source.y)
	v := plot.View{Rect: panelOf(at, narrow, axes), X0: x0, X1: x1, Y0: y0, Y1: y1}
	c.Clip(v.Rect)
	pts := make([]plot.Point, len(s.source.x))
	for i := range pts {
		pts[i] = v.Px(s.source.x[i], s.source.y[i])
	}
	c.Dots(pts, 1.6, plot.Fill{Color: plot.Muted, Alpha: 0.7})
	lines := plot.Measured.Stroke()
	lines.Width, lines.Halo, lines.Alpha = 1, 0, 0.35
	for i := range min(sheaf, s.ens.Len()) {
		if !s.ens.Held[i] {
			c.Line(s.line(v, plane.Vec{s.ens.W[0][i], s.ens.W[1][i]}), lines)
		}
	}
	c.Line(s.line(v, s.data.Minimum()), plot.Theory.Stroke())
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
	caption(c, v.Rect, "data and fits", narrow)
}

// line is the fit w across the view, in the data's own units.
func (s *realData) line(v plot.View, w plane.Vec) []plot.Point {
	mean, sd := s.data.Mean, s.data.SD
	fit := func(x float64) plot.Point {
		return v.Px(x, mean[1]+sd[1]*(w[0]+w[1]*(x-mean[0])/sd[0]))
	}
	return []plot.Point{fit(v.X0), fit(v.X1)}
}

func padded(x []float64) (lo, hi float64) {
	lo, hi = floats.Min(x), floats.Max(x)
	return lo - 0.05*(hi-lo), hi + 0.05*(hi-lo)
}
