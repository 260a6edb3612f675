package scenes

import (
	"math"

	"sgdnoise/engine/sweep"
	"sgdnoise/scenes/plot"
)

// The range of the plots of band runs, in powers of ten of |w − w*|.
const bandFloor, bandTop = -2.5, 6

// bandStrokes are the lines of the quantiles, from the median up.
var bandStrokes = [3]plot.Stroke{
	{Color: plot.Measured, Width: 2.5},
	{Color: plot.Measured, Width: 1.6, Alpha: 0.8},
	{Color: plot.Measured, Width: 1.2, Alpha: 0.6},
}

// draw paints the latest steps of the run in regime k.
func (b *bandRuns) draw(c plot.Canvas, k sweep.Regime, at plot.Rect, narrow bool) {
	f := newFrame(at, narrow, plot.AxesOptions{LogY: true, HideX: true})
	v := plot.View{Rect: f.panel, X0: -bandSteps, X1: 0, Y0: bandFloor, Y1: bandTop}
	plot.Box(c, f.panel, regimeStyles[k].ground)
	r := &b.runs[k]
	c.Clip(f.panel)
	pts := b.pts
	for q := len(bandStrokes) - 1; q >= 0; q-- {
		pts = pts[:0]
		for i, h := range r.history {
			pts = append(pts, v.Px(float64(i+1-len(r.history)), h[q]))
		}
		c.Line(pts, bandStrokes[q])
	}
	b.pts = pts
	if r.rms > 0 {
		level(c, v, math.Log10(r.rms), plot.Theory.Stroke())
	}
	f.close(c, v)
	b.title(c, k, &f)
}

// title names the regime and its λ, in bold where the working point is.
func (b *bandRuns) title(c plot.Canvas, k sweep.Regime, f *frame) {
	style := plot.TextStyle{Color: plot.Muted, Size: 13}
	if k == b.here {
		style.Color, style.Bold = plot.Ink, true
	}
	r := &b.runs[k]
	if r.lr != r.named || r.text == "" {
		r.named = r.lr
		r.short = "limit not known yet"
		if !math.IsNaN(r.lr) {
			r.short = "λ = " + sig(r.lr, 3)
		}
		r.text = r.short + ": " + regimeStyles[k].short
	}
	if f.narrow {
		style.Size, style.Align = 12, plot.Center
		c.Text(plot.Point{X: (f.panel.Min.X + f.panel.Max.X) / 2, Y: f.panel.Max.Y + 8}, r.short, style)
		return
	}
	c.Text(plot.Point{X: f.panel.Min.X, Y: f.at.Min.Y + 8}, r.text, style)
}

// bandLegend explains the lines.
func bandLegend(narrow bool) []plot.LegendItem {
	rms := plot.LegendItem{Stroke: plot.Theory.Stroke(), Label: "root mean square, theory"}
	if narrow {
		rms.Label = "r.m.s."
		return []plot.LegendItem{{Stroke: bandStrokes[0], Label: "median"}, {Stroke: bandStrokes[2], Label: "farthest"}, rms}
	}
	return []plot.LegendItem{
		{Stroke: bandStrokes[0], Label: "median |w − w*| of 500 runs"},
		{Stroke: bandStrokes[1], Label: "9 in 10"}, {Stroke: bandStrokes[2], Label: "farthest"}, rms,
	}
}
