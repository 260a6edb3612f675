package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// The exponent is measured from as few of the farthest distances as give an error
// bar of a few per cent, because nearer thresholds are biased. Larger error bars
// would rest on so few excursions that they can't be relied on.
const (
	farCount = 2000 // distances at least
	farError = 0.05 // relative standard error at most
)

// farLevel is the threshold beyond which they lie. settled tells whether its
// estimate is free of bias, as far as can be told without asking whether it is
// right: it has stopped moving with the threshold, and the threshold is so far
// out that a Student-t law would show its exponent there.
func (s *heavyTails) farLevel() (far measure.Level, settled, ok bool) {
	levels := s.counted()
	var wide measure.Level
	for i := len(levels) - 1; i >= 0; i-- {
		l := &levels[i]
		if !ok && l.Count >= farCount && !(l.Hill.StdErr > farError*l.Hill.Value) {
			far, ok = *l, true
		}
		if ok && l.Count >= 4*far.Count {
			wide = *l
			break
		}
	}
	if !ok || far.Share > 0.1 {
		return far, false, false
	}
	still := wide.Count > 0 && math.Abs(far.Hill.Value-wide.Hill.Value) <= 2*far.Hill.StdErr
	return far, still && s.studentBias(far) <= far.Hill.StdErr, true
}

// studentBias is about how far a Student-t law of the walkers' scale falls short
// of its exponent beyond a threshold x: its survival function falls like
// (1 + x²/κ)^−β/2, the Hill estimate is β (1 − β/(β+2) κ/x² ...).
func (s *heavyTails) studentBias(l measure.Level) float64 {
	beta := l.Hill.Value
	if t := s.theory.exact; t.OK {
		beta = t.Beta
	}
	kappa := s.subject.kappa * s.subject.a / s.subject.slow
	return beta * beta / (beta + 2) * kappa / (kappa + l.X*l.X)
}

// hillPlot shows the Hill estimate against the number k of farthest distances
// that it uses, with the exact exponent and the approximate ones as lines.
type hillPlot struct{ buf []plot.Point }

func (p *hillPlot) draw(c plot.Canvas, s *heavyTails, at plot.Rect, narrow bool) {
	f := newFrame(at, narrow, plot.AxesOptions{XTitle: "k, farthest distances used", LogX: true})
	levels := s.counted()
	v := hillView(f.panel, s, levels)
	c.Clip(f.panel)
	p.drawBias(c, v, s, levels)
	p.drawEstimates(c, v, levels)
	for i, a := range theory.TailApproximations {
		if t := s.theory.others[i]; t.OK && s.shown[i] {
			level(c, v, t.Beta, tailColor[a.Name].Stroke())
		}
	}
	if t := s.theory.exact; t.OK {
		level(c, v, t.Beta, plot.Theory.Stroke())
	}
	if far, _, ok := s.farLevel(); ok {
		drawDot(c, v.Px(math.Log10(float64(far.Count)), far.Hill.Value))
	}
	f.close(c, v)
	f.title(c, "Hill estimate of β", "Hill estimate of β")
}

// level draws a horizontal line.
func level(c plot.Canvas, v plot.View, y float64, s plot.Stroke) {
	plot.Segment(c, v.Px(v.X0, y), v.Px(v.X1, y), s)
}

// hillView leaves room above the exact exponent and the estimate.
func hillView(panel plot.Rect, s *heavyTails, levels []measure.Level) plot.View {
	v := plot.View{Rect: panel, X0: 1, X1: 5}
	if len(levels) > 0 {
		v.X1 = math.Max(v.X1, math.Ceil(math.Log10(float64(levels[0].Count))))
	}
	v.Y1 = s.largestTail()
	return v
}

// largestTail is how far axes of exponents reach.
func (s *heavyTails) largestTail() float64 {
	if t := s.theory.exact; t.OK {
		return 1.9 * t.Beta
	}
	if far, _, ok := s.farLevel(); ok {
		return 1.9 * far.Hill.Value
	}
	return 10
}

// drawEstimates paints the estimates and, thinly, two standard errors either way.
func (p *hillPlot) drawEstimates(c plot.Canvas, v plot.View, levels []measure.Level) {
	for _, errors := range []float64{0, -2, 2} {
		p.buf = p.buf[:0]
		for _, l := range levels {
			if l.Count >= 10 {
				y := l.Hill.Value
				if errors != 0 {
					y += errors * l.Hill.StdErr
				}
				p.buf = append(p.buf, v.Px(math.Log10(float64(l.Count)), y))
			}
		}
		m := plot.Measured.Stroke()
		if errors != 0 {
			m = plot.Stroke{Color: plot.Measured, Width: 1, Alpha: 0.7}
		}
		c.Line(p.buf, m)
	}
}

// biased is the number of distances from which on the estimate misses the exact
// exponent by more than four standard errors; 0 if it never does.
func biased(levels []measure.Level, exact float64) float64 {
	var from uint64
	for _, l := range levels { // from the nearest threshold, which uses most
		if !(math.Abs(l.Hill.Value-exact) > 4*l.Hill.StdErr) {
			break
		}
		from = l.Count
	}
	return float64(from)
}

// drawBias shades the thresholds that are too near.
func (p *hillPlot) drawBias(c plot.Canvas, v plot.View, s *heavyTails, levels []measure.Level) {
	t := s.theory.exact
	if !t.OK {
		return
	}
	from := biased(levels, t.Beta)
	if from == 0 {
		return
	}
	a, b := v.Px(math.Log10(from), v.Y1), v.Px(v.X1, v.Y0)
	plot.Box(c, plot.Rect{Min: a, Max: b}, plot.Fill{Color: plot.BandHeavy})
	if b.X-a.X > 50 {
		c.Text(plot.Point{X: b.X - 6, Y: a.Y + 10}, "biased", plot.TextStyle{Color: plot.Muted, Size: 12, Align: plot.Right})
	}
}
