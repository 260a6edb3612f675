package scenes

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// cloudKeys are the names of the clouds' densities.
var cloudKeys = [4]string{"walkers0", "walkers1", "walkers2", "walkers3"}

// continuousOnly is what the clouds show besides theory.
var continuousOnly = map[string]bool{"continuous": true}

// drawCloud paints one cloud with its ellipses. All clouds are drawn to the same
// scale, in which the rule's circle has always the same size.
func (s *scalingRule) drawCloud(c plot.Canvas, k int, panel plot.Rect, narrow bool) {
	r, cv := &s.runs[k], &s.views[k]
	unit := math.Sqrt(s.law())
	if unit == 0 {
		unit = 0.1
	}
	half := 4.5 * unit / s.last.num("zoom")
	min := r.fc.law.Min
	v := plot.View{Rect: panel, X0: min[0] - half, X1: min[0] + half, Y0: min[1] - half, Y1: min[1] + half}
	cv.shown = continuousOnly
	cv.density.Key = cloudKeys[k]
	c.Clip(panel)
	cv.drawWalkers(c, v, r.ens.W, r.ens.Held)
	cv.drawEllipses(c, r, v)
	if !r.fc.exists {
		at := plot.Point{X: (panel.Min.X + panel.Max.X) / 2, Y: panel.Max.Y - 14}
		text := "no variance"
		if r.regime() == Diverged {
			text = "runs leave"
		}
		c.Text(at, text, plot.TextStyle{Color: plot.Ink, Size: 12, Align: plot.Center, Bold: true, Ground: true})
	}
	c.Clip(plot.Rect{})
	plot.Outline(c, panel, plot.Faint.Stroke())
	style := plot.TextStyle{Color: plot.Muted, Size: 13}
	if k == chosen {
		style.Color, style.Bold = plot.Ink, true
	}
	c.Text(plot.Point{X: panel.Min.X, Y: panel.Min.Y - 10}, s.titles[k].of(r.fc.rule, narrow), style)
}

// cloudTitle names a cloud. It is kept until the rule changes.
type cloudTitle struct {
	rule   sgd.Rule
	narrow bool
	text   string
}

func (t *cloudTitle) of(rule sgd.Rule, narrow bool) string {
	if t.rule != rule || t.narrow != narrow {
		*t = cloudTitle{rule, narrow, fmt.Sprintf("S = %d", rule.Batch)}
		if !narrow {
			t.text += ", λ = " + sig(rule.LR, 3)
		}
	}
	return t.text
}

// ratioCurve is the plot of the variance over the rule's against the batch size.
type ratioCurve struct {
	plot curvePlot
	laws laws[ratioFamily, int] // by batch size
	end  int                    // the largest batch size with a variance
}

// ratioFamily is what the laws depend on: not ρ.
type ratioFamily struct {
	problem problem.Linear
	mu      float64
}

// ratioState is what the curves depend on.
type ratioState struct {
	model     model
	ratio, mu float64
}

// at is the law at a batch size.
func (rc *ratioCurve) at(p problem.Linear, mu float64, batch int) *limitedLaw {
	rc.laws.of(ratioFamily{p, mu})
	return rc.laws.at(batch, mu, func() problem.Law { return p.Law(batch) })
}

// curves are the rule, either way to fail by itself, and the exact ratio.
func (rc *ratioCurve) curves(s *scalingRule) []curve {
	f, ratio, law := s.runs[chosen].fc, s.last.num("ratio"), s.law()
	mu := f.rule.Momentum
	rule := func(x float64) sgd.Rule {
		return sgd.Rule{LR: ratio * (1 - mu) * x, Momentum: mu, Batch: int(x)}
	}
	out := []curve{{plot.Continuous.Stroke(), func(float64) (float64, bool) { return 1, true }}}
	for _, a := range theory.Approximations {
		if a.Name != "sde" && a.Name != "hessian" {
			continue
		}
		out = append(out, curve{approximationStroke(a.Name), func(x float64) (float64, bool) {
			l, r := rc.at(f.model.problem, mu, int(x)), rule(x)
			sigma, ok, _ := a.Sigma(theory.Setting{Law: &l.Law, Scale: f.model.scale, LR: r.LR, Mu: mu, Batch: r.Batch})
			return sigma.Trace() / 2 / law, ok && law > 0
		}})
	}
	return append(out, curve{plot.Theory.Stroke(), func(x float64) (float64, bool) {
		l, r := rc.at(f.model.problem, mu, int(x)), rule(x)
		variance, ok := l.stationary(r.LR, mu)
		return variance / law, ok && law > 0
	}})
}

