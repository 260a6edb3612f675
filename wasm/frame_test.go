package main

import (
	"image"
	"testing"

	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
)

// sketch is a screen without a graphics card: it makes the mesh and the labels, and
// keeps layers by not asking for them again.
type sketch struct {
	screen
	kept map[*plot.Layer]uint64
}

func (s *sketch) Image(plot.Rect, *plot.Raster) {}
func (s *sketch) EndLayer()                     {}

func (s *sketch) Layer(l *plot.Layer, _ plot.Rect) bool {
	version, ok := s.kept[l]
	s.kept[l] = l.Version()
	return !ok || version != l.Version()
}

// TestFramesKeepMemory: from the second frame on, mesh and labels need no new memory.
func TestFramesKeepMemory(t *testing.T) {
	for _, i := range scenes.All() {
		session, err := scenes.Open(i.ID)
		if err != nil {
			t.Fatal(err)
		}
		session.Set(map[string]any{"walkers": 200})
		session.Settle()
		session.Advance(100, nil)
		s := &sketch{screen: screen{scale: 1, theme: plot.Light}, kept: map[*plot.Layer]uint64{}}
		frame := func() {
			s.start(image.Rect(0, 0, 820, 640))
			session.Draw(s)
		}
		frame()
		if n := testing.AllocsPerRun(10, frame); n != 0 {
			t.Errorf("%s: %v allocations per frame", i.ID, n)
		}
		if n := len(s.moving.shapes().vertices); n == 0 || len(s.labels) == 0 {
			t.Errorf("%s: %d vertices, %d labels", i.ID, n, len(s.labels))
		}
	}
}
