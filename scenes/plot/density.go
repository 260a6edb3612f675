package plot

import (
	"encoding/binary"
	"image/color"
	"math"
	"math/bits"
)

const (
	densityCell = 3.0  // CSS pixels; bilinear twice, a walker is about 1.4 cells wide
	maxCells    = 2048 // along either side, for whatever panel

	one       = 256 // weight of one walker, spread over four cells
	shadeBits = 4   // shades per doubling of density: 2^shadeBits
	numShades = 32 << shadeBits

	densityKnee = 0.25 // walkers per cell at which the scale turns from linear to logarithmic
	densityTop  = 0.88 // opacity of the densest part
	singleFloor = 0.30 // opacity of a lone walker at least
)

// Density turns the positions of walkers into a picture: a histogram smoothed
// over a few pixels, on a logarithmic scale that makes a lone walker visible
// as a soft dot and keeps the shape of a dense crowd. The zero value is ready;
// buffers are kept between calls.
type Density struct {
	Key string // see Raster.Key

	cells         []uint32 // weights, with a border of one cell around the picture
	shades        [numShades]uint32
	width, height int
	img           Raster
}

// Raster shows the walkers (xs[i], ys[i]) that lie inside v, in role's colour
// on a transparent ground. Walkers with skip[i] are left out; a nil skip leaves
// out none. Positions may be anything, NaN and infinity included. The picture
// is valid until the next call. It panics if the lengths differ.
func (d *Density) Raster(th *Theme, role Color, v View, xs, ys []float64, skip []bool) *Raster {
	if len(xs) != len(ys) || skip != nil && len(skip) != len(xs) {
		panic("plot: lengths of walker columns differ")
	}
	d.resize(v.Rect)
	d.splat(v, xs, ys, skip)
	d.shade(th.Of(role))
	d.img.Version++
	return &d.img
}

func (d *Density) resize(r Rect) {
	d.width, d.height = cellCount(r.W()), cellCount(r.H())
	n := (d.width + 2) * (d.height + 2)
	if cap(d.cells) < n {
		d.cells = make([]uint32, n)
	}
	d.cells = d.cells[:n]
	clear(d.cells)
	p := 4 * d.width * d.height
	if cap(d.img.Pix) < p {
		d.img.Pix = make([]byte, p)
	}
	d.img.Pix = d.img.Pix[:p]
	d.img.W, d.img.H, d.img.Key = d.width, d.height, d.Key
}

// cellCount is the number of cells along a side of length px.
func cellCount(px float64) int {
	if !(px > densityCell) {
		return 1
	}
	return int(min(math.Ceil(px/densityCell), maxCells))
}

// splat spreads every walker over the four cells around it, bilinearly, so
// that the picture moves smoothly with the walkers.
func (d *Density) splat(v View, xs, ys []float64, skip []bool) {
	stride := d.width + 2
	w, h := float64(d.width), float64(d.height)
	// Column c of the bordered grid has its centre at coordinate c: the panel
	// spans 1/2 to w + 1/2.
	sx, sy := w/(v.X1-v.X0), -h/(v.Y1-v.Y0)
	ox, oy := 0.5-v.X0*sx, 0.5-v.Y1*sy
	right, bottom := w+0.5, h+0.5
	cells := d.cells
	for i, x := range xs {
		gx, gy := ox+x*sx, oy+ys[i]*sy
		// Not the negation: a NaN must not get through.
		if !(gx >= 0.5 && gx < right && gy >= 0.5 && gy < bottom) || skip != nil && skip[i] {
			continue
		}
		// Sixteenths of a cell, so that weights are whole and sums exact.
		fx, fy := uint32(gx*16), uint32(gy*16)
		at := int(fy>>4)*stride + int(fx>>4)
		fx, fy = fx&15, fy&15
		top := cells[at : at+2]
		top[0] += (16 - fx) * (16 - fy)
		top[1] += fx * (16 - fy)
		low := cells[at+stride : at+stride+2]
		low[0] += (16 - fx) * fy
		low[1] += fx * fy
	}
}

// shade colours the cells.
func (d *Density) shade(c color.RGBA) {
	d.makeShades(c, d.crowding())
	stride := d.width + 2
	for y := range d.height {
		row := d.cells[(y+1)*stride+1:][:d.width]
		pix := d.img.Pix[4*y*d.width:][:4*d.width]
		for x, n := range row {
			binary.LittleEndian.PutUint32(pix[4*x:], d.shades[shadeOf(n)])
		}
	}
}

// crowding is the number of walkers in a typical walker's cell, Σn²/Σn: unlike
// the largest n it hardly fluctuates, so the scale doesn't flicker.
func (d *Density) crowding() float64 {
	var sum, squares float64
	for _, n := range d.cells {
		if n != 0 {
			w := float64(n) / one
			sum += w
			squares += w * w
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
	full := math.Log1p(max(2.5*crowding, 2) / densityKnee)
	single := math.Log1p(1/densityKnee) / full * densityTop
	lift := max(singleFloor/single, 1)
	for i := range d.shades {
		n := weightOf(i) / one
		t := math.Log1p(n/densityKnee) / full * densityTop
		// Lift lone walkers to the floor and leave the top where it is.
		a := min(t*(lift-(lift-1)*min(t/densityTop, 1)), densityTop)
		d.shades[i] = premultiplied(c, a)
	}
}

// premultiplied is c at opacity a as four bytes R, G, B, A, lowest first.
func premultiplied(c color.RGBA, a float64) uint32 {
	channel := func(v uint8) uint32 { return uint32(float64(v)*a + 0.5) }
	return channel(c.R) | channel(c.G)<<8 | channel(c.B)<<16 | channel(255)<<24
}
