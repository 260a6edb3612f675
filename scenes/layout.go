package scenes

import "sgdnoise/scenes/plot"

// layout places the parts of a cloud scene on a canvas.
type layout struct {
	main   plot.Rect    // the parameter plane
	sides  [4]plot.Rect // smaller plots, from the top or from the left
	legend plot.Rect
	ruler  plot.Rect // below the legend, and in narrow layouts below the side plots; empty: no room
	narrow bool
}

const (
	gap        = 14.0
	legendRoom = 46.0 // two rows
	rulerRoom  = 62.0
	wideEnough = 600.0
)

// newLayout divides w × h CSS pixels among the plane, so many side plots, a legend
// of so many items, and the ruler: on wide canvases side plots stand to the
// right of the plane, on narrow ones in a row below it. Canvases that are small
// either way, as for a lecture hall, have small plots at the right, or no ruler.
func newLayout(w, h float64, sides, items int) layout {
	switch {
	case w < wideEnough && h >= 1.1*w:
		return narrowLayout(w, h, sides)
	case w < wideEnough:
		return smallLayout(w, h, sides, items)
	}
	l := layout{
		legend: plot.R(0, h-rulerRoom-legendRoom, w, legendRoom),
		ruler:  plot.R(0, h-rulerRoom, w, rulerRoom),
	}
	top := h - rulerRoom - legendRoom
	l.main = plot.R(0, 0, 0.66*w, top)
	x := l.main.Max.X + gap
	each := top / float64(sides)
	for i := range sides {
		l.sides[i] = plot.R(x, float64(i)*each, w-x, each)
	}
	return l
}

// smallLayout is for canvases wider than high.
func smallLayout(w, h float64, sides, items int) layout {
	const aside = 0.35      // of the width
	rows := max(items-1, 1) // two items in the first, then one in each, unless there is room
	if w > 400 {
		rows = min(rows, 2)
	}
	room := float64(min(rows, 3)) * legendRoom / 2
	l := layout{narrow: true, legend: plot.R(0, h-room, w, room)}
	if h > 280 {
		l.ruler = plot.R(0, h-rulerRoom, w, rulerRoom)
		l.legend = plot.R(0, h-rulerRoom-room, w, room)
	}
	l.main = plot.R(0, 0, (1-aside)*w, l.legend.Min.Y)
	x := l.main.Max.X
	each := l.main.H() / float64(sides)
	for i := range sides {
		l.sides[i] = plot.R(x, float64(i)*each, w-x-gap/2, each)
	}
	return l
}

// foot is around legend and ruler.
func (l *layout) foot() plot.Rect {
	if l.ruler == (plot.Rect{}) {
		return l.legend
	}
	return plot.Rect{Min: l.legend.Min, Max: plot.Point{X: l.ruler.Max.X, Y: l.ruler.Max.Y}}
}

// shown is how many approximations are on show.
func shown(names map[string]bool) int {
	n := 0
	for _, on := range names {
		if on {
			n++
		}
	}
	return n
}

func narrowLayout(w, h float64, sides int) layout {
	const sideRoom = 80.0
	l := layout{
		narrow: true,
		ruler:  plot.R(0, h-rulerRoom, w, rulerRoom),
		legend: plot.R(0, h-rulerRoom-sideRoom-legendRoom, w, legendRoom),
	}
	l.main = plot.R(0, 0, w, h-rulerRoom-sideRoom-legendRoom)
	each := (w - gap*float64(sides-1)) / float64(sides)
	for i := range sides {
		l.sides[i] = plot.R(float64(i)*(each+gap), h-rulerRoom-sideRoom, each, sideRoom)
	}
	return l
}

// kept is a layer that depends on a state alone.
type kept[S comparable] struct {
	layer plot.Layer
	state S
}

// as is the layer at a state.
func (k *kept[S]) as(s S) *plot.Layer {
	if s != k.state {
		k.state = s
		k.layer.Changed()
	}
	return &k.layer
}
