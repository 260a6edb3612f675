package scenes

import (
	"fmt"
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/assets"
	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/scenes/plot"
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

func init() {
	register(Info{
		ID:    "real-data",
		Order: 140,
		Title: "Real data: a cloud of weights is a sheaf of lines",
		Caption: "Every walker fits a line to real measurements, S points at a time: how heavy is a penguin with such flippers? " +
			"Nobody added noise, and still the lines never agree. How the points are drawn changes how far the walkers wander.",
		Formula: `<math display="block"><mrow><mi>C</mi><mo stretchy="false">(</mo><mi>w</mi><mo stretchy="false">)</mo><mo>=</mo><mfrac><mn>1</mn><mi>S</mi></mfrac><mrow><mo>(</mo><mfrac><mn>1</mn><mi>N</mi></mfrac><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover><mo>∇</mo><msub><mi>ℓ</mi><mi>i</mi></msub><mo>∇</mo><msubsup><mi>ℓ</mi><mi>i</mi><mi>T</mi></msubsup><mo>−</mo><mo>∇</mo><mi>L</mi><mo>∇</mo><msup><mi>L</mi><mi>T</mi></msup><mo>)</mo></mrow></mrow></math>`,
		Try: []Preset{
			{Label: "Distinct points", Values: map[string]any{"sampling": "fresh-subset", "batch": 256},
				Text: "Draw 256 distinct penguins for every step, out of 342: the cloud shrinks far more than with repeats, because a batch is nearly the whole data."},
			{Label: "Epochs", Values: map[string]any{"sampling": "epochs", "batch": 16, "lr": 0.02, "zoom": 20},
				Text: "Reshuffle once per epoch, as most training does: what one batch misses the next ones see, and the variance is a seventh of that with independent points. Switch the sampling to compare."},
			{Label: "The geyser", Values: map[string]any{"dataset": "faithful", "lr": 1},
				Text: "Eruptions and waiting times of Old Faithful: other data, the same exact formula."},
		},
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, Proposition 1 and Theorem 1; exact for every finite dataset (derived). " +
			"Penguins: Gorman, Williams and Fraser 2014; geyser: Azzalini and Bowman 1990",
		Params: slices.Concat(param.Table{
			paramLR(0.5),
			paramBatch(4),
			paramMomentum(0),
			{Key: "dataset", Label: "Data", Group: "problem", Options: []string{"penguins", "faithful"}, Restart: true,
				Doc: "Body mass of penguins on flipper length, or waiting time on eruption length of the Old Faithful geyser."},
			{Key: "sampling", Label: "Sampling", Group: "problem", Options: samplings,
				Doc: "How a batch is drawn: independent points, distinct points, or the data reshuffled each epoch."},
		}, paramCloud(10000, 1e5, plane.Vec{-0.7, 1.3}, 5), param.Table{
			paramShow("continuous", "Continuous time", false),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", true),
			paramShow("general", "General minimum", false),
			paramZoom(),
		}),
		New:       newRealData,
		Constrain: atMostPoints,
	})
}

// atMostPoints keeps the batch within the data.
func atMostPoints(v Settings) []string {
	src := sources()[v.whole("dataset")]
	n := len(src.x)
	if v.whole("batch") <= n {
		return nil
	}
	note := fmt.Sprintf("batch: %d is more than the %d points of %s; the nearest is %d", v.whole("batch"), n, src.name, n)
	v.set("batch", float64(n))
	return []string{note}
}

// realData is a line fitted to a real dataset, both columns standardised.
type realData struct {
	*cloud
	source *source
	data   *problem.Dataset
	points []plot.Point
}

func newRealData() Scene {
	s := &realData{}
	s.cloud = newCloud(0.9, s.model)
	s.side = s.drawFits
	return s
}

// model builds the problem.
func (s *realData) model(v Settings) model {
	s.source = sources()[v.whole("dataset")]
	s.data = problem.NewDataset(s.source.x, s.source.y, problem.Sampling(v.whole("sampling")))
	min := s.data.Minimum()
	floor := s.data.Loss(min)
	m := model{
		problem: s.data, scale: 2 * floor,
		train:  problem.Quadratic{H: s.data.Hess(min), Min: min, Floor: floor},
		source: "exact stationary covariance of finite data (Ziyin et al. 2022, Prop. 1 and Thm 1; derived)",
	}
	if s.data.Sampling == problem.Epochs {
		m.epochs = s.data
	}
	return m
}

// drawFits paints the data with the fitted lines of some walkers.
func (s *realData) drawFits(c plot.Canvas, at plot.Rect) {
	narrow := tight(at)
	axes := sideAxes(narrow, s.source.yTitle)
	axes.XTitle = ""
	if !narrow {
		axes.XTitle = s.source.xTitle
	}
	x0, x1 := padded(s.source.x)
	y0, y1 := padded(s.source.y)
	v := plot.View{Rect: panelOf(at, narrow, axes), X0: x0, X1: x1, Y0: y0, Y1: y1}
	c.Clip(v.Rect)
	s.points = plot.Polyline(s.points, v, s.source.x, s.source.y)
	c.Dots(s.points, 1.6, plot.Fill{Color: plot.Muted, Alpha: 0.7})
	for w := range s.sheaf() {
		s.drawFit(c, v, w, sheafStroke)
	}
	s.drawFit(c, v, s.data.Minimum(), plot.Theory.Stroke())
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
	caption(c, v.Rect, "data and fits", narrow)
}

// drawFit paints the fit w across the view, in the data's own units.
func (s *realData) drawFit(c plot.Canvas, v plot.View, w plane.Vec, stroke plot.Stroke) {
	mean, sd := s.data.Mean, s.data.SD
	fit := func(x float64) plot.Point {
		return v.Px(x, mean[1]+sd[1]*(w[0]+w[1]*(x-mean[0])/sd[0]))
	}
	plot.Segment(c, fit(v.X0), fit(v.X1), stroke)
}

func padded(x []float64) (lo, hi float64) {
	lo, hi = floats.Min(x), floats.Max(x)
	return lo - 0.05*(hi-lo), hi + 0.05*(hi-lo)
}
