package measure

import (
	"math"
	"slices"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Second returns the mean and the second moments of v = w − centre over the
// free walkers; NaN if there are none.
func Second(pos problem.Columns, centre plane.Vec, held []bool) (mean plane.Vec, second plane.Sym) {
	var s Sums
	s.Add(pos, centre, held)
	return s.Moments()
}

// Mean estimates the mean of f over the free walkers' positions.
func Mean(pos problem.Columns, held []bool, f func(w plane.Vec) float64) Estimate {
	var sum, squares float64
	free := 0
	each := func(use func(x float64)) {
		for i := range held {
			if !held[i] {
				use(f(plane.Vec{pos[0][i], pos[1][i]}))
			}
		}
	}
	each(func(x float64) { sum += x; free++ })
	mean := sum / float64(free)
	each(func(x float64) { squares += (x - mean) * (x - mean) })
	return Estimate{mean, standardError(squares, free)}
}

// Histogram counts projections of walkers on an axis.
type Histogram struct {
	Lo, Hi float64
	Counts []uint64 // equal bins from Lo to Hi
	Total  uint64   // all free walkers, those outside the bins included
}

// Project counts the coordinates axis·(w − centre) of the free walkers.
func (h *Histogram) Project(pos problem.Columns, centre, axis plane.Vec, held []bool) {
	clear(h.Counts)
	n := len(held)
	a := projecting{
		xs: pos[0][:n], ys: pos[1][:n], held: held, c1: centre[0], c2: centre[1], a1: axis[0], a2: axis[1],
		lo: h.Lo, scale: float64(len(h.Counts)) / (h.Hi - h.Lo), counts: h.Counts,
	}
	project(&a)
	h.Total = uint64(a.total)
}

// Merge adds what another histogram with the same bins has counted.
func (h *Histogram) Merge(o *Histogram) {
	for i, n := range o.Counts {
		h.Counts[i] += n
	}
	h.Total += o.Total
}

// Density is the estimated probability density in bin i.
func (h *Histogram) Density(i int) float64 {
	return float64(h.Counts[i]) / float64(h.Total) * float64(len(h.Counts)) / (h.Hi - h.Lo)
}

// Hill estimates the tail exponent β of |w − centre|, P(|v| > x) ~ x^−β, from
// the k largest of the free walkers (Hill 1975), with the standard error β/√k
// of independent draws. The value is NaN unless more than k walkers are free and
// some of the k farther than the next one.
func Hill(pos problem.Columns, centre plane.Vec, held []bool, k int) Estimate {
	return HillOf(Farthest(nil, pos, centre, held, k+1), k)
}

// HillOf is [Hill] of the k+1 largest squared distances, in ascending order.
func HillOf(squares []float64, k int) Estimate {
	none := Estimate{math.NaN(), math.NaN()}
	if k < MinWalkers || len(squares) <= k {
		return none
	}
	squares = squares[len(squares)-k-1:]
	threshold := math.Log(squares[0])
	var sum float64
	for _, x := range squares[1:] {
		sum += (math.Log(x) - threshold) / 2
	}
	if !(sum > 0) {
		return none
	}
	beta := float64(k) / sum
	return Estimate{beta, beta / math.Sqrt(float64(k))}
}

// Farthest appends the n largest squared distances of free walkers from the
// centre to those in all, and keeps the n largest of them in ascending order.
func Farthest(all []float64, pos problem.Columns, centre plane.Vec, held []bool, n int) []float64 {
	enough := 0.0 // nearer ones aren't among the farthest
	for i := range held {
		a, b := pos[0][i]-centre[0], pos[1][i]-centre[1]
		square := a*a + b*b
		if held[i] || square < enough {
			continue
		}
		if all = append(all, square); n > 0 && len(all) >= 2*n+1000 {
			all = Largest(all, n)
			enough = all[0]
		}
	}
	return Largest(all, n)
}

// Largest sorts all and returns the n largest, in ascending order.
func Largest(all []float64, n int) []float64 {
	slices.Sort(all)
	keep := all[max(0, len(all)-max(n, 0)):]
	return all[:copy(all, keep)]
}
