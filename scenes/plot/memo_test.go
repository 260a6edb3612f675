package plot

import (
	"math"
	"testing"
)

func TestMemo(t *testing.T) {
	calls := 0
	m := memo[float64, int]{make: func(k float64) int { calls++; return int(2 * k) }}
	for range 3 {
		if m.of(1.5) != 3 || m.of(4) != 8 {
			t.Fatal("a wrong result")
		}
	}
	if calls != 2 {
		t.Errorf("%d calls for two arguments", calls)
	}
	for k := range 10 * most {
		m.of(float64(k))
		m.of(math.NaN()) // equal to nothing
	}
	if len(m.kept) > most {
		t.Errorf("%d results are kept", len(m.kept))
	}
}

// Axes that have been drawn before cost no memory, nor do shapes of few points.
func TestShapesKeepMemory(t *testing.T) {
	c := &blank{}
	v := View{Rect: R(60, 10, 480, 480), X1: 3, Y1: 2}
	draw := func() {
		Axes(c, v, AxesOptions{XTitle: "x", Grid: true})
		Segment(c, Point{1, 2}, Point{3, 4}, Ink.Stroke())
		Dot(c, Point{1, 2}, 3, Fill{})
		Box(c, R(1, 2, 3, 4), Fill{})
		Outline(c, R(1, 2, 3, 4), Ink.Stroke())
		Patch(c, Fill{}, Point{1, 2}, Point{2, 2}, Point{2, 1})
	}
	draw()
	if n := testing.AllocsPerRun(50, draw); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// blank draws nothing.
type blank struct{ Record }

func (blank) Polygon([]Point, Fill)         {}
func (blank) Rects([]Rect, Fill)            {}
func (blank) Line([]Point, Stroke)          {}
func (blank) Dots([]Point, float64, Fill)   {}
func (blank) Text(Point, string, TextStyle) {}