// last is the largest batch size that has a variance at that ratio, or 0.
func (rc *ratioCurve) last(f *forecast, ratio float64) int {
	mu := f.rule.Momentum
	return sort.Search(1024, func(k int) bool {
		return ratio*(1-mu)*float64(k+1) >= rc.at(f.model.problem, mu, k+1).variance
	})
}

// drawEnd shades where there is no variance.
func (rc *ratioCurve) drawEnd(c plot.Canvas, v plot.View) {
	left := v.Px(math.Log10(float64(rc.end)+0.5), 0).X
	if left >= v.Rect.Max.X {
		return
	}
	area := v.Rect
	area.Min.X = max(area.Min.X, left)
	plot.Box(c, area, plot.Fill{Color: plot.BandHeavy})
	const text = "no variance"
	if plot.TextWidth(text, 13, false) < area.W() {
		at := plot.Point{X: (area.Min.X + area.Max.X) / 2, Y: area.Min.Y + 14}
		c.Text(at, text, plot.TextStyle{Color: plot.Muted, Size: 13, Align: plot.Center})
	}
}

// drawRatios paints what is measured at all four batch sizes.
func (s *scalingRule) drawRatios(c plot.Canvas, v plot.View) {
	p, law := &s.curve.plot, s.law()
	for k := range s.runs {
		r := &s.runs[k]
		if m := halfTrace(r.moments()); r.fc.exists && law > 0 && r.collected > 0 {
			e := measure.Estimate{Value: m.Value / law, StdErr: m.StdErr / law}
			if !r.fc.errorBars() {
				e.StdErr = math.NaN()
			}
			p.drawEstimate(c, v, float64(r.fc.rule.Batch), e)
		}
	}
}

// draw paints the plot with what is measured at all four batch sizes. Its handle
// drags the chosen one.
func (rc *ratioCurve) draw(c plot.Canvas, at plot.Rect, s *scalingRule) Handle {
	f := s.runs[chosen].fc
	p := &rc.plot
	p.title, p.short = "variance ½ tr Σ over what the rule promises, ρσ²/2", "variance over the rule's, against S"
	if at.W() < wideEnough {
		p.title = p.short
	}
	p.logY, p.y0, p.y1 = true, 0.85, 8
	axis := s.last.spec("batch")
	least, most := axis.Min, axis.Max
	axis.Min, axis.Max = 0.8*axis.Min, 1.25*axis.Max // room for marks at the ends
	state := ratioState{f.model, s.last.num("ratio"), f.rule.Momentum}
	if stale(p, state, &axis) {
		rc.end = rc.last(f, state.ratio)
		p.tabulate(axis, rc.curves(s))
		p.under = func(c plot.Canvas, v plot.View) {
			rc.drawEnd(c, v)
			s.drawRatios(c, v)
		}
	}
	batch := float64(f.rule.Batch)
	none := measure.Estimate{Value: math.NaN(), StdErr: math.NaN()}
	p.draw(c, at, batch, none)
	v := p.drawn
	return Handle{
		Name: "batch size",
		At:   v.Px(p.x(batch), 0),
		Area: v.Rect,
		view: v,
		x:    drives{key: "batch", log: true, whole: true, lo: least, hi: most},
	}
}

// scalingLegend explains the lines of clouds and curve.
func scalingLegend(narrow bool) []plot.LegendItem {
	labels := [5]string{"theory", "measured (2 σ)", "the scaling rule", "noise that grows, alone", "long steps, alone"}
	if narrow {
		labels = [5]string{"theory", "measured", "rule", "noise", "steps"}
	}
	var items []plot.LegendItem
	for k, color := range [5]plot.Color{plot.Theory, plot.Measured, plot.Continuous, plot.SDE, plot.Hessian} {
		items = append(items, plot.LegendItem{Stroke: color.Stroke(), Label: labels[k]})
	}
	return items
}

// Walkers implements [Scene]: those of all runs, each with its batch size.
func (s *scalingRule) Walkers() Walkers {
	t := Walkers{Columns: []string{"w1", "w2", "held", "batch"}, Data: make([][]float64, 4)}
	for k := range s.runs {
		r := &s.runs[k]
		for i, column := range r.Walkers().Data {
			t.Data[i] = append(t.Data[i], column...)
		}
		t.Data[3] = append(t.Data[3], slices.Repeat([]float64{float64(r.fc.rule.Batch)}, r.ens.Len())...)
	}
	return t
}
