package main

import (
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

// Image implements plot.Canvas.
func (s *screen) Image(r plot.Rect, img *plot.Raster) {
	if !r.Finite() || img.W <= 0 || img.H <= 0 {
		return
	}
	s.flush()
	p := s.images[img.Key]
	if p == nil {
		p = &picture{}
		s.images[img.Key] = p
	}
	p.shown = true
	p.load(img)
	to := s.pixels(r)
	src := p.image.Bounds().Inset(1)
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterLinear, DisableMipmaps: true}
	op.GeoM.Scale(float64(to.Dx())/float64(img.W), float64(to.Dy())/float64(img.H))
	op.GeoM.Translate(float64(to.Min.X), float64(to.Min.Y))
	s.clipped.DrawImage(p.image.SubImage(src).(*ebiten.Image), op)
}

// load uploads img unless it is there already.
func (p *picture) load(img *plot.Raster) {
	w, h := img.W+2, img.H+2
	if p.image == nil || p.image.Bounds().Dx() != w || p.image.Bounds().Dy() != h {
		if p.image != nil {
			p.image.Deallocate()
		}
		p.image = ebiten.NewImage(w, h)
		p.pix = make([]byte, 4*w*h)
		p.raster = nil
	}
	if p.raster == img && p.version == img.Version {
		return
	}
	p.raster, p.version = img, img.Version
	for y := range h {
		from := img.Pix[4*img.W*min(max(y-1, 0), img.H-1):][:4*img.W]
		to := p.pix[4*w*y:][:4*w]
		copy(to, from[:4])
		copy(to[4:], from)
		copy(to[4*w-4:], from[len(from)-4:])
	}
	p.image.WritePixels(p.pix)
}
