package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/scenes/plot"
)

// balanceView paints a run of the scene balance. It keeps what is costly to compute.
type balanceView struct {
	landscape
	imbalance timePlot
	sharpness timePlot
	foot      kept[balanceFoot]
	handles   []Handle
	buf       []plot.Point
}

// balanceFoot is what legend and ruler depend on. The limits move with the walkers.
type balanceFoot struct {
	lr, mean, variance      float64
	flow, sde, lost, narrow bool
}

var (
	valleyStroke = plot.Stroke{Color: plot.Theory, Width: 8, Alpha: 0.3}
	steepStroke  = plot.Stroke{Color: plot.BandDiverges, Width: 8}
	orbitStroke  = plot.Stroke{Color: plot.Faint, Width: 1, Alpha: 0.45, Dash: []float64{2, 4}}
)

func (bv *balanceView) draw(c plot.Canvas, s *balance) {
	w, h := c.Size()
	l := newLayout(w, h, 2, 4+shown(s.shown))
	bv.handles = bv.handles[:0]
	bv.drawPlane(c, s, l)
	bv.drawImbalance(c, s, l.sides[0], l.narrow)
	bv.drawSharpness(c, s, l.sides[1], l.narrow)
	here, _ := s.here()
	r := ruler{lr: s.rule.LR, limits: s.limitsAt(here), typical: math.NaN(), most: s.limitsAt(flattest).Mean}
	state := balanceFoot{r.lr, r.limits.Mean, r.limits.Variance, s.shown["flow"], s.shown["sde"], s.trust == lost, l.narrow}
	if c.Layer(bv.foot.as(state), l.foot()) {
		plot.Legend(c, l.legend.Min, l.legend.W(), s.legend(l.narrow))
		r.draw(c, l.ruler)
	}
	c.EndLayer()
	bv.handles = r.handle(l.ruler, bv.handles)
}

func (bv *balanceView) drawPlane(c plot.Canvas, s *balance, l layout) {
	axes := planeAxes(l.narrow)
	v := planeView(axes.Inset(l.main), plane.Vec{1.15, 1.15}, 1.75) // one of the two valleys
	if bv.begin(c, l.main, v, axes) {
		bv.drawLoss(c, v, s.valley.Loss, s.valley.Loss(s.valley.Minimum()))
		for _, line := range plot.Contours(v, func(x, y float64) float64 { return x*x - y*y }, orbitLevels) {
			c.Line(line, orbitStroke)
		}
		bv.finish(c, v, axes)
	}
	c.EndLayer()
	c.Clip(v.Rect)
	bv.drawFloor(c, s, v)
	bv.drawWalkers(c, v, s.ens.W, s.ens.Held)
	bv.buf = drawTrail(c, v, s.trail, bv.buf)
	drawCross(c, v, s.valley.Minimum())
	bv.handles = append(bv.handles, drawStart(c, v, s.start))
	bv.drawPredicted(c, s, v)
	c.Clip(plot.Rect{})
}

// orbitLevels are the D along which gradient flow moves.
var orbitLevels = []float64{-6, -4, -2.5, -1.5, -0.75, -0.25, 0, 0.25, 0.75, 1.5, 2.5, 4, 6}

// drawFloor paints the valley's floor, in both valleys, by whether a walker
// would stay there.
func (bv *balanceView) drawFloor(c plot.Canvas, s *balance, v plot.View) {
	c2, limit := s.valley.C*s.valley.C, s.bearable()
	for _, sign := range []float64{1, -1} {
		bv.buf = bv.buf[:0]
		steep := false
		flush := func(next bool) {
			if len(bv.buf) > 0 && next != steep {
				bv.line(c, steep)
				bv.buf = append(bv.buf[:0], bv.buf[len(bv.buf)-1])
			}
			steep = next
		}
		for k := range 161 {
			w := 0.02 * math.Pow(300, float64(k)/160) // along w₁, from one end of the picture to the other
			flush(s.valley.A*(w*w+c2/(w*w)) > limit)
			bv.buf = append(bv.buf, v.Px(sign*w, sign*s.valley.C/w))
		}
		bv.line(c, steep)
	}
}

