package theory

import "math"

// square is a dense n×n matrix, row by row.
type square struct {
	n int
	a []float64
}

func newSquare(n int) square { return square{n, make([]float64, n*n)} }

// solve overwrites b with the solution x of s x = b by Gaussian elimination
// with partial pivoting, and destroys s; a singular s gives NaN or Inf. (gonum's
// mat would add a quarter to the size of the browser's binary; the tests compare
// with it.)
func (s square) solve(b []float64) {
	n := s.n
	row := func(i int) []float64 { return s.a[i*n : (i+1)*n] }
	for k := range n {
		pivot := k
		for r := k + 1; r < n; r++ {
			if math.Abs(row(r)[k]) > math.Abs(row(pivot)[k]) {
				pivot = r
			}
		}
		top, other := row(k), row(pivot)
		for c := k; c < n; c++ {
			top[c], other[c] = other[c], top[c]
		}
		b[k], b[pivot] = b[pivot], b[k]
		for r := k + 1; r < n; r++ {
			below := row(r)
			q := below[k] / top[k]
			if q == 0 {
				continue
			}
			for c := k + 1; c < n; c++ {
				below[c] -= q * top[c]
			}
			b[r] -= q * b[k]
		}
	}
	for k := n - 1; k >= 0; k-- {
		for c := k + 1; c < n; c++ {
			b[k] -= row(k)[c] * b[c]
		}
		b[k] /= row(k)[k]
	}
}

// semidefinite reports whether s, symmetric, has no negative eigenvalue beyond
// rounding, and destroys it: an LDL' factorisation with all of D ≥ 0.
func (s square) semidefinite() bool {
	const rounding = 1e-10
	n := s.n
	for k := range n {
		d := s.a[k*n+k]
		if !(d >= -rounding) {
			return false
		}
		if d <= rounding {
			continue
		}
		for i := k + 1; i < n; i++ {
			q := s.a[i*n+k] / d
			for j := k + 1; j < n; j++ {
				s.a[i*n+j] -= q * s.a[k*n+j]
			}
		}
	}
	return true
}
