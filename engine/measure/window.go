// Package measure turns walkers into numbers with error bars. Walkers are
// independent of each other, successive steps of one walker are not; so standard
// errors always come from the spread over walkers. Held walkers are left out.
package measure

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// MinWalkers is the number of walkers below which there are no standard errors.
const MinWalkers = 10

// Estimate is a measured number and its standard error, which is NaN if there
// are fewer than [MinWalkers] walkers.
type Estimate struct{ Value, StdErr float64 }

// Window accumulates every walker's own time averages of v and v v', v being
// the position relative to a fixed centre.
type Window struct {
	centre plane.Vec
	steps  int
	sums   [5][]float64 // per walker: Σ v₁, v₂, v₁², v₁v₂, v₂²
}

// NewWindow is an empty window over n walkers.
func NewWindow(n int, centre plane.Vec) *Window {
	w := &Window{centre: centre}
	for k := range w.sums {
		w.sums[k] = make([]float64, n)
	}
	return w
}

// Reset empties the window and moves its centre.
func (w *Window) Reset(centre plane.Vec) {
	w.centre, w.steps = centre, 0
	for k := range w.sums {
		clear(w.sums[k])
	}
}

// Steps is the number of steps added.
func (w *Window) Steps() int { return w.steps }

// Add adds the walkers' positions at one more step.
func (w *Window) Add(pos problem.Columns) {
	w.steps++
	n := len(w.sums[0])
	x, y := pos[0][:n], pos[1][:n]
	s1, s2 := w.sums[0], w.sums[1][:n]
	s11, s12, s22 := w.sums[2][:n], w.sums[3][:n], w.sums[4][:n]
	c1, c2 := w.centre[0], w.centre[1]
	for i := range s1 {
		a, b := x[i]-c1, y[i]-c2
		s1[i] += a
		s2[i] += b
		s11[i] += a * a
		s12[i] += a * b
		s22[i] += b * b
	}
}

// Second is [Second] averaged over the window's steps, without error bars.
func (w *Window) Second(held []bool) (mean plane.Vec, second plane.Sym) {
	free := 0
	for i := range held {
		if held[i] {
			continue
		}
		mean[0] += w.sums[0][i]
		mean[1] += w.sums[1][i]
		second = second.Plus(1, plane.Sym{w.sums[2][i], w.sums[3][i], w.sums[4][i]})
		free++
	}
	k := 1 / (float64(free) * float64(w.steps))
	return plane.Vec{k * mean[0], k * mean[1]}, second.Scale(k)
}

// Moments is what a window, or an instant, tells of the ensemble's law.
type Moments struct {
	Walkers int         // that the estimates rest on
	Mean    [2]Estimate // of w − centre
	Cov     [3]Estimate // of w: entries 11, 12, 22
	Loss    Estimate    // ½ v'H v averaged over walkers
}

// Moments estimates the moments over walkers and time; h weighs the loss. With
// an empty window or no free walker every number is NaN.
func (w *Window) Moments(h plane.Sym, held []bool) Moments {
	inv := 1 / float64(w.steps)
	return moments(len(held), held, h, func(i int) (m plane.Vec, s plane.Sym) {
		return plane.Vec{inv * w.sums[0][i], inv * w.sums[1][i]},
			plane.Sym{inv * w.sums[2][i], inv * w.sums[3][i], inv * w.sums[4][i]}
	})
}

// Instant estimates the moments of the ensemble as it stands.
func Instant(pos problem.Columns, centre plane.Vec, h plane.Sym, held []bool) Moments {
	return moments(len(held), held, h, func(i int) (plane.Vec, plane.Sym) {
		v := plane.Vec{pos[0][i], pos[1][i]}.Sub(centre)
		return v, v.Outer()
	})
}

// moments averages the walkers' first and second moments. To first order a
// covariance entry depends on walker i by s − m̄₁m₂ − m̄₂m₁ (delta method), whose
// spread over walkers gives the standard error.
func moments(n int, held []bool, h plane.Sym, of func(i int) (plane.Vec, plane.Sym)) Moments {
	var mean plane.Vec
	var second plane.Sym
	free := 0
	for i := range n {
		if held[i] {
			continue
		}
		m, s := of(i)
		mean[0] += m[0]
		mean[1] += m[1]
		second = second.Plus(1, s)
		free++
	}
	k := 1 / float64(free) // Inf for none: everything becomes NaN
	mean, second = plane.Vec{k * mean[0], k * mean[1]}, second.Scale(k)
	var spread [6]float64
	for i := range n {
		if held[i] {
			continue
		}
		m, s := of(i)
		for j, d := range [6]float64{
			m[0] - mean[0],
			m[1] - mean[1],
			s[0] - second[0] - 2*mean[0]*(m[0]-mean[0]),
			s[1] - second[1] - mean[0]*(m[1]-mean[1]) - mean[1]*(m[0]-mean[0]),
			s[2] - second[2] - 2*mean[1]*(m[1]-mean[1]),
			h.TraceProd(s.Plus(-1, second)) / 2,
		} {
			spread[j] += d * d
		}
	}
	cov := second.Plus(-1, mean.Outer())
	value := [6]float64{mean[0], mean[1], cov[0], cov[1], cov[2], h.TraceProd(second) / 2}
	var e [6]Estimate
	for j := range e {
		e[j] = Estimate{value[j], standardError(spread[j], free)}
	}
	return Moments{Walkers: free, Mean: [2]Estimate(e[:2]), Cov: [3]Estimate(e[2:5]), Loss: e[5]}
}

func standardError(sumOfSquares float64, n int) float64 {
	if n < MinWalkers {
		return math.NaN()
	}
	return math.Sqrt(sumOfSquares / float64(n-1) / float64(n))
}

// CovSym is the estimated covariance without its errors.
func (m *Moments) CovSym() plane.Sym {
	return plane.Sym{m.Cov[0].Value, m.Cov[1].Value, m.Cov[2].Value}
}
