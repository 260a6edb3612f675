package scenes

import (
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/scenes/plot"
)

// timePlot shows a number over the whole run of the scene balance: measured with
// error bars, predicted, and other curves.
type timePlot struct {
	title, short string
	log          bool // of the absolute value
	history      *balanceHistory
	others       []timeCurve
	estimates    func(b *balanceSample) measure.Estimate
	theory       func(b *balanceSample) float64

	buf []plot.Point
	all []float64 // scratch
}

type timeCurve struct {
	value  func(b *balanceSample) float64
	stroke plot.Stroke
}

func (t *timePlot) curve(value func(b *balanceSample) float64, s plot.Stroke) {
	t.others = append(t.others, timeCurve{value, s})
}

// barsPerPlot is about how many error bars are drawn.
const barsPerPlot = 12

func (t *timePlot) draw(c plot.Canvas, at plot.Rect, narrow bool) {
	f := newFrame(at, narrow, plot.AxesOptions{XTitle: "steps", LogY: t.log})
	v := t.view(f.panel)
	c.Clip(f.panel)
	for _, o := range t.others {
		for part := range t.history.parts() { // they start again where the values changed
			c.Line(t.points(v, part, o.value), o.stroke)
		}
	}
	c.Line(t.points(v, t.history.samples, func(b *balanceSample) float64 { return t.estimates(b).Value }), measuredCourse)
	t.drawBars(c, v)
	c.Line(t.points(v, t.history.samples, t.theory), predictedCourse)
	f.close(c, v)
	f.title(c, t.title, t.short)
}

// drawBars paints two standard errors either way at some of the estimates.
func (t *timePlot) drawBars(c plot.Canvas, v plot.View) {
	every := max(len(t.history.samples)/barsPerPlot, 1)
	for i := every - 1; i < len(t.history.samples); i += every {
		b := &t.history.samples[i]
		e := t.estimates(b)
		lo, hi := t.y(e.Value-2*e.StdErr), t.y(e.Value+2*e.StdErr)
		if t.log && math.Abs(e.Value) <= 2*e.StdErr { // the bar reaches 0
			lo = v.Y0
		}
		x := float64(b.step)
		plot.Segment(c, v.Px(x, lo), v.Px(x, hi), plot.Stroke{Color: plot.Measured, Width: 2})
	}
}

// y is a value in the view's coordinates.
func (t *timePlot) y(x float64) float64 {
	if t.log {
		return math.Log10(math.Abs(x))
	}
	return x
}

func (t *timePlot) points(v plot.View, samples []balanceSample, value func(b *balanceSample) float64) []plot.Point {
	t.buf = t.buf[:0]
	for i := range samples {
		b := &samples[i]
		t.buf = append(t.buf, v.Px(float64(b.step), t.y(value(b))))
	}
	return t.buf
}

// view spans the run and what is measured and predicted; other curves may leave
// it, and so may bursts of walkers that are thrown far out.
func (t *timePlot) view(panel plot.Rect) plot.View {
	lo, hi, end := math.Inf(1), math.Inf(-1), 0
	all := t.all[:0]
	for i := range t.history.samples {
		b := &t.history.samples[i]
		end = b.step
		for _, x := range []float64{t.estimates(b).Value, t.theory(b)} {
			if y := t.y(x); y-y == 0 {
				lo, hi = min(lo, y), max(hi, y)
				all = append(all, y)
			}
		}
	}
	t.all = all
	if middle := median(all); t.log {
		hi = min(hi, middle+2)
	} else {
		hi = min(hi, 4*middle)
	}
	switch {
	case !(lo <= hi):
		lo, hi = -1, 1
	case t.log: // half a decade at least, six at most
		hi += 0.1
		lo = max(min(lo-0.1, hi-0.5), hi-6)
	default:
		lo, hi = 0, 1.15*hi
	}
	if !(lo < hi) {
		hi = lo + 1
	}
	return plot.View{Rect: panel, X1: float64(max(end, 60)), Y0: lo, Y1: hi}
}
