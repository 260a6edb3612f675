package plot

import (
	"math"
	"testing"
)

var square = View{Rect: R(10, 20, 200, 100), X0: -1, X1: 3, Y0: 5, Y1: 10}

func near(a, b Point, tol float64) bool {
	return math.Abs(a.X-b.X) <= tol && math.Abs(a.Y-b.Y) <= tol
}

func TestView(t *testing.T) {
	for _, c := range []struct{ x, y, px, py float64 }{
		{-1, 5, 10, 120}, {3, 10, 210, 20}, {1, 7.5, 110, 70}, {5, 5, 310, 120},
	} {
		if p := square.Px(c.x, c.y); !near(p, Point{c.px, c.py}, 1e-9) {
			t.Errorf("Px(%v, %v) = %v", c.x, c.y, p)
		}
		if x, y := square.Data(Point{c.px, c.py}); !near(Point{x, y}, Point{c.x, c.y}, 1e-9) {
			t.Errorf("Data(%v, %v) = %v, %v", c.px, c.py, x, y)
		}
	}
	if s := square.Scale(); s != 50 {
		t.Errorf("scale %v, want 50", s)
	}
}

func TestRuns(t *testing.T) {
	nan, inf := Point{math.NaN(), 0}, Point{0, math.Inf(1)}
	a, b, c := Point{1, 1}, Point{2, 2}, Point{3, 3}
	for _, tc := range []struct {
		pts  []Point
		want []int // lengths
	}{
		{nil, nil}, {[]Point{nan, inf}, nil}, {[]Point{a, b, c}, []int{3}},
		{[]Point{a, nan, b, c}, []int{1, 2}}, {[]Point{inf, a, b, nan, nan, c, inf}, []int{2, 1}},
	} {
		var got []int
		for run := range Runs(tc.pts) {
			got = append(got, len(run))
			for _, p := range run {
				if !p.Finite() {
					t.Errorf("%v in a run", p)
				}
			}
		}
		if len(got) != len(tc.want) {
			t.Errorf("%v: runs %v, want %v", tc.pts, got, tc.want)
			continue
		}
		for i := range got {
			if got[i] != tc.want[i] {
				t.Errorf("%v: runs %v, want %v", tc.pts, got, tc.want)
			}
		}
	}
}

// Every point of the outline lies at Mahalanobis distance k.
func TestEllipse(t *testing.T) {
	v := View{Rect: R(0, 0, 400, 400), X0: -4, X1: 4, Y0: -4, Y1: 4}
	for _, cov := range [][3]float64{{1, 0, 1}, {0.24, 0.045, 0.19}, {1, -0.999, 1}, {1e-6, 0, 3}} {
		pts := Ellipse(nil, v, 0.5, -0.25, cov, 2)
		if len(pts) != ellipseSegments+1 || pts[0] != pts[len(pts)-1] {
			t.Fatalf("%v: %d points, closed %v", cov, len(pts), pts[0] == pts[len(pts)-1])
		}
		det := cov[0]*cov[2] - cov[1]*cov[1]
		for _, p := range pts {
			x, y := v.Data(p)
			x, y = x-0.5, y+0.25
			d2 := (cov[2]*x*x - 2*cov[1]*x*y + cov[0]*y*y) / det
			// Through pixels and back x loses 1e-15 of 400 px, which a thin ellipse magnifies.
			if math.Abs(d2-4) > 1e-7 {
				t.Fatalf("%v: distance² %v, want 4", cov, d2)
			}
		}
	}
}

func TestEllipseDegenerate(t *testing.T) {
	v := View{Rect: R(0, 0, 400, 400), X0: -4, X1: 4, Y0: -4, Y1: 4}
	for _, cov := range [][3]float64{{0, 0, 0}, {1, 1, 1}, {0, 0, 2}, {0.1, 0.1 * 0.3, 0.1 * 0.09}} {
		for _, p := range Ellipse(nil, v, 0, 0, cov, 1) {
			if !p.Finite() {
				t.Errorf("%v: point %v", cov, p)
			}
		}
	}
	nan, inf := math.NaN(), math.Inf(1)
	for _, cov := range [][3]float64{{-1, 0, 1}, {1, 2, 1}, {1, 0, -1}, {nan, 0, 1}, {1, nan, 1}, {1, 0, inf}, {inf, 0, 1}} {
		if pts := Ellipse(nil, v, 0, 0, cov, 1); len(pts) != 0 {
			t.Errorf("%v has an ellipse", cov)
		}
	}
}

func TestCurvesReuseMemory(t *testing.T) {
	dst := make([]Point, 0, 100)
	xs, ys := []float64{0, 1, 2}, []float64{5, math.NaN(), 7}
	if n := testing.AllocsPerRun(10, func() {
		dst = Ellipse(dst, square, 0, 7, [3]float64{1, 0, 1}, 1)
		dst = Polyline(dst, square, xs, ys)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if len(dst) != 3 || dst[2] != square.Px(2, 7) || dst[1].Finite() {
		t.Errorf("polyline %v", dst)
	}
}
