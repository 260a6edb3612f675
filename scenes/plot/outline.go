package plot

import (
	"math"
	"slices"
)

const (
	outlineBlock = 4 // cells of a density along a side of what its outline looks at
	outlineBlurs = 2 // so often it is smoothed, for clouds of few walkers
)

// Outline traces the line around the densest places of the picture made last
// that hold the given share of its walkers, in canvas coordinates of v. It
// allocates: call it once, not per frame.
func (d *Density) Outline(v View, share float64) [][]Point {
	f := d.grid.Frame
	w, h := (f.Width+outlineBlock-1)/outlineBlock, (f.Height+outlineBlock-1)/outlineBlock
	if w < 2 || h < 2 {
		return nil
	}
	g := make([]float64, w*h)
	for y := range f.Height {
		for x, n := range d.grid.Row(y) {
			g[y/outlineBlock*w+x/outlineBlock] += float64(n)
		}
	}
	for range outlineBlurs {
		g = blurred(blurred(g, w, h, 1, w), w, h, w, 1)
	}
	level := shareLevel(g, share)
	if level == 0 {
		return nil
	}
	sx, sy := float64(f.Width)/outlineBlock/(f.X1-f.X0), float64(f.Height)/outlineBlock/(f.Y1-f.Y0)
	return Contours(v, func(x, y float64) float64 { return between(g, w, h, (x-f.X0)*sx-0.5, (f.Y1-y)*sy-0.5) }, []float64{level})
}

// blurred is g smoothed by weights 1/4, 1/2, 1/4 along the direction in which
// neighbours are step apart; the other is across.
func blurred(g []float64, w, h, step, across int) []float64 {
	out := make([]float64, len(g))
	n, lines := w, h
	if step != 1 {
		n, lines = h, w
	}
	for l := range lines {
		for i := range n {
			k := l*across + i*step
			out[k] = g[k] / 2
			if i > 0 {
				out[k] += g[k-step] / 4
			}
			if i < n-1 {
				out[k] += g[k+step] / 4
			}
		}
	}
	return out
}

// shareLevel is the value above which the entries of g sum to a share of all; 0
// if they sum to nothing.
func shareLevel(g []float64, share float64) float64 {
	sorted := slices.Clone(g)
	slices.Sort(sorted)
	total := 0.0
	for _, n := range g {
		total += n
	}
	sum := 0.0
	for _, n := range slices.Backward(sorted) {
		if sum += n; sum >= share*total {
			return n
		}
	}
	return 0
}

// between interpolates g at column x and row y; around it there is nothing.
func between(g []float64, w, h int, x, y float64) float64 {
	i, j := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(i), y-float64(j)
	at := func(i, j int) float64 {
		if i < 0 || j < 0 || i >= w || j >= h {
			return 0
		}
		return g[j*w+i]
	}
	return (1-fy)*((1-fx)*at(i, j)+fx*at(i+1, j)) + fy*((1-fx)*at(i, j+1)+fx*at(i+1, j+1))
}
