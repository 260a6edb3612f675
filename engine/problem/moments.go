package problem

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"

	"sgdnoise/engine/plane"
)

// Moments holds E[Â₁₁ⁱ Â₁₂ʲ Â₂₂ᵏ] of a minibatch Hessian at [i][j][k], for
// i + j + k ≤ 4.
type Moments [5][5][5]float64

// entry is the exponent of each of the entries 11, 12, 22 of Â.
type entry [3]int

// cov is the covariance of entries p and q of Â (0, 1, 2 for 11, 12, 22).
func (m *Moments) cov(p, q int) float64 {
	var a, b, ab entry
	a[p]++
	b[q]++
	ab[p]++
	ab[q]++
	return m.at(ab) - m.at(a)*m.at(b)
}

func (m *Moments) at(e entry) float64 { return m[e[0]][e[1]][e[2]] }

// Shifted are the moments of Â + by.
func (m Moments) Shifted(by plane.Sym) Moments {
	if by == (plane.Sym{}) {
		return m
	}
	// choose is the weight of the nth power's term with Âʳ.
	choose := func(n, r, entry int) float64 {
		return float64(combin.Binomial(n, r)) * math.Pow(by[entry], float64(n-r))
	}
	var out Moments
	for i := range 5 {
		for j := range 5 - i {
			for k := range 5 - i - j {
				for a := range i + 1 {
					for b := range j + 1 {
						for c := range k + 1 {
							out[i][j][k] += choose(i, a, 0) * choose(j, b, 1) * choose(k, c, 2) * m[a][b][c]
						}
					}
				}
			}
		}
	}
	return out
}

// certain are the moments of an Â that is always h: products, so that all
// covariances are exactly 0.
func certain(h plane.Sym) Moments {
	var m Moments
	for i := range 5 {
		for j := range 5 - i {
			for k := range 5 - i - j {
				m[i][j][k] = 1
				for entry, n := range (entry{i, j, k}) {
					for range n {
						m[i][j][k] *= h[entry]
					}
				}
			}
		}
	}
	return m
}

// sampleMean says how the S samples of a batch are drawn.
type sampleMean struct {
	raw    func(p, q int) float64 // E[x₁ᵖ x₂^q] of one sample, p + q ≤ 8
	points int                    // draw without replacement from so many; 0 with replacement
	batch  int
}

// power is a product of entries of one sample's x x' as exponents of x₁ and x₂.
type power [2]int

func (p power) times(q power) power { return power{p[0] + q[0], p[1] + q[1]} }

// moments computes the moments of Â = (1/S) Σ x x' exactly. A moment of a
// product of sums is a sum over the ways to share the factors among distinct
// samples: set partitions, each with the falling factorial of S as its weight.
func (s *sampleMean) moments() Moments {
	var m Moments
	factor := [3]power{{2, 0}, {1, 1}, {0, 2}}
	for i := range 5 {
		for j := range 5 - i {
			for k := range 5 - i - j {
				var todo []power
				for which, n := range (entry{i, j, k}) {
					for range n {
						todo = append(todo, factor[which])
					}
				}
				m[i][j][k] = s.partitions(todo, nil, 1)
			}
		}
	}
	return m
}

// partitions sums over the ways to put the factors of todo into the blocks so
// far or new ones; weight is the product of (S − k)/S per new, 1/S per old block.
func (s *sampleMean) partitions(todo, blocks []power, weight float64) float64 {
	if weight == 0 {
		return 0
	}
	if len(todo) == 0 {
		return weight * s.distinct(blocks)
	}
	size, used := float64(s.batch), float64(len(blocks))
	sum := s.partitions(todo[1:], append(blocks[:len(blocks):len(blocks)], todo[0]), weight*(size-used)/size)
	for i := range blocks {
		joined := append([]power(nil), blocks...)
		joined[i] = joined[i].times(todo[0])
		sum += s.partitions(todo[1:], joined, weight/size)
	}
	return sum
}

// distinct is the mean of the product of the blocks' powers over distinct
// samples, one per block. With replacement samples are independent.
// Without, the sum over distinct points is the free sum over the last block
// less the terms in which it meets another block's point.
func (s *sampleMean) distinct(blocks []power) float64 {
	if len(blocks) == 0 {
		return 1
	}
	last, rest := blocks[len(blocks)-1], blocks[:len(blocks)-1]
	mean := s.raw(last[0], last[1])
	if s.points == 0 {
		return mean * s.distinct(rest)
	}
	n, left := float64(s.points), float64(s.points-len(rest))
	sum := n * mean * s.distinct(rest)
	for i := range rest {
		joined := append([]power(nil), rest...)
		joined[i] = joined[i].times(last)
		sum -= s.distinct(joined)
	}
	return sum / left
}
