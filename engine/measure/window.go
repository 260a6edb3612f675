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
	a := windowing{xs: pos[0][:n], ys: pos[1][:n], c1: w.centre[0], c2: w.centre[1], sums: w.sums}
	widen(&a)
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

	spread Spread
}

// Instant estimates the moments of the ensemble as it stands.
func Instant(pos problem.Columns, centre plane.Vec, h plane.Sym, held []bool) Moments {
	return SpreadOf(pos, centre, held).Moments(h)
}

// Moments estimates the moments over walkers and time; h weighs the loss. With
// an empty window or no free walker every number is NaN. See [Spread.Moments].
func (w *Window) Moments(h plane.Sym, held []bool) Moments {
	return w.Spread(0, held).Moments(h)
}

// Spread is that of the time averages of the walkers from number first on, which
// held tells of; without a step there are none.
func (w *Window) Spread(first int, held []bool) Spread {
	if w.steps == 0 {
		return Spread{}
	}
	var q [5][]float64
	for k := range q {
		q[k] = w.sums[k][first:]
	}
	return spread(&q, 1/float64(w.steps), held)
}

// Quadratic estimates the mean of ½ v'H v + g·v over walkers and time.
func (m *Moments) Quadratic(h plane.Sym, g plane.Vec) Estimate {
	weights := [5]float64{g[0], g[1], h[0] / 2, h[1], h[2] / 2}
	var value float64
	for k, x := range m.spread.Mean {
		value += weights[k] * x
	}
	return Estimate{value, m.stdErr(weights)}
}

// stdErr is the standard error of a function of the mean of q with gradient g.
func (m *Moments) stdErr(g [5]float64) float64 {
	var ss float64
	for i := range g {
		for j := range g {
			ss += g[i] * g[j] * m.spread.Products[max(i, j)][min(i, j)]
		}
	}
	return standardError(ss, m.Walkers)
}

func standardError(sumOfSquares float64, n int) float64 {
	if n < MinWalkers {
		return math.NaN()
	}
	return math.Sqrt(max(sumOfSquares, 0) / float64(n-1) / float64(n)) // rounding may leave −0
}
