package scenes

import "sgdnoise/scenes/plot"

// layout places the parts of a cloud scene on a canvas.
type layout struct {
	main   plot.Rect   // the parameter plane
	sides  []plot.Rect // smaller plots, from the top or from the left
	legend plot.Rect
	ruler  plot.Rect
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
		l.sides = append(l.sides, plot.R(x, float64(i)*each, w-x, each))
	}
	return l
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
		l.sides = append(l.sides, plot.R(float64(i)*(each+gap), h-rulerRoom-sideRoom, each, sideRoom))
	}
	return l
}
