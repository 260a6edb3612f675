package measure

import (
	"math"
	"slices"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Joint returns the mean and second moments of z = (w − centre, m) over the
// free walkers, from which a prediction can start again, and their number.
func Joint(pos, momenta problem.Columns, centre plane.Vec, held []bool) (mean [4]float64, second [4][4]float64, free int) {
	for i := range held {
		if held[i] {
			continue
		}
		z := [4]float64{pos[0][i] - centre[0], pos[1][i] - centre[1], momenta[0][i], momenta[1][i]}
		for a := range z {
			mean[a] += z[a]
			for b := range a + 1 {
				second[a][b] += z[a] * z[b]
			}
		}
		free++
	}
	for a := range mean {
		mean[a] /= float64(free)
		for b := range a + 1 {
			second[a][b] /= float64(free)
			second[b][a] = second[a][b]
		}
	}
	return mean, second, free
}

// Second returns the mean and the second moments of v = w − centre over the
// free walkers; NaN if there are none.
func Second(pos problem.Columns, centre plane.Vec, held []bool) (mean plane.Vec, second plane.Sym) {
	free := 0
	for i := range held {
		if held[i] {
			continue
		}
		a, b := pos[0][i]-centre[0], pos[1][i]-centre[1]
		mean[0] += a
		mean[1] += b
		second[0] += a * a
		second[1] += a * b
		second[2] += b * b
		free++
	}
	k := 1 / float64(free)
	return plane.Vec{k * mean[0], k * mean[1]}, second.Scale(k)
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
	h.Total = 0
	scale := float64(len(h.Counts)) / (h.Hi - h.Lo)
	for i := range held {
		if held[i] {
			continue
		}
		h.Total++
		x := (axis[0]*(pos[0][i]-centre[0]) + axis[1]*(pos[1][i]-centre[1]) - h.Lo) * scale
		if x >= 0 && x < float64(len(h.Counts)) {
			h.Counts[int(x)]++
		}
	}
}

// Density is the estimated probability density in bin i.
func (h *Histogram) Density(i int) float64 {
	return float64(h.Counts[i]) / float64(h.Total) * float64(len(h.Counts)) / (h.Hi - h.Lo)
}

// Hill estimates the tail exponent β of |w − centre|, P(|v| > x) ~ x^−β, from
// the k largest of the free walkers (Hill 1975), with the standard error β/√k
// of independent draws. scratch must hold as many numbers as there are walkers.
// The value is NaN unless more than k walkers are free and some of the k farther
// than the next one.
func Hill(pos problem.Columns, centre plane.Vec, held []bool, k int, scratch []float64) Estimate {
	r := scratch[:0]
	for i := range held {
		if !held[i] {
			r = append(r, math.Hypot(pos[0][i]-centre[0], pos[1][i]-centre[1]))
		}
	}
	if k < MinWalkers || len(r) <= k {
		return Estimate{math.NaN(), math.NaN()}
	}
	slices.Sort(r)
	threshold := math.Log(r[len(r)-k-1])
	var sum float64
	for _, x := range r[len(r)-k:] {
		sum += math.Log(x) - threshold
	}
	if !(sum > 0) {
		return Estimate{math.NaN(), math.NaN()}
	}
	beta := float64(k) / sum
	return Estimate{beta, beta / math.Sqrt(float64(k))}
}
