package plot

import (
	"strings"
	"testing"
)

// Marks are told apart without colour: a ring has a hole, a square no disc.
func TestMarks(t *testing.T) {
	pts := []Point{{10, 10}, {30, 10}}
	for _, c := range []struct {
		mark        Mark
		dots, rects int
		last        string
	}{
		{NoMark, 0, 0, ""}, {Disc, 2, 0, "measured"}, {Ring, 3, 0, "panel"}, {Square, 0, 2, "measured"},
	} {
		r := NewRecord(40, 20, Light)
		Marks(r, pts, c.mark, Measured)
		text := strings.TrimSpace(r.String())
		if dots, rects := strings.Count(text, "dots"), strings.Count(text, "rects"); dots != c.dots || rects != c.rects {
			t.Errorf("mark %d: %d times dots and %d times rects, want %d and %d:\n%s", c.mark, dots, rects, c.dots, c.rects, text)
		}
		lines := strings.Split(text, "\n")
		if !strings.Contains(lines[len(lines)-1], c.last) {
			t.Errorf("mark %d: the last is %q, want %s", c.mark, lines[len(lines)-1], c.last)
		}
	}
}

// A legend shows a mark in place of a line.
func TestLegendOfMarks(t *testing.T) {
	r := NewRecord(200, 40, Light)
	Legend(r, Point{}, 200, []LegendItem{{Stroke: Measured.Stroke(), Label: "SGD", Mark: Ring}})
	if text := r.String(); strings.Contains(text, "line ") || strings.Count(text, "dots") != 3 {
		t.Errorf("the legend is\n%s", text)
	}
}
