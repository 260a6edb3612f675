package rng

import "math"

// ChiSquare holds the constants for drawing from the χ² distribution with a
// fixed number of degrees of freedom. The zero ChiSquare is that of ν = 0.
type ChiSquare struct {
	nu      int
	d, c    float64 // d = ν/2 − 1/3, c = 1/√(9d)
	twoD    float64
	squeeze float64 // in units of 1/256
}

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
	return ChiSquare{nu: nu, d: d, c: 1 / math.Sqrt(9*d), twoD: 2 * d, squeeze: 256 * squeezeAt(d)}
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
// for which U < 1 − kx⁴ suffices.
func (s *Stream) ChiSquares(dst []float64, c *ChiSquare) {
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

// gammas is ChiSquares for ν ≥ 2. One word serves layer, value and, with 8 bits
// between them, the uniform number: 1−U ≥ h/256 is all that the squeeze needs.
//
// In wasm a number costs 1.3 times a normal at ν ≥ 64 and 3 times at ν = 2,
// where 10 in 100 take the exact test. Tried: the sum of ν squared normals is a
// fifth faster at ν = 2, not worth a case, and slower from ν = 3 on; −2 ln U is
// 1.7 times slower at ν = 2. With Marsaglia and Tsang's own squeeze, 10 in 100
// take the exact test at every ν.
func (s *Stream) gammas(dst []float64, c *ChiSquare) {
	cc, twoD, squeeze := c.c, c.twoD, c.squeeze
	g := *s
	for i := range dst {
		var u uint64
		u, g = g.next()
		l := &layers[uint8(u)]
		x := float64(int64(u)&^0xffff) * l.scale
		t := 1 + float64(cc*x)
		y := twoD * t * t * t
		x2 := x * x
		if math.Abs(x) >= l.edge || float64(uint8(u>>8)) <= squeeze*x2*x2 {
			*s = g
			y = s.finishGamma(u, x, c)
			g = *s
		}
		dst[i] = y
	}
	*s = g
}

// finishGamma returns the number begun with the word u and the value x that it
// holds, when the fast path couldn't decide, or a new one if x is rejected.
func (s *Stream) finishGamma(u uint64, x float64, c *ChiSquare) float64 {
	if math.Abs(x) >= layers[uint8(u)].edge {
		x = s.finishNormal(uint8(u), x)
	}
	if t := 1 + float64(c.c*x); t > 0 {
		v := float64(t * t * t)
		// The bits h are independent of x; with 53 more they make up U.
		h := float64(uint8(u >> 8))
		lnU := math.Log((255 - h + s.float64()) / 256)
		if lnU < float64(0.5*x*x)+float64(c.d*(1-v+math.Log(v))) {
			return c.twoD * v
		}
	}
	var y [1]float64
	s.gammas(y[:], c)
	return y[0]
}
