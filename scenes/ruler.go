package scenes

import (
	"math"
	"slices"

	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

// ruler is λ on a line with the stability limits in whatever order they fall and
// the regimes between them as bands.
type ruler struct {
	lr      float64
	limits  theory.Limits
	typical float64 // NaN, as a limit, where it isn't known or there is none
	low     float64 // without a minimum: below it typical runs leave, too
	most    float64 // that it must reach at least, for limits that move
	factor  float64 // λ over the parameter lr; 0 stands for 1
}

func (r *run) ruler() ruler {
	return ruler{lr: r.fc.rule.LR, limits: r.fc.limits, typical: r.typical.Value, low: r.typical.Low}
}

// draw paints it. Its handle drags λ.
func (r ruler) draw(c plot.Canvas, at plot.Rect) Handle {
	const inset, barTop, bar = 12.0, 18.0, 14.0
	lr, l, typical := r.lr, r.limits, r.typical
	most := 1.12 * max(l.Mean, l.Variance, lr, r.most)
	if typical > 0 {
		most = math.Max(most, 1.12*typical)
	}
	v := plot.View{Rect: plot.R(at.Min.X+inset, at.Min.Y+barTop, at.W()-2*inset, bar), X1: most, Y1: 1}
	rulerBands(c, v, r.low, l.Variance, typical)
	rulerTicks(c, v, []rulerTick{{l.Variance, "variance"}, {typical, "typical"}, {l.Mean, "mean"}, {l.Fourth, "error bars"}})
	handle := v.Px(lr, 0.5)
	c.Dots([]plot.Point{handle}, 11, plot.Fill{Color: plot.Ink})
	c.Dots([]plot.Point{handle}, 8, plot.Fill{Color: plot.Panel})
	return Handle{
		Name: "learning rate",
		At:   handle,
		Keys: []string{"lr"},
		Area: plot.R(at.Min.X, v.Rect.Min.Y-8, at.W(), bar+24),
		Drag: func(p plot.Point) map[string]any {
			x, _ := v.Data(p)
			if r.factor > 0 {
				x /= r.factor
			}
			return map[string]any{"lr": math.Max(round3(x), 0.01)}
		},
	}
}

// rulerBands colours and names the regimes.
func rulerBands(c plot.Canvas, v plot.View, low, variance, typical float64) {
	end := math.Max(typical, variance)
	if math.IsNaN(end) {
		end = v.X1
	}
	band := func(lo, hi float64, color plot.Color, name string) {
		a, b := v.Px(lo, 1), v.Px(hi, 0)
		if b.X <= a.X {
			return
		}
		c.Rects([]plot.Rect{{Min: a, Max: b}}, plot.Fill{Color: color})
		if plot.TextWidth(name, 12, false) < b.X-a.X {
			c.Text(plot.Point{X: a.X + 2, Y: a.Y - 10}, name, plot.TextStyle{Color: plot.Muted, Size: 12})
		}
	}
	band(0, variance, plot.BandStable, "variance exists")
	band(0, low, plot.BandDiverges, "diverges")
	band(math.Max(low, variance), end, plot.BandHeavy, "heavy tails, no variance")
	band(end, v.X1, plot.BandDiverges, "diverges")
}

type rulerTick struct {
	value float64
	name  string
}

// rulerTicks marks the limits that exist. Where labels would overlap, those that come
// first in ticks are written.
func rulerTicks(c plot.Canvas, v plot.View, ticks []rulerTick) {
	var written []plot.Rect
	for _, t := range ticks {
		if !(t.value > 0) {
			continue
		}
		x := v.Px(t.value, 0).X
		c.Rects([]plot.Rect{plot.R(x-1, v.Rect.Min.Y-3, 2, v.Rect.H()+6)}, plot.Fill{Color: plot.Ink})
		label := t.name + " " + sig(t.value, 3)
		width := plot.TextWidth(label, 12, false)
		left := min(max(x-width/2, v.Rect.Min.X), v.Rect.Max.X-width)
		box := plot.R(left, v.Rect.Max.Y+6, width, 16)
		if slices.ContainsFunc(written, func(w plot.Rect) bool {
			return box.Min.X < w.Max.X+6 && w.Min.X < box.Max.X+6
		}) {
			continue
		}
		written = append(written, box)
		c.Text(plot.Point{X: left + width/2, Y: v.Rect.Max.Y + 14}, label,
			plot.TextStyle{Color: plot.Ink, Size: 12, Align: plot.Center})
	}
}
