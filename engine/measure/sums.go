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
	a := adding{xs: pos[0][:n], ys: pos[1][:n], held: held, c1: centre[0], c2: centre[1]}
	add(&a)
	s.Merge(Sums{float64(a.free), plane.Vec{a.s1, a.s2}, plane.Sym{a.s11, a.s12, a.s22}})
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
func SpreadOf(pos problem.Columns, centre plane.Vec, held []bool) (s Spread) {
	const portion = 256 // of walkers, so that their q stay in the cache
	var room [5][portion]float64
	for len(held) > 0 {
		n := min(portion, len(held))
		q := [5][]float64{room[0][:n], room[1][:n], room[2][:n], room[3][:n], room[4][:n]}
		for i := range n {
			a, b := pos[0][i]-centre[0], pos[1][i]-centre[1]
			q[0][i], q[1][i], q[2][i], q[3][i], q[4][i] = a, b, a*a, a*b, b*b
		}
		s.Merge(spread(&q, 1, held[:n]))
		pos, held = problem.Columns{pos[0][n:], pos[1][n:]}, held[n:]
	}
	return s
}

// spread is that of walkers whose q are inv times the columns. Everything is
// written out because a turn of a loop of WebAssembly costs as much as ten such
// products.
func spread(q *[5][]float64, inv float64, held []bool) (s Spread) {
	n := len(held)
	x0, x1, x2, x3, x4 := q[0][:n], q[1][:n], q[2][:n], q[3][:n], q[4][:n]
	free := 0
	var m0, m1, m2, m3, m4 float64
	for i, out := range held {
		if out {
			continue
		}
		m0 += x0[i]
		m1 += x1[i]
		m2 += x2[i]
		m3 += x3[i]
		m4 += x4[i]
		free++
	}
	if free == 0 {
		return s
	}
	k := inv / float64(free)
	m0, m1, m2, m3, m4 = k*m0, k*m1, k*m2, k*m3, k*m4
	var s00, s10, s11, s20, s21, s22, s30, s31, s32, s33, s40, s41, s42, s43, s44 float64
	for i, out := range held {
		if out {
			continue
		}
		d0, d1, d2, d3, d4 := inv*x0[i]-m0, inv*x1[i]-m1, inv*x2[i]-m2, inv*x3[i]-m3, inv*x4[i]-m4
		s00 += d0 * d0
		s10 += d1 * d0
		s11 += d1 * d1
		s20 += d2 * d0
		s21 += d2 * d1
		s22 += d2 * d2
		s30 += d3 * d0
		s31 += d3 * d1
		s32 += d3 * d2
		s33 += d3 * d3
		s40 += d4 * d0
		s41 += d4 * d1
		s42 += d4 * d2
		s43 += d4 * d3
		s44 += d4 * d4
	}
	return Spread{float64(free), [5]float64{m0, m1, m2, m3, m4},
		[5][5]float64{{s00}, {s10, s11}, {s20, s21, s22}, {s30, s31, s32, s33}, {s40, s41, s42, s43, s44}}}
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
