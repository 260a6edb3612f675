package scenes

import (
	"fmt"
	"math"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// tailsView paints the scene heavy-tails.
type tailsView struct {
	handles []Handle
	foot    kept[tailsFoot]
	hill    hillPlot
	curve   tailCurve
	buf     []plot.Point
}

// tailColor gives the approximations' laws their roles.
var tailColor = map[string]plot.Color{"bulk": plot.General, "sde": plot.SDE, "continuous": plot.Continuous}

func (tv *tailsView) draw(c plot.Canvas, s *heavyTails) {
	w, h := c.Size()
	sides := 2
	if s.subject.setting == tailsUnequal { // no curve: each of its points takes too long
		sides = 1
	}
	l := newLayout(w, h, sides, 2+len(s.shown))
	tv.drawSurvival(c, s, l)
	tv.hill.draw(c, s, l.sides[0], l.narrow)
	if sides == 2 {
		tv.curve.draw(c, s, l.sides[1])
	}
	r := s.ruler()
	if c.Layer(tv.foot.as(s.footState(l.narrow)), l.foot()) {
		plot.Legend(c, l.legend.Min, l.legend.W(), s.legend(l.narrow))
		r.draw(c, l.ruler)
	}
	c.EndLayer()
	tv.handles = r.handle(l.ruler, tv.handles[:0])
}

// tailsFoot is what legend and ruler depend on.
type tailsFoot struct {
	fc           *forecast
	exact        float64 // 0 if there is none
	known        bool    // whether there is one
	shown        [3]bool
	typical, low float64
	narrow       bool
}

func (s *heavyTails) footState(narrow bool) tailsFoot {
	f := tailsFoot{fc: s.fc, known: s.theory.known, shown: s.shown, low: s.typical.Low, narrow: narrow}
	if s.theory.exact.OK {
		f.exact = s.theory.exact.Beta
	}
	if s.typical.Value > 0 { // not NaN
		f.typical = s.typical.Value
	}
	return f
}

// drawSurvival paints P(|w| > x) on logarithmic axes.
func (tv *tailsView) drawSurvival(c plot.Canvas, s *heavyTails, l layout) {
	axes := plot.AxesOptions{XTitle: "distance x from the minimum", YTitle: "P(|w| > x), walkers and steps pooled", LogX: true, LogY: true}
	if l.narrow {
		axes.XTitle, axes.YTitle = "", "P(|w| > x)"
	}
	levels := s.counted()
	v := s.survivalView(axes.Inset(l.main), levels)
	c.Clip(v.Rect)
	tv.drawSupport(c, s, v)
	tv.drawMeasured(c, s, v, levels)
	for i, a := range theory.TailApproximations {
		if t := s.theory.others[i]; t.OK && s.shown[i] {
			tv.drawLaw(c, v, s, t.Beta, a.Scale*s.subject.kappa, tailColor[a.Name].Stroke())
		}
	}
	tv.drawExact(c, s, v)
	c.Clip(plot.Rect{})
	plot.Axes(c, v, axes)
	at := plot.Point{X: v.Rect.Max.X - 12, Y: v.Rect.Min.Y + 20} // above the curves, which fall
	if text := s.incomplete(); text != "" {
		c.Text(at, text, plot.TextStyle{Color: plot.Ink, Size: 14, Align: plot.Right, Bold: true, Ground: true})
	}
}

// survivalView shows whole decades, so that it stays put while counts grow.
func (s *heavyTails) survivalView(panel plot.Rect, levels []measure.Level) plot.View {
	near := math.Floor(math.Log10(0.3 * math.Sqrt(s.subject.kappa*math.Min(1, s.fc.rule.LR*s.subject.a/float64(s.fc.rule.Batch)))))
	v := plot.View{Rect: panel, X0: near, X1: near + 2, Y0: -5, Y1: 0.1}
	if n := len(levels); n > 0 {
		v.X1 = math.Max(v.X1, math.Ceil(math.Log10(levels[n-1].X)+0.3))
		v.Y0 = math.Min(v.Y0, math.Floor(math.Log10(levels[n-1].Share)))
	}
	return v
}

// drawMeasured paints the measured function. Where fewer than ten distances are
// left it has no meaning and ends.
func (tv *tailsView) drawMeasured(c plot.Canvas, s *heavyTails, v plot.View, levels []measure.Level) {
	tv.buf = tv.buf[:0]
	for _, l := range levels {
		if x := math.Log10(l.X); x >= v.X0-0.2 && l.Count >= 10 {
			tv.buf = append(tv.buf, v.Px(x, math.Log10(l.Share)))
		}
	}
	m := plot.Measured.Stroke()
	m.Width = 5
	c.Line(tv.buf, m)
}

// drawLaw paints the survival function of a Student-t law.
func (tv *tailsView) drawLaw(c plot.Canvas, v plot.View, s *heavyTails, nu, kappa float64, stroke plot.Stroke) {
	const points = 121
	tv.buf = tv.buf[:0]
	for i := range points {
		x := v.X0 + (v.X1-v.X0)*float64(i)/(points-1)
		p := theory.StudentSurvival(math.Pow(10, x), nu, kappa, max(1, s.subject.dim))
		if p < 1e-30 {
			break
		}
		tv.buf = append(tv.buf, v.Px(x, math.Log10(p)))
	}
	c.Line(tv.buf, stroke)
}

// drawExact paints the exact power of x, which theory has no factor for, through
// the threshold at which the exponent is measured.
func (tv *tailsView) drawExact(c plot.Canvas, s *heavyTails, v plot.View) {
	at, _, ok := s.farLevel()
	if !ok {
		return
	}
	x, y := math.Log10(at.X), math.Log10(at.Share)
	if t := s.theory.exact; t.OK {
		left := x - math.Min(1, (v.Y1-y)/t.Beta)
		right := x + math.Min(v.X1-x, (y-v.Y0)/t.Beta)
		stroke := plot.Theory.Stroke()
		stroke.Width = 3
		plot.Segment(c, v.Px(left, y+t.Beta*(x-left)), v.Px(right, y-t.Beta*(right-x)), stroke)
	}
	drawDot(c, v.Px(x, y))
}

// drawSupport marks a distance that no walker passes.
func (tv *tailsView) drawSupport(c plot.Canvas, s *heavyTails, v plot.View) {
	far, ok := s.subject.support(s.fc.rule.LR)
	x := math.Log10(far)
	if !ok || !(x > v.X0 && x < v.X1) {
		return
	}
	p := v.Px(x, v.Y1)
	plot.Segment(c, plot.Point{X: p.X, Y: v.Rect.Min.Y}, plot.Point{X: p.X, Y: v.Rect.Max.Y}, plot.Theory.Stroke())
	c.Text(plot.Point{X: p.X - 6, Y: v.Rect.Min.Y + 12}, "no walker passes", plot.TextStyle{Color: plot.Ink, Size: 13, Align: plot.Right})
}

// incomplete says what is missing in the picture.
func (s *heavyTails) incomplete() string {
	switch {
	case s.fc.status(s.typical.Value) == Diverged:
		return grouped(s.ens.Diverged()) + " walkers have left"
	case s.far.Steps() == 0:
		return fmt.Sprintf("warming up: %d steps", max(1, s.warmUp()+1-s.age))
	case s.theory.exact.Reason == theory.BoundedSupport:
		return "no power law: every step contracts"
	}
	return ""
}

// legend names what is drawn, with the exponents.
func (s *heavyTails) legend(narrow bool) []plot.LegendItem {
	exact := plot.LegendItem{Stroke: plot.Theory.Stroke(), Label: "exact: no exponent"}
	switch t := s.theory.exact; {
	case t.OK:
		exact.Label = "exact β = " + sig(t.Beta, 4)
	case !s.theory.known:
		exact.Label = "exact: " + computing
	}
	items := []plot.LegendItem{exact, {Stroke: plot.Measured.Stroke(), Label: "measured"}}
	for i, a := range theory.TailApproximations {
		t := s.theory.others[i]
		if !s.shown[i] || !t.OK {
			continue
		}
		label := a.Label
		if narrow {
			label = a.Short
		}
		items = append(items, plot.LegendItem{Stroke: tailColor[a.Name].Stroke(), Label: label + " " + sig(t.Beta, 3)})
	}
	return items
}
