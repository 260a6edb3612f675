package main

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// layer is what was drawn of a plot.Layer, in an image of its own on a transparent
// ground, and its texts.
type layer struct {
	image   *ebiten.Image // has the picture's coordinates
	labels  []label
	version uint64
	theme   *plot.Theme
	scale   float64
	shown   bool // in this frame
}

// Layer implements plot.Canvas.
func (s *screen) Layer(id *plot.Layer, r plot.Rect) bool {
	s.flush()
	box := s.pixels(r).Intersect(s.dst.Bounds())
	l := s.layers[id]
	if l == nil {
		l = &layer{}
		s.layers[id] = l
	}
	l.shown, s.drawn = true, l
	fresh := l.image != nil && l.image.Bounds() == box && l.version == id.Version() && l.theme == s.theme && l.scale == s.scale
	if fresh || box.Empty() {
		return false
	}
	l.version, l.theme, l.scale = id.Version(), s.theme, s.scale
	l.prepare(box)
	s.behind, s.dst, s.first = s.dst, l.image, len(s.labels)
	s.Clip(plot.Rect{})
	return true
}

func (l *layer) prepare(box image.Rectangle) {
	if l.image != nil && l.image.Bounds() == box {
		l.image.Clear()
		return
	}
	l.forget()
	l.image = ebiten.NewImageWithOptions(box, &ebiten.NewImageOptions{Unmanaged: true})
}

func (l *layer) forget() {
	if l.image != nil {
		l.image.Deallocate()
	}
}

// EndLayer implements plot.Canvas.
func (s *screen) EndLayer() {
	l := s.drawn
	if s.behind != nil {
		s.flush()
		l.labels = append(l.labels[:0], s.labels[s.first:]...)
		s.labels = s.labels[:s.first]
		s.dst, s.behind = s.behind, nil
	}
	s.Clip(plot.Rect{})
	s.labels = append(s.labels, l.labels...)
	if l.image != nil {
		s.copy.GeoM.Reset()
		s.copy.GeoM.Translate(float64(l.image.Bounds().Min.X), float64(l.image.Bounds().Min.Y))
		s.dst.DrawImage(l.image, &s.copy)
	}
}

func (s *screen) forgetLayers() {
	for id, l := range s.layers {
		if !l.shown {
			l.forget()
			delete(s.layers, id)
		}
		l.shown = false
	}
}
