package main

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// picture is a raster on the graphics card, with a border that repeats its
// outermost pixels: without it the linear filter would blend the edge of a
// stretched picture with transparency.
type picture struct {
	image   *ebiten.Image
	raster  *plot.Raster // what it shows, with
	version uint64       // its version
	shown   bool         // in this frame
	pix     []byte
}

// Image implements plot.Canvas. Only the raster's part that isn't transparent is
// uploaded and drawn: a linear filter is slow in software.
func (s *screen) Image(r plot.Rect, img *plot.Raster) {
	if !r.Finite() || img.W <= 0 || img.H <= 0 {
		return
	}
	p := s.images[img.Key]
	if p == nil {
		p = &picture{}
		s.images[img.Key] = p
	}
	p.shown = true
	whole := image.Rect(0, 0, img.W, img.H)
	part := whole
	if !img.Part.Empty() { // its edge fades over half a pixel
		part = coarse(img.Part.Inset(-1)).Intersect(whole)
	}
	p.load(img, part)
	s.pile.add(p.image).stretch(s.pixels(r), whole, part)
}

var linear = ebiten.DrawTrianglesOptions{Filter: ebiten.FilterLinear, DisableMipmaps: true}

// coarse widens r so that few different rectangles occur: Ebitengine keeps the
// subimage of each for a while.
func coarse(r image.Rectangle) image.Rectangle {
	const grid = 16
	return image.Rect(r.Min.X&^(grid-1), r.Min.Y&^(grid-1), (r.Max.X+grid-1)&^(grid-1), (r.Max.Y+grid-1)&^(grid-1))
}

// stretch places the part of a raster whose whole covers to.
func (m *mesh) stretch(to, whole, part image.Rectangle) {
	sx, sy := float32(to.Dx())/float32(whole.Dx()), float32(to.Dy())/float32(whole.Dy())
	for _, p := range [4]image.Point{part.Min, {X: part.Max.X, Y: part.Min.Y}, {X: part.Min.X, Y: part.Max.Y}, part.Max} {
		m.vertices = append(m.vertices, ebiten.Vertex{
			DstX: float32(to.Min.X) + sx*float32(p.X), DstY: float32(to.Min.Y) + sy*float32(p.Y),
			SrcX: float32(p.X + 1), SrcY: float32(p.Y + 1), // behind the border
			ColorR: 1, ColorG: 1, ColorB: 1, ColorA: 1,
		})
	}
	m.quad(0, 1, 2, 3)
}

// load uploads the part of img, and one pixel around it, unless it is there already.
func (p *picture) load(img *plot.Raster, part image.Rectangle) {
	size := image.Pt(img.W+2, img.H+2)
	if p.image == nil || p.image.Bounds().Size() != size {
		if p.image != nil {
			p.image.Deallocate()
		}
		p.image = ebiten.NewImageWithOptions(image.Rectangle{Max: size}, &ebiten.NewImageOptions{Unmanaged: true})
		p.pix = make([]byte, 4*size.X*size.Y)
		p.raster = nil
	}
	if p.raster == img && p.version == img.Version {
		return
	}
	p.raster, p.version = img, img.Version
	w := part.Dx() + 2
	for y := part.Min.Y - 1; y <= part.Max.Y; y++ {
		from := img.Pix[4*img.W*min(max(y, 0), img.H-1):][:4*img.W]
		to := p.pix[4*w*(y-part.Min.Y+1):][:4*w]
		first, last := max(part.Min.X-1, 0), min(part.Max.X, img.W-1)
		copy(to, from[4*first:][:4])
		copy(to[4*(first-part.Min.X+1):], from[4*first:4*(last+1)])
		copy(to[4*w-4:], from[4*last:][:4])
	}
	target := p.image.SubImage(part.Add(image.Pt(1, 1)).Inset(-1)).(*ebiten.Image)
	target.WritePixels(p.pix[:4*w*(part.Dy()+2)])
}
