package scenes

import "sgdnoise/scenes/plot"

// layout places the parts of a cloud scene on a canvas.
type layout struct {
	main   plot.Rect    // the parameter plane
	sides  [4]plot.Rect // smaller plots, from the top or from the left
	legend plot.Rect
	ruler  plot.Rect // below the legend, and in narrow layouts below the side plots
	narrow bool
}

const (
	gap        = 14.0
	legendRoom = 46.0 // two rows
	rulerRoom  = 62.0
	wideEnough = 600.0
)

// newLayout divides w × h CSS pixels: on wide canvases side plots stand to the
// right of the plane, on narrow ones in a row below it.
func newLayout(w, h float64, sides int) layout {
	if w < wideEnough {
		return narrowLayout(w, h, sides)
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

// foot is around legend and ruler.
func (l *layout) foot() plot.Rect {
	return plot.Rect{Min: l.legend.Min, Max: plot.Point{X: l.ruler.Max.X, Y: l.ruler.Max.Y}}
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
