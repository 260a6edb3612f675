package plot

import (
	"iter"
	"math"
)

// View maps data coordinates, y up, to a panel of the canvas, y down.
type View struct {
	Rect           Rect    // the panel, CSS pixels
	X0, X1, Y0, Y1 float64 // data coordinates of the panel's edges
}

// Px is the canvas position of the data point (x, y).
func (v View) Px(x, y float64) Point {
	return Point{
		v.Rect.Min.X + (x-v.X0)/(v.X1-v.X0)*v.Rect.W(),
		v.Rect.Max.Y - (y-v.Y0)/(v.Y1-v.Y0)*v.Rect.H(),
	}
}

// Data is the data point at canvas position p, the inverse of Px.
func (v View) Data(p Point) (x, y float64) {
	return v.X0 + (p.X-v.Rect.Min.X)/v.Rect.W()*(v.X1-v.X0),
		v.Y0 + (v.Rect.Max.Y-p.Y)/v.Rect.H()*(v.Y1-v.Y0)
}

// Scale is the number of CSS pixels per data unit along x.
func (v View) Scale() float64 { return v.Rect.W() / (v.X1 - v.X0) }

// Finite reports whether neither coordinate is NaN or infinite.
func (p Point) Finite() bool { return finite(p.X) && finite(p.Y) }

// Finite reports whether all four coordinates are finite.
func (r Rect) Finite() bool { return r.Min.Finite() && r.Max.Finite() }

// finite: x-x is 0 for finite x and NaN otherwise.
func finite(x float64) bool { return x-x == 0 }

// Runs yields the longest stretches of finite points, as subslices of pts:
// what a Canvas draws of a line that is broken by NaN or infinity.
func Runs(pts []Point) iter.Seq[[]Point] {
	return func(yield func([]Point) bool) {
		start := 0
		for i, p := range pts {
			if p.Finite() {
				continue
			}
			if i > start && !yield(pts[start:i]) {
				return
			}
			start = i + 1
		}
		if start < len(pts) {
			yield(pts[start:])
		}
	}
}

// Polyline maps the data points (xs[i], ys[i]) to the canvas. The result
// overwrites dst, whose memory is reused; points that are not finite stay in
// it and break the line. It panics if xs and ys differ in length.
func Polyline(dst []Point, v View, xs, ys []float64) []Point {
	if len(xs) != len(ys) {
		panic("plot: xs and ys differ in length")
	}
	dst = dst[:0]
	for i, x := range xs {
		dst = append(dst, v.Px(x, ys[i]))
	}
	return dst
}

const ellipseSegments = 96

// Ellipse outlines the points k standard deviations away from (cx, cy) under
// the covariance matrix with entries cov = {11, 12, 22}: center + k L (cos, sin)
// with L the Cholesky factor. The result is a closed polyline that overwrites
// dst, whose memory is reused; it is empty if cov is not positive semidefinite
// and finite.
func Ellipse(dst []Point, v View, cx, cy float64, cov [3]float64, k float64) []Point {
	dst = dst[:0]
	l11 := math.Sqrt(cov[0])
	l21 := 0.0
	if l11 > 0 {
		l21 = cov[1] / l11
	}
	// Rounding may push a singular matrix's Schur complement below zero.
	schur := cov[2] - l21*l21
	if schur < 0 && schur > -1e-12*cov[2] {
		schur = 0
	}
	l22 := math.Sqrt(schur)
	if !finite(l11 + l21 + l22) {
		return dst
	}
	for i := range ellipseSegments {
		s, c := math.Sincos(2 * math.Pi * float64(i) / ellipseSegments)
		dst = append(dst, v.Px(cx+k*l11*c, cy+k*(l21*c+l22*s)))
	}
	return append(dst, dst[0])
}
