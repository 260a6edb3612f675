package theory

import "math"

// square is a dense n×n matrix, row by row.
type square struct {
	n int
	a []float64
}

func newSquare(n int) square { return square{n, make([]float64, n*n)} }

// times stores p·q in s.
func (s square) times(p, q square) {
	clear(s.a)
	n := s.n
	for i := range n {
		row := s.a[i*n : (i+1)*n]
		for k := range n {
			f := p.a[i*n+k]
			if f == 0 {
				continue
			}
			for j, x := range q.a[k*n : (k+1)*n] {
				row[j] += f * x
			}
		}
	}
}

// trace of p·q.
func traceOf(p, q square) (t float64) {
	for i := range p.n {
		for k := range p.n {
			t += p.a[i*p.n+k] * q.a[k*p.n+i]
		}
	}
	return t
}

// radius is the spectral radius of a matrix that maps some cone into itself,
// so that the radius is itself an eigenvalue (Krein and Rutman 1948). Squaring
// again and again, normalised, tends to the projector P on the leading
// eigenspace, and ρ² = Tr[P T²]/Tr[P]; the square keeps −ρ harmless.
func (s square) radius() float64 {
	t2, p, q := newSquare(s.n), newSquare(s.n), newSquare(s.n)
	t2.times(s, s)
	copy(p.a, t2.a)
	last := 0.0
	for range 60 {
		q.times(p, p)
		p, q = q, p
		var largest float64
		for _, x := range p.a {
			largest = math.Max(largest, math.Abs(x))
		}
		if largest == 0 {
			return 0
		}
		var tr float64
		for i := range p.a {
			p.a[i] /= largest
		}
		for i := range p.n {
			tr += p.a[i*p.n+i]
		}
		rho := math.Sqrt(traceOf(p, t2) / tr)
		if math.Abs(rho-last) <= 1e-15*rho {
			return rho
		}
		last = rho
	}
	return last
}
