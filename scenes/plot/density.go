package plot

import (
	"encoding/binary"
	"image/color"
	"math"
	"math/bits"
)

const (
	densityCell = 2.5  // CSS pixels
	maxCells    = 2048 // along either side, for whatever panel

	kernelUnit = 64                      // weight of a walker along one axis
	one        = kernelUnit * kernelUnit // and in the plane: a million in one cell fit a uint32
	shadeBits  = 3                       // shades per doubling of density: 2^shadeBits
	numShades  = 32 << shadeBits

	lone        = 0.4  // walkers per cell where a lone one is darkest, about
	densityKnee = 0.15 // walkers per cell at which the scale turns from linear to logarithmic
	densityTop  = 0.8  // opacity of the densest part
	loneFloor   = 0.3  // opacity of a lone walker at least
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

// splat spreads every walker over the nine cells around it, so that the
// picture moves smoothly with the walkers.
func (d *Density) splat(v View, xs, ys []float64, skip []bool) {
	stride := d.width + 2
	w, h := float64(d.width), float64(d.height)
	// Behind the border the panel spans columns 1 to w and rows 1 to h.
	sx, sy := w/(v.X1-v.X0), -h/(v.Y1-v.Y0)
	ox, oy := 1-v.X0*sx, 1-v.Y1*sy
	cells := d.cells
	for i, x := range xs {
		gx, gy := ox+x*sx, oy+ys[i]*sy
		// Not the opposite conditions: a NaN must not get through.
		if !(gx >= 1 && gx < w+1 && gy >= 1 && gy < h+1) || skip != nil && skip[i] {
			continue
		}
		fx, fy := uint32(gx*16), uint32(gy*16)
		kx, ky := &kernel[fx&15], &kernel[fy&15]
		at := int(fy>>4-1)*stride + int(fx>>4-1)
		for _, k := range ky {
			row := (*[3]uint32)(cells[at:]) // one bounds check
			row[0] += k * kx[0]
			row[1] += k * kx[1]
			row[2] += k * kx[2]
			at += stride
		}
	}
}

// shade colours the cells.
func (d *Density) shade(c color.RGBA) {
	d.makeShades(c, d.crowding())
	clear(d.img.Pix)
	for y := range d.height {
		row := d.row(y)
		pix := d.img.Pix[4*y*d.width:][:4*len(row)]
		for x, n := range row {
			if n != 0 {
				binary.LittleEndian.PutUint32(pix[4*x:4*x+4], d.shades[shadeOf(n)])
			}
		}
	}
}

// row is the picture's row y of cells.
func (d *Density) row(y int) []uint32 { return d.cells[(y+1)*(d.width+2)+1:][:d.width] }

// crowding is the number of walkers in a typical walker's cell, Σn²/Σn: unlike
// the largest n it hardly fluctuates, so the scale doesn't flicker. Every third
// row will do, since no walker's kernel falls between them.
func (d *Density) crowding() float64 {
	var sum, squares float64
	for y := 0; y < d.height; y += 3 {
		for _, n := range d.row(y) {
			if n != 0 {
				w := float64(n) / one
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
		a := densityTop * math.Pow(part(weightOf(i)/one), power)
		d.shades[i] = premultiplied(c, a)
	}
}

// premultiplied is c at opacity a as four bytes R, G, B, A, lowest first.
func premultiplied(c color.RGBA, a float64) uint32 {
	channel := func(v uint8) uint32 { return uint32(float64(v)*a + 0.5) }
	return channel(c.R) | channel(c.G)<<8 | channel(c.B)<<16 | channel(255)<<24
}
