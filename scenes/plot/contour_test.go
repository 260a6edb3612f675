package plot

import (
	"math"
	"testing"
)

// Lines of a bowl are circles: closed, within the interpolation's error of
// their radius, and as long as the circumference.
func TestContoursOfBowl(t *testing.T) {
	v := View{Rect: R(0, 0, 400, 400), X0: -2, X1: 2, Y0: -2, Y1: 2}
	levels := []float64{0.25, 1, 2.25}
	lines := Contours(v, func(x, y float64) float64 { return x*x + y*y }, levels)
	if len(lines) != len(levels) {
		t.Fatalf("%d lines, want %d", len(lines), len(levels))
	}
	for i, line := range lines {
		r := math.Sqrt(levels[i])
		if line[0] != line[len(line)-1] {
			t.Errorf("circle %v is open", r)
		}
		length := 0.0
		for k, p := range line {
			x, y := v.Data(p)
			// Linear interpolation over a cell of side h errs by h²/4 in f, h²/(8 r) in r.
			h := 4.0 / 80
			if d := math.Abs(math.Hypot(x, y) - r); d > h*h/(8*r)*1.01 {
				t.Fatalf("a point of circle %v is %v off", r, d)
			}
			if k > 0 {
				length += math.Hypot(p.X-line[k-1].X, p.Y-line[k-1].Y)
			}
		}
		if want := 2 * math.Pi * r * v.Scale(); math.Abs(length/want-1) > 0.01 {
			t.Errorf("circle %v is %v px long, want %v", r, length, want)
		}
	}
}

func TestContoursShapes(t *testing.T) {
	v := View{Rect: R(50, 50, 200, 200), X0: -1, X1: 1, Y0: -1, Y1: 1}
	for _, c := range []struct {
		name  string
		f     func(x, y float64) float64
		level float64
		lines int
		open  bool
	}{
		{"plane", func(x, y float64) float64 { return x }, 0.1, 1, true},
		{"plane through nodes", func(x, y float64) float64 { return x }, 0, 1, true},
		{"saddle below", func(x, y float64) float64 { return x * y }, -0.1, 2, true},
		{"saddle above", func(x, y float64) float64 { return x * y }, 0.1, 2, true},
		{"two wells", func(x, y float64) float64 { return (x*x-0.3)*(x*x-0.3) + y*y }, 0.05, 2, false},
		{"nowhere", func(x, y float64) float64 { return x }, 5, 0, false},
		{"flat", func(x, y float64) float64 { return 1 }, 1, 0, false},
		{"not a number", func(x, y float64) float64 { return math.NaN() }, 0, 0, false},
		{"a hole", func(x, y float64) float64 {
			if math.Abs(x) < 0.2 {
				return math.Inf(1)
			}
			return y
		}, 0, 2, true},
	} {
		lines := Contours(v, c.f, []float64{c.level})
		if len(lines) != c.lines {
			t.Errorf("%s: %d lines, want %d", c.name, len(lines), c.lines)
		}
		for _, line := range lines {
			if open := line[0] != line[len(line)-1]; open != c.open {
				t.Errorf("%s: open %v, want %v", c.name, open, c.open)
			}
			for i, p := range line {
				if !v.Rect.Contains(p) {
					t.Fatalf("%s: point %v outside the panel", c.name, p)
				}
				if i > 0 && math.Hypot(p.X-line[i-1].X, p.Y-line[i-1].Y) > 2*contourCell {
					t.Fatalf("%s: a jump from %v to %v", c.name, line[i-1], p)
				}
			}
		}
	}
}
