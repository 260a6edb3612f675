// Package rng draws the random numbers of a run: independent streams, one per
// purpose, read one word at a time through [math/rand/v2] or, on the hot path,
// in batches that fill a caller's slice and allocate nothing.
//
// Equal streams give equal numbers on every machine where x*y+z isn't fused,
// amd64 and wasm among them. Nothing calls math.Exp, whose last bit depends on the
// machine.
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

// Stream is a stream of random numbers. It must come from [New]: the zero Stream
// yields zeros only. A Stream isn't safe for concurrent use.
//
// Normal and χ² numbers take one word each, or half a word, of the stream; what a
// word can't settle comes from a second generator. So the nth number always
// belongs to the same word, and runs that differ in the batch size only see the
// same noise, but for the few numbers settled elsewhere.
type Stream struct{ main, spare Words }

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
	start := func() Words {
		return Words{init.Uint64(), init.Uint64(), init.Uint64(), init.Uint64()}
	}
	return &Stream{main: start(), spare: start()}
}

// Uint64 returns the next 64 random bits.
func (s *Stream) Uint64() uint64 { return s.main.uint64() }

// Words lends the words of the stream to a loop, which takes them with Next and
// gives back what is left with [Stream.Resume]. Only so can a loop keep them in
// registers and draw without a call.
func (s *Stream) Words() Words { return s.main }

// Resume takes the words back.
func (s *Stream) Resume(w Words) { s.main = w }

// Words is a source of random words: xoshiro256++ of D. Blackman and S. Vigna,
// Scrambled linear pseudorandom number generators, ACM Trans. Math. Softw. 47
// (2021), of period 2²⁵⁶−1.
type Words struct{ s0, s1, s2, s3 uint64 }

// Next returns 64 random bits and the words behind them. It works on values so
// that a loop keeps them in registers.
func (w Words) Next() (uint64, Words) {
	u := bits.RotateLeft64(w.s0+w.s3, 23) + w.s0
	t := w.s1 << 17
	w.s2 ^= w.s0
	w.s3 ^= w.s1
	w.s1 ^= w.s2
	w.s0 ^= w.s3
	w.s2 ^= t
	w.s3 = bits.RotateLeft64(w.s3, 45)
	return u, w
}

func (w *Words) uint64() uint64 {
	u, next := w.Next()
	*w = next
	return u
}

// float64 returns a uniform number in (0, 1], the end that log can take.
func (w *Words) float64() float64 { return uniform(w.uint64()) }

func uniform(u uint64) float64 { return float64(u>>11+1) / (1 << 53) }
