package plot

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The outline of a round Gaussian cloud that holds 95 % of it is a circle with
// radius √(2 ln 20) σ. Smoothing widens it by a few per cent.
func TestOutlineHoldsItsShare(t *testing.T) {
	const n, share = 20000, 0.95
	random := rand.New(rand.NewPCG(1, 2))
	xs, ys := make([]float64, n), make([]float64, n)
	for i := range n {
		xs[i], ys[i] = random.NormFloat64(), random.NormFloat64()
	}
	v := View{Rect: R(10, 20, 500, 400), X0: -5, X1: 5, Y0: -4, Y1: 4}
	var d Density
	d.Raster(Light, Measured, v, xs, ys, nil)
	lines := d.Outline(v, share)
	length := 0
	want := math.Sqrt(2 * math.Log(1/(1-share)))
	for _, line := range lines {
		length = max(length, len(line))
		for _, p := range line {
			x, y := v.Data(p)
			if r := math.Hypot(x, y); r < 0.85*want || r > 1.25*want {
				t.Fatalf("the outline passes (%.2f, %.2f), %.2f from the middle, want about %.2f", x, y, r, want)
			}
		}
	}
	if length < 50 {
		t.Errorf("%d lines, the longest with %d points: no circle", len(lines), length)
	}
	if d.Raster(Light, Measured, v, nil, nil, nil); d.Outline(v, share) != nil {
		t.Error("nothing has an outline")
	}
}
