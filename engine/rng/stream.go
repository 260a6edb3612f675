// Package rng draws the random numbers of a run: independent streams, one per
// purpose, read one word at a time through [math/rand/v2] or, on the hot path,
// in batches that fill a caller's slice and allocate nothing.
//
// Equal streams give equal numbers on every machine where x*y+z isn't fused,
// amd64 and wasm among them. Only the rare accept tests call math.Exp, whose
// last bit depends on the machine.
package rng

import (
	"math/bits"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext/prng"
)

// Purpose keeps the streams of one seed apart: drawing more numbers for one
// purpose never changes what another one sees.
type Purpose uint64

// The purposes of random numbers in a run.
const (
	Walkers  Purpose = iota + 1 // minibatches of the walkers
	Lyapunov                    // the fixed stream behind lr.max.typical
	Data                        // synthetic datasets
	Map                         // what a map of regimes measures apart from walkers
	Probes                      // minibatches drawn at one place
)

// Stream is a stream of random numbers, xoshiro256++ of D. Blackman and
// S. Vigna, Scrambled linear pseudorandom number generators, ACM Trans. Math.
// Softw. 47 (2021). It has period 2²⁵⁶−1 and must come from [New]: the zero
// Stream yields zeros only. A Stream isn't safe for concurrent use.
type Stream struct{ s0, s1, s2, s3 uint64 }

var _ rand.Source = (*Stream)(nil)

// New returns the stream of the given seed, purpose and id, where id tells
// apart the streams of one purpose. Distinct triples give unrelated streams.
func New(seed uint64, p Purpose, id uint64) *Stream {
	// Each word is hashed before the next one joins, so that neighbouring
	// seeds, purposes and ids don't start neighbouring SplitMix64 sequences.
	h := prng.NewSplitMix64(seed).Uint64() ^ uint64(p)
	h = prng.NewSplitMix64(h).Uint64() ^ id
	h = prng.NewSplitMix64(h).Uint64()
	init := prng.NewSplitMix64(h)
	return &Stream{init.Uint64(), init.Uint64(), init.Uint64(), init.Uint64()}
}

// Uint64 returns the next 64 random bits.
func (s *Stream) Uint64() uint64 {
	u, next := s.next()
	*s = next
	return u
}

// next returns 64 random bits and the stream behind them. It works on values
// so that the batch loops can keep a stream in registers.
func (s Stream) next() (uint64, Stream) {
	u := bits.RotateLeft64(s.s0+s.s3, 23) + s.s0
	t := s.s1 << 17
	s.s2 ^= s.s0
	s.s3 ^= s.s1
	s.s1 ^= s.s2
	s.s0 ^= s.s3
	s.s2 ^= t
	s.s3 = bits.RotateLeft64(s.s3, 45)
	return u, s
}

// float64 returns a uniform number in (0, 1], the end that log can take.
func (s *Stream) float64() float64 {
	return float64(s.Uint64()>>11+1) / (1 << 53)
}
