package main

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// A layer is drawn when it has changed, and all of them are, in the same frame, when
// one has left its place, because what it covered is empty then.
func TestLayers(t *testing.T) {
	s, rest := &screen{}, ebiten.NewImage(200, 100)
	var a, b plot.Layer
	left, right, all := plot.R(0, 0, 50, 100), plot.R(50, 0, 50, 100), plot.R(0, 0, 100, 100)
	frame := func(th *plot.Theme, want string, at ...plot.Rect) {
		t.Helper()
		drawn := ""
		for done := false; !done; done = s.end() {
			s.begin(rest, 2, th)
			for i, r := range at {
				if s.Layer([]*plot.Layer{&a, &b}[i], r) {
					drawn += string("ab"[i])
					s.Text(plot.Point{X: r.Min.X + 1, Y: 1}, "in", plot.TextStyle{})
					s.Text(plot.Point{X: r.Max.X + 1, Y: 1}, "out", plot.TextStyle{})
				}
				s.EndLayer()
			}
			if drawn += "."; len(drawn) > 20 {
				t.Fatalf("drawn again and again: %s", drawn)
			}
		}
		if drawn != want || len(s.labels) != len(at) {
			t.Errorf("drawn %q with %d labels, want %q", drawn, len(s.labels), want)
		}
	}
	frame(plot.Light, "ab.", left, right)
	frame(plot.Light, ".", left, right)
	b.Changed()
	frame(plot.Light, "b.", left, right)
	frame(plot.Dark, "ab.", left, right)
	frame(plot.Dark, ".a.", left)
	frame(plot.Dark, "a.a.", all)
	frame(plot.Dark, ".", all)
	frame(plot.Dark, "ab.ab.", left, right)
}
