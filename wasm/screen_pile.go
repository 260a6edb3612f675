package main

import (
	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// pile is what is drawn one thing over the other: shapes, pictures, shapes. Shapes of
// whatever clip share a sheet, because a clip cuts them itself (screen_clip.go).
type pile struct {
	sheets []*sheet // the first n are in use
	n      int
	clip   plot.Rect // physical pixels, of what comes next
}

// sheet is a mesh of shapes, or a picture.
type sheet struct {
	mesh
	picture *ebiten.Image
}

func (p *pile) reset() { p.n = 0 }

// limit clips what comes next.
func (p *pile) limit(to plot.Rect) {
	p.cut()
	p.clip = to
}

// cut carries out the clip.
func (p *pile) cut() {
	if p.n > 0 {
		p.sheets[p.n-1].cut(p.clip)
	}
}

// shapes is the sheet that takes shapes now.
func (p *pile) shapes() *sheet {
	if p.n > 0 && p.sheets[p.n-1].picture == nil {
		return p.sheets[p.n-1]
	}
	return p.add(nil)
}

// add lays a sheet on the pile.
func (p *pile) add(picture *ebiten.Image) *sheet {
	p.cut()
	if p.n == len(p.sheets) {
		p.sheets = append(p.sheets, &sheet{})
	}
	s := p.sheets[p.n]
	p.n++
	s.reset()
	s.picture = picture
	return s
}

// draw draws all sheets.
func (p *pile) draw(on ebiten.FinalScreen, shader *ebiten.Shader) {
	p.cut()
	for _, s := range p.sheets[:p.n] {
		if s.picture != nil {
			on.DrawTriangles32(s.vertices, s.indices, s.picture, &linear)
		} else {
			on.DrawTrianglesShader32(s.vertices, s.indices, shader, nil)
		}
	}
}
