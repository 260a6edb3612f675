package scenes

import (
	"fmt"
	"math"
	"slices"

	"sgdnoise/engine/param"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func init() {
	register(Info{
		ID:    "interpolation",
		Order: 90,
		Title: "Interpolation: no noise until the third point",
		Caption: "Each straight line holds the weights that fit one data point exactly. Two weights can fit two points, however noisy the labels: " +
			"then no minibatch disagrees, and the walkers come to rest at the crossing. A third line misses it, and the noise switches on. " +
			"With a single point a whole direction is frozen.",
		Formula: `<math display="block"><mrow><mi>N</mi><mo>≤</mo><mi>d</mi><mo>⇒</mo><mi>L</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo><mo>=</mo><mn>0</mn><mo>⇒</mo><mi>C</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo><mo>=</mo><mn>0</mn><mo>⇒</mo><mi mathvariant="normal">Σ</mi><mo>=</mo><mn>0</mn></mrow></math>
<math display="block"><mrow><msub><mi>E</mi><mtext>data</mtext></msub><mo stretchy="false">[</mo><mi>L</mi><mo stretchy="false">(</mo><msup><mi>w</mi><mo>*</mo></msup><mo stretchy="false">)</mo><mo stretchy="false">]</mo><mo>=</mo><mfrac><msup><mi>σ</mi><mn>2</mn></msup><mn>2</mn></mfrac><mi>max</mi><mrow><mo>(</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>−</mo><mfrac><mi>d</mi><mi>N</mi></mfrac><mo>)</mo></mrow></mrow></math>`,
		Source: "Ziyin, Liu, Mori and Ueda, ICLR 2022, Propositions 1, 2 and 4 and Theorem 6; exact for every finite dataset (derived)",
		Try: []Preset{
			{Label: "Two points", Values: map[string]any{"points": 2},
				Text: "Two lines cross in one point: it fits all the data, so every batch agrees on it, and the cloud shrinks to nothing at any λ below the limit. Then add the third point again."},
			{Label: "One point", Values: map[string]any{"points": 1},
				Text: "All walkers slide straight to the nearest fit. Along the line nothing ever moves: that direction is frozen at the start. Drag the start."},
			{Label: "Fifty points", Values: map[string]any{"points": 50},
				Text: "Almost endless data, more noise. The paper's formula for many weights is no good for two: it misses what grows with the spread, and the limit of λ with it."},
		},
		Params: slices.Concat(param.Table{
			paramLR(0.25),
			paramBatch(1),
			paramMomentum(0),
			{Key: "points", Label: "Data points", Symbol: "N", Group: "main",
				Doc: "How many points there are to learn from. At 1 the walkers start anew, because their start decides what is frozen.",
				Min: 1, Max: mostPoints, Default: 3, Scale: param.Log, Integer: true},
			{Key: "sigma", Label: "Label noise", Symbol: "σ", Group: "problem",
				Doc: "Standard deviation of the noise that the labels were made with, once.", Min: 0, Max: 3, Default: 1, Scale: param.Linear},
			{Key: "sampling", Label: "Sampling", Group: "problem", Options: samplings[:problem.Epochs],
				Doc: "How a batch is drawn: independent points, or distinct points anew for every step."},
		}, paramCloud(10000, 1e5, plane.Vec{1.5, -0.6}, 10), param.Table{
			paramShow("continuous", "Continuous time", false),
			paramShow("sde", "SDE, exact noise", false),
			paramShow("hessian", "Hessian noise", false),
			paramShow("general", "General minimum", false),
			paramShow("many-weights", "Formula for many weights", true),
			paramZoom(),
		}),
		New:       newInterpolation,
		Constrain: noMoreThanPoints,
	})
}

const (
	mostPoints = 50
	dataStream = 35 // with seed 1 no two of its first points are nearly parallel
)

// noMoreThanPoints keeps a batch of distinct points within the data.
func noMoreThanPoints(v Settings) []string {
	n, batch := v.whole("points"), v.whole("batch")
	if batch <= n || v.is("sampling", samplings[problem.WithReplacement]) {
		return nil
	}
	v.set("batch", float64(n))
	return []string{fmt.Sprintf("batch: %d distinct points can't be drawn from %d; the nearest is %d", batch, n, n)}
}

// interpolation is linear regression on the first few of a series of points.
type interpolation struct {
	*cloud
	key   dataKey
	data  *problem.Dataset
	kept  model
	curve pointsCurve
}

// dataKey is what a dataset depends on.
type dataKey struct {
	points   int
	sigma    float64
	sampling problem.Sampling
	seed     uint64
	near     plane.Vec // 0 where no direction is frozen
}

func newInterpolation() Scene {
	s := &interpolation{}
	s.cloud = newCloud(2.4, s.model)
	s.own = []string{"seed", "start1", "start2"}
	s.marks, s.side, s.tell = s.drawLines, s.drawCurve, s.report
	return s
}

// Change implements [Scene]. What was learnt from more points than one would
// stay in the frozen direction; so the walkers go back to the start.
func (s *interpolation) Change(v Settings) {
	if v.whole("points") == 1 && s.key.points > 1 {
		s.Reset(v)
		return
	}
	s.cloud.Change(v)
}

// model builds the problem, or keeps it where its data are the same.
func (s *interpolation) model(v Settings) model {
	key := dataKey{points: v.whole("points"), sigma: v.num("sigma"),
		sampling: problem.Sampling(v.whole("sampling")), seed: uint64(v.num("seed"))}
	if key.points == 1 {
		key.near = plane.Vec{v.num("start1"), v.num("start2")}
	}
	if key == s.key {
		return s.kept
	}
	s.key, s.data = key, key.dataset()
	min := s.data.Minimum()
	floor := s.data.Loss(min)
	s.kept = model{
		problem: s.data, scale: 2 * floor,
		train:  problem.Quadratic{H: s.data.Hess(min), Min: min, Floor: floor},
		source: "exact stationary covariance of finite data (Ziyin et al. 2022, Prop. 1 and Thm 1; derived)",
		rival: &rival{
			name: "many-weights", label: "many weights", short: "many weights",
			source: "Ziyin et al. 2022, Prop. 4 and Thm 6, made for many weights and points",
			sigma: func(f *forecast) (plane.Sym, bool, string) {
				return theory.HighDimensional(&f.law, key.sigma, key.points, f.rule.Batch, f.rule.LR, f.rule.Momentum)
			},
		},
	}
	return s.kept
}

// dataset draws the points.
func (k dataKey) dataset() *problem.Dataset {
	g := &problem.Gaussian{A: plane.Sym{1, 0, 0.8}, U: plane.Vec{0.8, 0.4}, Sigma: k.sigma}
	x1, x2, y := g.Sample(k.points, rng.New(k.seed, rng.Data, dataStream))
	return problem.NewPoints(x1, x2, y, k.sampling, k.near)
}

// drawLines paints, for every point, the weights that fit it: w·x = y.
func (s *interpolation) drawLines(c plot.Canvas, v plot.View) {
	n := s.data.Points()
	stroke := plot.Stroke{Color: plot.Ink, Width: 1.6, Alpha: math.Max(0.2, 1/math.Sqrt(float64(n)))}
	for i := range n {
		a, b := s.fitting(v, i)
		plot.Segment(c, a, b, stroke)
		if n <= 3 && v.Rect.W() > wideEnough/2 {
			labelLine(c, v, a, b, pointNames[i], startArea(v, s.start))
		}
	}
}

var pointNames = [3]string{"fits point 1", "fits point 2", "fits point 3"}

// fitting is the line of weights that fit a point, from a to b across the view and
// beyond.
func (s *interpolation) fitting(v plot.View, point int) (a, b plot.Point) {
	x, centre := s.data.Input(point), s.fc.law.Min
	size := math.Sqrt(x.Dot(x))
	off := (s.data.Y[point] - x.Dot(centre)) / size
	normal := plane.Vec{x[0] / size, x[1] / size}
	reach := math.Hypot(v.X1-v.X0, v.Y1-v.Y0)
	at := plane.Vec{centre[0] + off*normal[0], centre[1] + off*normal[1]}
	along := plane.Vec{-reach * normal[1], reach * normal[0]}
	return v.Px(at[0]-along[0], at[1]-along[1]), v.Px(at[0]+along[0], at[1]+along[1])
}

// labelLine names a line near the end, b, at which it leaves the view, but not on what is taken.
func labelLine(c plot.Canvas, v plot.View, a, b plot.Point, name string, taken plot.Rect) {
	half := plot.TextWidth(name, 12, false)/2 + 6
	inside := plot.R(v.Rect.Min.X+half, v.Rect.Min.Y+14, v.Rect.W()-2*half, v.Rect.H()-28)
	for t := 1.0; t > 0; t -= 0.005 {
		if at := (plot.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}); inside.Contains(at) && !taken.Contains(at) {
			c.Text(at, name, plot.TextStyle{Color: plot.Ink, Size: 12, Align: plot.Center, Ground: true})
			return
		}
	}
}

