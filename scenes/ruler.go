package scenes

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// view is where it is drawn.
func (r *ruler) view(at plot.Rect) plot.View {
	const inset, barTop, bar = 12.0, 18.0, 14.0
	return plot.View{Rect: plot.R(at.Min.X+inset, at.Min.Y+barTop, at.W()-2*inset, bar), X1: r.end(), Y1: 1}
}

// draw paints it, if there is room.
func (r *ruler) draw(c plot.Canvas, at plot.Rect) {
	if at == (plot.Rect{}) {
		return
	}
	l, v := r.limits, r.view(at)
	rulerBands(c, v, r.low, l.Variance, r.typical)
	rulerTicks(c, v, []rulerTick{{l.Variance, "variance"}, {r.typical, "typical"}, {l.Mean, "mean"}, {l.Fourth, "error bars"}})
	handle := v.Px(r.lr, 0.5)
	plot.Dot(c, handle, 11, plot.Fill{Color: plot.Ink})
	plot.Dot(c, handle, 8, plot.Fill{Color: plot.Panel})
}

// handle appends the handle that drags λ, if there is room.
func (r *ruler) handle(at plot.Rect, handles []Handle) []Handle {
	if at == (plot.Rect{}) {
		return handles
	}
	v := r.view(at)
	return append(handles, Handle{
		Name: "learning rate",
		At:   v.Px(r.lr, 0.5),
		Area: plot.R(at.Min.X, v.Rect.Min.Y-8, at.W(), v.Rect.H()+24),
		view: v,
		x:    drives{key: "lr", factor: r.factor, lo: 0.01, hi: math.Inf(1)},
	})
}

// end is the λ at which the ruler ends. Gradient descent's limit may lie so far
// beyond the others that it would squeeze them: then it is left outside.
func (r *ruler) end() float64 {
	most := max(r.limits.Variance, r.lr, r.most)
	if r.typical > 0 {
		most = math.Max(most, r.typical)
	}
	if r.limits.Mean > 2.5*most {
		return 1.5 * most
	}
	return 1.12 * math.Max(most, r.limits.Mean)
}

// rulerBands colours and names the regimes.
func rulerBands(c plot.Canvas, v plot.View, low, variance, typical float64) {
	end := math.Max(typical, variance)
	if math.IsNaN(end) {
		end = v.X1
	}
	band := func(lo, hi float64, color plot.Color, names ...string) {
		a, b := v.Px(lo, 1), v.Px(hi, 0)
		if b.X <= a.X {
			return
		}
		plot.Box(c, plot.Rect{Min: a, Max: b}, plot.Fill{Color: color})
		for _, name := range names { // the first that fits
			if plot.TextWidth(name, 12, false)+8 < b.X-a.X {
				c.Text(plot.Point{X: a.X + 2, Y: a.Y - 10}, name, plot.TextStyle{Color: plot.Muted, Size: 12})
				return
			}
		}
	}
	band(0, variance, plot.BandStable, "variance exists", "variance")
	band(0, low, plot.BandDiverges, "diverges")
	band(math.Max(low, variance), end, plot.BandHeavy, "heavy tails, no variance", "heavy tails")
	band(end, v.X1, plot.BandDiverges, "diverges")
}

type rulerTick struct {
	value float64
	name  string
}

func (t rulerTick) label() string { return t.name + " " + sig(t.value, 3) }

// rulerTicks marks the limits that exist. Labels that would overlap are joined; what
// doesn't fit even so is left out, the last in ticks first.
func rulerTicks(c plot.Canvas, v plot.View, ticks []rulerTick) {
	var labels []rulerLabel
	for _, t := range ticks {
		if !(t.value > 0) {
			continue
		}
		if t.value <= v.X1 {
			x := v.Px(t.value, 0).X
			plot.Box(c, plot.R(x-1, v.Rect.Min.Y-3, 2, v.Rect.H()+6), plot.Fill{Color: plot.Ink})
		}
		if joined, ok := (rulerLabel{t}).among(labels, v); ok {
			labels = joined
		}
	}
	for _, l := range labels {
		box := l.box(v)
		c.Text(plot.Point{X: (box.Min.X + box.Max.X) / 2, Y: v.Rect.Max.Y + 14}, l.text(v),
			plot.TextStyle{Color: plot.Ink, Size: 12, Align: plot.Center})
	}
}

// rulerLabel names limits that lie close together, in increasing order.
type rulerLabel []rulerTick

// text has an arrow if the last limit lies beyond the ruler's end.
func (l rulerLabel) text(v plot.View) string {
	var names []string
	for _, t := range l {
		names = append(names, t.label())
	}
	text := strings.Join(names, ", ")
	if l[len(l)-1].value > v.X1 {
		text += " →"
	}
	return text
}

// box is the room that a label takes below its limits, or at the ruler's end.
func (l rulerLabel) box(v plot.View) plot.Rect {
	middle := 0.0
	for _, t := range l {
		middle += v.Px(min(t.value, v.X1), 0).X / float64(len(l))
	}
	width := plot.TextWidth(l.text(v), 12, false)
	left := min(max(middle-width/2, v.Rect.Min.X), v.Rect.Max.X-width)
	return plot.R(left, v.Rect.Max.Y+6, width, 16)
}

// mostJoined is how many limits a label names at most: more would be a list without
// a place.
const mostJoined = 3

// among adds l to others, joined with those that it would overlap; ok is false if
// together they are too many or wider than the ruler.
func (l rulerLabel) among(others []rulerLabel, v plot.View) (all []rulerLabel, ok bool) {
	box := l.box(v)
	if box.Min.X < v.Rect.Min.X {
		return nil, false
	}
	for k, o := range others {
		if b := o.box(v); box.Min.X < b.Max.X+8 && b.Min.X < box.Max.X+8 {
			joined := slices.Concat(l, o)
			if len(joined) > mostJoined {
				return nil, false
			}
			slices.SortStableFunc(joined, func(a, b rulerTick) int { return cmp.Compare(a.value, b.value) })
			return joined.among(slices.Delete(slices.Clone(others), k, k+1), v)
		}
	}
	return append(slices.Clone(others), l), true
}
