package rng

import "math"

// ChiSquare holds the constants for drawing from the χ² distribution with a
// fixed number of degrees of freedom. The zero ChiSquare is that of ν = 0.
type ChiSquare struct {
	nu      int
	twice   float64 // 2d, d = ν/2 − 1/3
	c       float64 // 1/√(9d)
	squeeze float64 // in units of 1/256
}

func (c ChiSquare) d() float64 { return c.twice / 2 }

// NewChiSquare returns the χ² distribution with nu degrees of freedom. It
// panics if nu is negative.
func NewChiSquare(nu int) ChiSquare {
	if nu < 0 {
		panic("rng: negative degrees of freedom")
	}
	if nu < 2 {
		return ChiSquare{nu: nu}
	}
	d := float64(nu)/2 - 1.0/3
	return ChiSquare{nu: nu, twice: 2 * d, c: 1 / math.Sqrt(9*d), squeeze: 256 * squeezeAt(d)}
}

// squeezeAt returns k such that 1 − k x⁴ is a lower bound to the probability
// of accepting x. Marsaglia and Tsang give 0.0331, which is for d = 2/3; the
// least k falls faster than 1/d (like 1/108d in the end), so this one holds
// for every d ≥ 2/3 and all but does away with the exact test at large ν.
func squeezeAt(d float64) float64 { return 0.0331 * (2.0 / 3) / d }

// ChiSquares fills dst with independent numbers from the distribution c: zeros
// if ν = 0, squared normals if ν = 1, otherwise by G. Marsaglia and
// W. W. Tsang, A simple method for generating gamma variables, ACM Trans. Math.
// Softw. 26 (2000), at a cost that doesn't grow with ν. That method takes
// 2d (1+cx)³ with x normal, if a uniform number U has
//
//	ln U < x²/2 + d (1 − v + ln v),  v = (1+cx)³,
//
// for which U < 1 − kx⁴ suffices. Each takes a word, unless ν = 0.
func (s *Stream) ChiSquares(dst []float64, c ChiSquare) {
	switch c.nu {
	case 0:
		clear(dst)
	case 1:
		s.Normals(dst)
		for i, x := range dst {
			dst[i] = x * x
		}
	default:
		s.gammas(dst, c)
	}
}

// ChiSquare returns one number from the distribution c, the next of
// [Stream.ChiSquares].
func (s *Stream) ChiSquare(c ChiSquare) float64 {
	switch c.nu {
	case 0:
		return 0
	case 1:
		x := s.Normal()
		return x * x
	}
	u := s.main.uint64()
	y, ok := c.Of(u)
	if !ok || u&indexMask >= fullLayers {
		y = s.spare.finishGamma(u, c)
	}
	return y
}

// A word of a χ² number is index, uniform number h and, in the upper bits, value.
const (
	uniformShift = 10
	gammaBits    = -1 << 18
)

func gammaNormal(v uint64) float64  { return float64(int64(v)&gammaBits) * widths[v&indexMask] }
func gammaUniform(v uint64) float64 { return float64(uint8(v >> uniformShift)) }

// Of returns the χ² number, ν ≥ 2, that has the word v for itself, if settled and
// not [Unsettled]. The 8 bits of 1−U ≥ h/256 are all that the squeeze needs.
func (c ChiSquare) Of(v uint64) (y float64, settled bool) {
	x := gammaNormal(v)
	t := 1 + float64(c.c*x)
	x2 := x * x
	return c.twice * t * t * t, gammaUniform(v) > c.squeeze*x2*x2
}

// SettleChiSquare is [Stream.Settle] with c.Of(v) in the place of Normal(v).
func (s *Stream) SettleChiSquare(u, v uint64, c ChiSquare) (low, high, y float64) {
	low, high = s.settlePair(u)
	y, ok := c.Of(v)
	if !ok || v&indexMask >= fullLayers {
		y = s.spare.finishGamma(v, c)
	}
	return low, high, y
}

// gammas is ChiSquares for ν ≥ 2.
func (s *Stream) gammas(dst []float64, c ChiSquare) {
	for n := 0; n < len(dst); n++ {
		settled, u := fillGammas(&s.main, dst[n:], &c)
		if n += settled; n < len(dst) {
			dst[n] = s.spare.finishGamma(u, c)
		}
	}
}

// finishGamma returns the number begun with the word u, when the fast path
// couldn't decide, or a new one if that is rejected.
func (g *Words) finishGamma(u uint64, c ChiSquare) float64 {
	for {
		x := gammaNormal(u)
		if u&indexMask >= fullLayers {
			x = g.replace(u)
		}
		if t := 1 + float64(c.c*x); t > 0 {
			v := float64(t * t * t)
			// The bits h are independent of x; with 53 more they make up U. The
			// squeeze may suffice now, and often does.
			far := 255 - gammaUniform(u) + g.float64() // 256 U
			if x2 := x * x; far < 256-c.squeeze*x2*x2 ||
				math.Log(far/256) < float64(0.5*x2)+float64(c.d()*(1-v+math.Log(v))) {
				return c.twice * v
			}
		}
		u = g.uint64()
	}
}
