package measure

import (
	"slices"

	"sgdnoise/engine/problem"
)

const (
	kernelUnit = 64 // weight of a walker along one axis

	// OneWalker is the weight of a walker in a [Grid]: a million in one cell fit
	// a uint32.
	OneWalker = kernelUnit * kernelUnit
)

// kernel is the quadratic B-spline, which makes dots round: the weights of a
// walker's cell and of the cells either side, by its place in the cell in
// sixteenths. They are whole, so that sums are exact.
var kernel = func() (k [16][3]uint32) {
	for i := range k {
		f := (float64(i) + 0.5) / 16
		before := uint32(kernelUnit*(1-f)*(1-f)/2 + 0.5)
		after := uint32(kernelUnit*f*f/2 + 0.5)
		k[i] = [3]uint32{before, kernelUnit - before - after, after}
	}
	return k
}()

// Frame is a part of the plane, divided into cells.
type Frame struct {
	X0, X1, Y0, Y1 float64 // coordinates of the edges: left, right, lower, upper
	Width, Height  int     // cells
}

// Grid counts walkers in the cells of a frame, each walker smoothed over the nine
// cells around it.
type Grid struct {
	Frame
	Cells []uint32 // weights by rows, the upper one first, with a border of one cell around the frame
}

// Aim empties the grid and moves it to another frame.
func (g *Grid) Aim(f Frame) {
	g.Frame = f
	n := (f.Width + 2) * (f.Height + 2)
	g.Cells = slices.Grow(g.Cells[:0], n)[:n]
	clear(g.Cells)
}

// Add counts the walkers inside the frame, those apart that are held; held may
// be nil. Positions may be anything, NaN and infinity included.
func (g *Grid) Add(pos problem.Columns, held []bool) {
	w, h := float64(g.Width), float64(g.Height)
	// Behind the border the frame spans columns 1 to w and rows 1 to h.
	sx, sy := w/(g.X1-g.X0), -h/(g.Y1-g.Y0)
	a := counting{
		xs: pos[0], ys: pos[1][:len(pos[0])], held: held,
		sx: sx, ox: 1 - g.X0*sx, sy: sy, oy: 1 - g.Y1*sy,
		endX: w + 1, endY: h + 1, cells: g.Cells, stride: g.Width + 2,
	}
	if held != nil {
		a.held = held[:len(pos[0])]
	}
	count(&a)
}

// Merge adds what another grid of the same frame has counted.
func (g *Grid) Merge(cells []uint32) {
	mine := g.Cells[:len(cells)]
	for i, n := range cells {
		mine[i] += n
	}
}

// Row is row y of the cells, without the border.
func (g *Grid) Row(y int) []uint32 { return g.Cells[(y+1)*(g.Width+2)+1:][:g.Width] }
