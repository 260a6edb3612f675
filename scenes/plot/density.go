package plot

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"math/bits"
	"slices"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/problem"
)

const (
	densityCell = 2.5  // CSS pixels
	maxCells    = 2048 // along either side, for whatever panel

	shadeBits = 3 // shades per doubling of density: 2^shadeBits
	numShades = 32 << shadeBits

	lone        = 0.4  // walkers per cell where a lone one is darkest, about
	densityKnee = 0.15 // walkers per cell at which the scale turns from linear to logarithmic
	densityTop  = 0.8  // opacity of the densest part
	loneFloor   = 0.3  // opacity of a lone walker at least
)

// Density turns the positions of walkers into a picture: a histogram smoothed
// over a few pixels, on a logarithmic scale that makes a lone walker visible
// as a soft dot and keeps the shape of a dense crowd. The zero value is ready;
// buffers are kept between calls.
type Density struct {
	Key string // see Raster.Key

	grid   measure.Grid
	shades [numShades]uint32
	img    Raster
}

// Raster shows the walkers (xs[i], ys[i]) that lie inside v, in role's colour
// on a transparent ground. Walkers with skip[i] are left out; a nil skip leaves
// out none. Positions may be anything, NaN and infinity included. The picture
// is valid until the next call. It panics if the lengths differ.
func (d *Density) Raster(th *Theme, role Color, v View, xs, ys []float64, skip []bool) *Raster {
	if len(xs) != len(ys) || skip != nil && len(skip) != len(xs) {
		panic("plot: lengths of walker columns differ")
	}
	return d.RasterOf(th, role, v, func(g *measure.Grid) { g.Add(problem.Columns{xs, ys}, skip) })
}

// RasterOf is Raster of walkers that count adds to an empty grid; it may aim the
// grid elsewhere. What has been counted fills v.
func (d *Density) RasterOf(th *Theme, role Color, v View, count func(g *measure.Grid)) *Raster {
	d.grid.Aim(measure.Frame{X0: v.X0, X1: v.X1, Y0: v.Y0, Y1: v.Y1, Width: cellCount(v.Rect.W()), Height: cellCount(v.Rect.H())})
	count(&d.grid)
	n := 4 * d.grid.Width * d.grid.Height
	d.img.Pix = slices.Grow(d.img.Pix[:0], n)[:n]
	d.img.W, d.img.H, d.img.Key = d.grid.Width, d.grid.Height, d.Key
	d.shade(th.Of(role))
	d.img.Version++
	return &d.img
}

// cellCount is the number of cells along a side of length px.
func cellCount(px float64) int {
	if !(px > densityCell) {
		return 1
	}
	return int(min(math.Ceil(px/densityCell), maxCells))
}

// shade colours the cells.
func (d *Density) shade(c color.RGBA) {
	d.makeShades(c, d.crowding())
	clear(d.img.Pix)
	part := image.Rectangle{Min: image.Pt(d.grid.Width, d.grid.Height)}
	for y := range d.grid.Height {
		row := d.grid.Row(y)
		pix := d.img.Pix[4*y*d.grid.Width:][:4*len(row)]
		first, last := len(row), -1
		for x, n := range row {
			if n != 0 {
				binary.LittleEndian.PutUint32(pix[4*x:4*x+4], d.shades[shadeOf(n)])
				first, last = min(first, x), x
			}
		}
		if last >= 0 {
			part.Min.X, part.Max.X = min(part.Min.X, first), max(part.Max.X, last+1)
			part.Min.Y, part.Max.Y = min(part.Min.Y, y), y+1
		}
	}
	if part.Empty() { // nobody is in sight: a pixel will do
		part = image.Rect(0, 0, 1, 1)
	}
	d.img.Part = part
}

// crowding is the number of walkers in a typical walker's cell, Σn²/Σn: unlike
// the largest n it hardly fluctuates, so the scale doesn't flicker. Every third
// row will do, since no walker's kernel falls between them.
func (d *Density) crowding() float64 {
	var sum, squares float64
	for y := 0; y < d.grid.Height; y += 3 {
		for _, n := range d.grid.Row(y) {
			if n != 0 {
				w := float64(n) / measure.OneWalker
				sum += w
				squares += w * w
			}
		}
	}
	if sum == 0 {
		return 0
	}
	return squares / sum
}

// shadeOf numbers weights on a logarithmic scale with 2^shadeBits linear steps
// per octave, like a small floating-point number.
func shadeOf(n uint32) int {
	if n < 1<<shadeBits {
		return int(n)
	}
	e := bits.Len32(n) - 1 - shadeBits
	return e<<shadeBits + int(n>>e)
}

// weightOf is the smallest weight with the given shade.
func weightOf(shade int) float64 {
	if shade < 2<<shadeBits {
		return float64(shade)
	}
	e := shade>>shadeBits - 1
	return math.Ldexp(float64(shade&(1<<shadeBits-1)+1<<shadeBits), e)
}

// makeShades tabulates the premultiplied colours of all shades for a picture
// whose typical walker has crowding walkers in its cell.
func (d *Density) makeShades(c color.RGBA, crowding float64) {
	full := math.Log1p(max(2.5*crowding, 2*lone) / densityKnee)
	part := func(n float64) float64 { return min(math.Log1p(n/densityKnee)/full, 1) }
	// A power lifts lone walkers to the floor and leaves the top where it is.
	power := min(math.Log(loneFloor/densityTop)/math.Log(part(lone)), 1)
	for i := range d.shades {
		a := densityTop * math.Pow(part(weightOf(i)/measure.OneWalker), power)
		d.shades[i] = premultiplied(c, a)
	}
}

// premultiplied is c at opacity a as four bytes R, G, B, A, lowest first.
func premultiplied(c color.RGBA, a float64) uint32 {
	channel := func(v uint8) uint32 { return uint32(float64(v)*a + 0.5) }
	return channel(c.R) | channel(c.G)<<8 | channel(c.B)<<16 | channel(255)<<24
}