// startArea is where a line's label would touch the start's ring or label.
func startArea(v plot.View, start plane.Vec) plot.Rect {
	p := v.Px(start[0], start[1])
	return plot.R(p.X-60, p.Y-26, 210, 52)
}

// report adds the loss that is left, which decides whether there is noise, and
// puts what this scene is about before the usual.
func (s *interpolation) report(rep *Report) {
	n, s2 := float64(s.key.points), s.key.sigma*s.key.sigma
	rep.Readings = append(rep.Readings, Reading{
		Name: "loss.min", Symbol: "L(w*)", Predicted: Number(s2 / 2 * math.Max(0, 1-2/n)), Measured: Number(s.fc.law.Floor),
		StdErr: None, Valid: true, Reason: "no error bar: predicted is the mean over datasets, measured is this one",
		Source: "σ²/2 max(0, 1 − d/N), the mean over datasets (derived)",
	})
	rep.Sentence = s.about(rep.Status) + " " + rep.Sentence
}

// about says whether the points can be fitted, and so whether there is noise.
func (s *interpolation) about(status Status) string {
	n, fits := s.data.Points(), s.fc.law.Floor == 0
	switch {
	case fits && status == HeavyTailed:
		return "All points can be fitted exactly, and typical walkers get there, but some go so far on the way that no average settles."
	case fits && status == Diverged:
		return "All points can be fitted exactly, but not at this λ."
	case n == 1:
		return "The one point is fitted exactly: no noise. One direction is frozen, along the line every walker keeps what it started with."
	case fits:
		return "All points are fitted exactly: no noise, all walkers come to rest in one place."
	case s.fc.noiseless():
		return "Every batch is the whole data: no noise, though not all points are fitted."
	}
	return fmt.Sprintf("No weights fit all %d points: the noise is on.", n)
}
