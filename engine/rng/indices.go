package rng

import "math"

// Indices fills dst with independent integers uniform in [0, n). It panics
// unless 0 < n < 2³¹.
//
// A 32-bit word times n has the index in its upper half; the lower half tells
// the 2³² mod n products too many, which are drawn again. See D. Lemire, Fast
// random integer generation in an interval, ACM Trans. Model. Comput. Simul. 29
// (2019).
func (s *Stream) Indices(dst []int32, n int) {
	if n <= 0 || n > math.MaxInt32 {
		panic("rng: number of indices out of range")
	}
	m := uint64(n)
	excess := uint32((1 << 32) % m)
	g := s.main
	for i := 0; i < len(dst); {
		var u uint64
		u, g = g.Next()
		a, b := u>>32*m, u&(1<<32-1)*m
		if uint32(a) < excess || uint32(b) < excess {
			continue // both, which keeps the pairs uniform
		}
		dst[i] = int32(a >> 32)
		if i+1 < len(dst) {
			dst[i+1] = int32(b >> 32)
		}
		i += 2
	}
	s.main = g
}
