package measure

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Survival collects how far walkers stray, over walkers and steps: the survival
// function P(|w − centre| > x), Hill estimates of its exponent at every
// threshold, and Student-t fits. It counts distances in narrow bins, so that its
// size doesn't grow with the run.
//
// Steps of one walker are not independent: an excursion fills neighbouring ones.
// Standard errors therefore come from the spread over groups of walkers.
type Survival struct {
	centre plane.Vec
	dim    int
	steps  int
	n      int      // walkers
	groups [][]cell // per group of walkers, per bin
	total  []cell   // scratch: the sum over groups
}

// cell is what a bin holds: how many distances, and the sum of their squares.
type cell struct {
	count uint64
	sum   float64
}

const (
	mostGroups  = 40
	binsPerFold = 16  // per doubling of the squared distance
	folds       = 100 // squared distances from 2^−folds to 2^folds
	allBins     = 2 * folds * binsPerFold
	lowestBin   = (1023 - folds) * binsPerFold
)

// NewSurvival is empty and waits for n walkers. In dim = 2 the distance is that
// in the plane; in dim = 1 the coordinates are independent copies of one
// problem, and each distance on an axis counts.
func NewSurvival(n, dim int, centre plane.Vec) *Survival {
	s := &Survival{centre: centre, dim: dim, n: n, groups: make([][]cell, min(n, mostGroups)), total: make([]cell, allBins)}
	for g := range s.groups {
		s.groups[g] = make([]cell, allBins)
	}
	return s
}

// Reset empties s and moves its centre.
func (s *Survival) Reset(centre plane.Vec) {
	s.centre, s.steps = centre, 0
	for _, g := range s.groups {
		clear(g)
	}
}

// Steps is the number of steps added.
func (s *Survival) Steps() int { return s.steps }

// Add adds the free walkers' distances at one more step.
func (s *Survival) Add(pos problem.Columns, held []bool) {
	s.steps++
	c1, c2 := s.centre[0], s.centre[1]
	for g, cells := range s.groups {
		lo, hi := g*s.n/len(s.groups), (g+1)*s.n/len(s.groups)
		for i := lo; i < hi; i++ {
			if held[i] {
				continue
			}
			a, b := pos[0][i]-c1, pos[1][i]-c2
			if s.dim == 2 {
				put(cells, a*a+b*b)
				continue
			}
			put(cells, a*a)
			put(cells, b*b)
		}
	}
}

// put counts a squared distance. Exponent and first bits of the mantissa of a
// float64 number its bin.
func put(cells []cell, squared float64) {
	bin := int(math.Float64bits(squared)>>(52-4)) - lowestBin
	c := &cells[max(0, min(bin, allBins-1))]
	c.count++
	c.sum += squared
}

// Level is what is known of the distances beyond a threshold.
type Level struct {
	X     float64  // the threshold
	Count uint64   // distances beyond it
	Share float64  // of all distances, an estimate of P(|w| > X)
	Hill  Estimate // of the exponent, from the distances beyond X (Hill 1975)
}

// Levels lists the thresholds between bins that hold anything, from the nearest,
// or none if s is empty. A Hill estimate without enough groups beyond X has no
// standard error.
func (s *Survival) Levels() []Level {
	s.sum()
	var all uint64
	for _, c := range s.total {
		all += c.count
	}
	var levels []Level
	beyond := make([]tailSum, len(s.groups))
	for bin := allBins - 1; bin > 0; bin-- {
		c := s.total[bin]
		if c.count == 0 {
			continue
		}
		for g := range beyond {
			beyond[g].add(s.groups[g][bin])
		}
		edge := math.Float64frombits(uint64(bin+lowestBin) << (52 - 4))
		count, hill := hill(beyond, math.Log(edge)/2)
		levels = append(levels, Level{X: math.Sqrt(edge), Count: count, Share: float64(count) / float64(all), Hill: hill})
	}
	for i, j := 0, len(levels)-1; i < j; i, j = i+1, j-1 {
		levels[i], levels[j] = levels[j], levels[i]
	}
	return levels
}

// sum adds up the groups.
func (s *Survival) sum() {
	clear(s.total)
	for _, g := range s.groups {
		for bin, c := range g {
			s.total[bin].count += c.count
			s.total[bin].sum += c.sum
		}
	}
}

// tailSum is a number of distances and the sum of their logarithms.
type tailSum struct{ count, logs float64 }

// add adds a bin: all its distances at their root mean square, which changes the
// exponent by less than a ten-thousandth.
func (t *tailSum) add(c cell) {
	if c.count > 0 {
		n := float64(c.count)
		t.count += n
		t.logs += n * math.Log(c.sum/n) / 2
	}
}

// hill is the estimate count/Σ(ln r − threshold) over all groups, a ratio whose
// standard error follows from the groups to first order.
func hill(groups []tailSum, threshold float64) (uint64, Estimate) {
	var count, excess float64
	for _, g := range groups {
		count += g.count
		excess += g.logs - g.count*threshold
	}
	beta := count / excess
	var ss float64
	filled := 0
	for _, g := range groups {
		d := g.count - beta*(g.logs-g.count*threshold)
		ss += d * d
		if g.count > 0 {
			filled++
		}
	}
	n := float64(len(groups))
	e := Estimate{beta, math.Sqrt(ss*n/(n-1)) / excess}
	if filled < MinWalkers {
		e.StdErr = math.NaN()
	}
	return uint64(count), e
}
