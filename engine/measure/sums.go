package measure

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// What is summed over walkers is summed block by block, and the blocks' sums are
// added in their order: rounding, too, is then the same whoever holds which
// blocks.

// Sums are those that mean and second moments of v = w − centre come from, over
// free walkers.
type Sums struct {
	Free   float64 // the number of walkers
	Linear plane.Vec
	Square plane.Sym
}

// Add adds walkers.
func (s *Sums) Add(pos problem.Columns, centre plane.Vec, held []bool) {
	n := len(held)
	xs, ys := pos[0][:n], pos[1][:n]
	var free int
	var s1, s2, s11, s12, s22 float64
	for i, out := range held {
		if out {
			continue
		}
		a, b := xs[i]-centre[0], ys[i]-centre[1]
		s1 += a
		s2 += b
		s11 += a * a
		s12 += a * b
		s22 += b * b
		free++
	}
	s.Merge(Sums{float64(free), plane.Vec{s1, s2}, plane.Sym{s11, s12, s22}})
}

// Merge adds the sums of other walkers, or of other steps.
func (s *Sums) Merge(o Sums) {
	s.Free += o.Free
	s.Linear = s.Linear.Add(o.Linear)
	s.Square = s.Square.Plus(1, o.Square)
}

// Moments are the mean and the second moments; NaN without a walker.
func (s *Sums) Moments() (mean plane.Vec, second plane.Sym) {
	k := 1 / s.Free
	return plane.Vec{k * s.Linear[0], k * s.Linear[1]}, s.Square.Scale(k)
}

// JointSums are those that the moments of z = (w − centre, m) come from, with
// which a prediction can start again, over free walkers.
type JointSums struct {
	Free    float64
	Linear  [4]float64
	Square  [4][4]float64 // lower triangle
	Quartic float64       // of |v|⁴, v = w − centre
}

// Add adds walkers.
func (s *JointSums) Add(pos, momenta problem.Columns, centre plane.Vec, held []bool) {
	var sum JointSums
	for i := range held {
		if held[i] {
			continue
		}
		z := [4]float64{pos[0][i] - centre[0], pos[1][i] - centre[1], momenta[0][i], momenta[1][i]}
		for a := range z {
			sum.Linear[a] += z[a]
			for b := range a + 1 {
				sum.Square[a][b] += z[a] * z[b]
			}
		}
		distance := z[0]*z[0] + z[1]*z[1]
		sum.Quartic += distance * distance
		sum.Free++
	}
	s.Merge(sum)
}

// Merge adds the sums of other walkers.
func (s *JointSums) Merge(o JointSums) {
	s.Free += o.Free
	for a := range s.Linear {
		s.Linear[a] += o.Linear[a]
		for b := range a + 1 {
			s.Square[a][b] += o.Square[a][b]
		}
	}
	s.Quartic += o.Quartic
}

// Kurtosis is E|v|⁴/(E|v|²)²: 1 if all walkers are equally far from the centre, 3
// for a normal law along a line, and their number if one alone has gone far. It
// is NaN without a walker.
func (s *JointSums) Kurtosis() float64 {
	square := s.Square[0][0] + s.Square[1][1]
	return s.Free * s.Quartic / (square * square)
}

// Moments are the mean and the second moments; NaN without a walker.
func (s *JointSums) Moments() (mean [4]float64, second [4][4]float64) {
	for a := range mean {
		mean[a] = s.Linear[a] / s.Free
		for b := range a + 1 {
			second[a][b] = s.Square[a][b] / s.Free
			second[b][a] = second[a][b]
		}
	}
	return mean, second
}

// Spread is what standard errors come from: the mean over free walkers of
// q = (v₁, v₂, v₁², v₁v₂, v₂²), v = w − centre, and the sums of squares and
// products of its deviations from it. Walkers have time averages of q, or q now.
type Spread struct {
	Free     float64
	Mean     [5]float64
	Products [5][5]float64 // lower triangle
}

// SpreadOf is the spread of walkers at an instant.
func SpreadOf(pos problem.Columns, centre plane.Vec, held []bool) Spread {
	return spread(held, func(i int) [5]float64 {
		a, b := pos[0][i]-centre[0], pos[1][i]-centre[1]
		return [5]float64{a, b, a * a, a * b, b * b}
	})
}

func spread(held []bool, q func(i int) [5]float64) (s Spread) {
	for i := range held {
		if held[i] {
			continue
		}
		for k, x := range q(i) {
			s.Mean[k] += x
		}
		s.Free++
	}
	if s.Free == 0 {
		return s
	}
	for k := range s.Mean {
		s.Mean[k] /= s.Free
	}
	for i := range held {
		if held[i] {
			continue
		}
		d := q(i)
		for k := range d {
			d[k] -= s.Mean[k]
			for j := range k + 1 {
				s.Products[k][j] += d[k] * d[j]
			}
		}
	}
	return s
}

// Merge adds other walkers (T. F. Chan, G. H. Golub and R. J. LeVeque, Am. Stat.
// 37 (1983) 242).
func (s *Spread) Merge(o Spread) {
	if o.Free == 0 {
		return
	}
	n := s.Free + o.Free
	var d [5]float64
	for k := range d {
		d[k] = o.Mean[k] - s.Mean[k]
		s.Mean[k] += d[k] * (o.Free / n)
		for j := range k + 1 {
			s.Products[k][j] += o.Products[k][j] + d[k]*d[j]*(s.Free*o.Free/n)
		}
	}
	s.Free = n
}

// Moments estimates the moments over walkers; h weighs the loss. Without a walker
// every number is NaN.
//
// The estimates are functions of the mean of q, and the standard errors follow
// from the covariance of q over walkers to first order (delta method).
func (s Spread) Moments(h plane.Sym) Moments {
	if s.Free == 0 {
		for k := range s.Mean {
			s.Mean[k] = math.NaN()
		}
	}
	m1, m2 := s.Mean[0], s.Mean[1]
	value := [6]float64{
		m1, m2,
		s.Mean[2] - m1*m1, s.Mean[3] - m1*m2, s.Mean[4] - m2*m2,
		h.TraceProd(plane.Sym(s.Mean[2:])) / 2,
	}
	gradient := [6][5]float64{
		{1}, {0, 1},
		{-2 * m1, 0, 1}, {-m2, -m1, 0, 1}, {0, -2 * m2, 0, 0, 1},
		{0, 0, h[0] / 2, h[1], h[2] / 2},
	}
	m := Moments{Walkers: int(s.Free), spread: s}
	var e [6]Estimate
	for k, g := range gradient {
		e[k] = Estimate{value[k], m.stdErr(g)}
	}
	m.Mean, m.Cov, m.Loss = [2]Estimate(e[:2]), [3]Estimate(e[2:5]), e[5]
	return m
}
