package main

import (
	"image"

	"sgdnoise/scenes/plot"
)

// layer is where a plot.Layer lies on the picture at rest, and its texts.
type layer struct {
	box     image.Rectangle
	labels  []label
	version uint64
	shown   bool // in this frame
}

// Layer implements plot.Canvas.
func (s *screen) Layer(id *plot.Layer, r plot.Rect) bool {
	box := s.pixels(r).Intersect(s.bounds)
	l, known := s.layers[id]
	if !known {
		l = &layer{box: box}
		s.layers[id] = l
	}
	fresh := known && l.version == id.Version() && l.box == box
	s.moved = s.moved || l.box != box
	l.shown, s.drawn = true, l
	if fresh || box.Empty() {
		return false
	}
	l.version, l.box = id.Version(), box
	s.pile, s.within, s.first = &s.resting, box, len(s.labels)
	s.resting.reset()
	s.Clip(plot.Rect{})
	s.Rects(s.all[:], plot.Fill{Color: plot.Background})
	return true
}

// EndLayer implements plot.Canvas.
func (s *screen) EndLayer() {
	l := s.drawn
	if s.pile == &s.resting {
		s.resting.draw(s.rest, s.shader)
		l.labels = append(l.labels[:0], s.labels[s.first:]...)
		s.labels = s.labels[:s.first]
		s.pile, s.within = &s.moving, s.bounds
	}
	s.Clip(plot.Rect{})
	s.labels = append(s.labels, l.labels...)
}

// left reports whether a layer has left its place on the picture at rest.
func (s *screen) left() bool {
	left := s.moved
	for _, l := range s.layers {
		left = left || !l.shown
		l.shown = false
	}
	s.moved = false
	return left
}

// clear empties the picture at rest.
func (s *screen) clear() {
	clear(s.layers)
	s.rest.Fill(s.theme.Of(plot.Background))
}
