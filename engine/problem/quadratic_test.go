package problem_test

import (
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// The mean of a quadratic over four points is that over their own mean and
// covariance.
func TestQuadraticMean(t *testing.T) {
	q := problem.Quadratic{H: plane.Sym{2, -0.3, 1}, Min: plane.Vec{0.5, -1}, Floor: 0.25}
	points := []plane.Vec{{1, 2}, {-3, 0.5}, {0, 0}, {2, -1}}
	want := 0.0
	var mean plane.Vec
	var second plane.Sym
	for _, w := range points {
		d := w.Sub(q.Min)
		want += (0.25 + (2*d[0]*d[0]-0.6*d[0]*d[1]+d[1]*d[1])/2) / 4
		mean = plane.Vec{mean[0] + w[0]/4, mean[1] + w[1]/4}
		second = second.Plus(0.25, w.Outer())
	}
	near(t, "mean", q.Mean(mean, second.Plus(-1, mean.Outer())), want, 1e-14)
	near(t, "at the minimum", q.At(q.Min), q.Floor, 0)
}