func (bv *balanceView) line(c plot.Canvas, steep bool) {
	if steep {
		c.Line(bv.buf, steepStroke)
		return
	}
	c.Line(bv.buf, valleyStroke)
}

// drawPredicted marks where on the floor theory has the walkers now.
func (bv *balanceView) drawPredicted(c plot.Canvas, s *balance, v plot.View) {
	if s.trust == lost {
		return
	}
	r := math.Hypot(s.predicted.D, 2*(s.valley.C+s.predicted.Mean))
	// Of the four points with that D and R the one in the walkers' quadrant.
	side := s.mean(func(w plane.Vec) float64 { return w[0] + w[1] }).Value
	w := plane.Vec{math.Sqrt(max(r+s.predicted.D, 0) / 2), math.Sqrt(max(r-s.predicted.D, 0) / 2)}
	if s.valley.C+s.predicted.Mean < 0 {
		w[1] = -w[1]
		side = s.mean(func(w plane.Vec) float64 { return w[0] - w[1] }).Value
	}
	if side < 0 {
		w = plane.Vec{-w[0], -w[1]}
	}
	p := v.Px(w[0], w[1])
	plot.Dot(c, p, 7.5, plot.Fill{Color: plot.Panel})
	plot.Dot(c, p, 6, plot.Fill{Color: plot.Theory})
	plot.Dot(c, p, 3, plot.Fill{Color: plot.Panel})
}

// drawImbalance paints |E D| over the run, on a logarithmic scale.
func (bv *balanceView) drawImbalance(c plot.Canvas, s *balance, at plot.Rect, narrow bool) {
	t := &bv.imbalance
	t.title, t.short, t.log, t.history, t.others = "imbalance |E (w₁² − w₂²)|", "imbalance", true, &s.history, t.others[:0]
	if s.shown["flow"] {
		t.curve(func(b *balanceSample) float64 { return b.flow }, plot.Continuous.Stroke())
	}
	if s.shown["sde"] {
		t.curve(func(b *balanceSample) float64 { return b.diffusion }, plot.SDE.Stroke())
	}
	t.estimates = func(b *balanceSample) measure.Estimate { return b.d }
	t.theory = func(b *balanceSample) float64 { return b.predicted }
	t.draw(c, at, narrow)
}

// drawSharpness paints the curvature across the valley at the walkers' places,
// and the one that the learning rate can bear.
func (bv *balanceView) drawSharpness(c plot.Canvas, s *balance, at plot.Rect, narrow bool) {
	t := &bv.sharpness
	t.title, t.short, t.history, t.others = "sharpness E (w₁² + w₂²)", "sharpness", &s.history, t.others[:0]
	t.curve(func(b *balanceSample) float64 { return b.stability }, steepStroke)
	t.curve(func(b *balanceSample) float64 { return b.flattest }, plot.Muted.Stroke())
	t.estimates = func(b *balanceSample) measure.Estimate { return b.sharp }
	t.theory = func(b *balanceSample) float64 { return b.predictedSharp }
	t.draw(c, at, narrow)
}

func (s *balance) legend(narrow bool) []plot.LegendItem {
	theory := plot.LegendItem{Stroke: plot.Theory.Stroke(), Label: "theory"}
	if s.trust == lost {
		theory.Label = "theory: none here"
	}
	items := []plot.LegendItem{theory, {Stroke: plot.Measured.Stroke(), Label: "measured"}}
	if s.shown["flow"] {
		items = append(items, plot.LegendItem{Stroke: plot.Continuous.Stroke(), Label: "gradient flow"})
	}
	if s.shown["sde"] {
		items = append(items, plot.LegendItem{Stroke: plot.SDE.Stroke(), Label: "SDE"})
	}
	if narrow {
		return append(items, plot.LegendItem{Stroke: valleyStroke, Label: "floor"},
			plot.LegendItem{Stroke: steepStroke, Label: "too steep"})
	}
	return append(items, plot.LegendItem{Stroke: valleyStroke, Label: "floor of the valley"},
		plot.LegendItem{Stroke: steepStroke, Label: "too steep for this λ"})
}
