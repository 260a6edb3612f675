package rng

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext/prng"
)

// The generator is gonum's, the same words coming from the same state.
func TestUint64IsXoshiro(t *testing.T) {
	const seed = 42
	init := prng.NewSplitMix64(seed)
	s := &Stream{init.Uint64(), init.Uint64(), init.Uint64(), init.Uint64()}
	want := prng.NewXoshiro256plusplus(seed)
	for i := range 1000 {
		if g, w := s.Uint64(), want.Uint64(); g != w {
			t.Fatalf("word %d: %#x, want %#x", i, g, w)
		}
	}
}

// slowNormal is the ziggurat as the papers state it, one number at a time,
// starting from the word u of which the bits in low aren't part of the value.
func slowNormal(s *Stream, u uint64, low int64) float64 {
	for {
		i := u % 256
		x := float64(int64(u)&^low) * layers[i].scale
		switch {
		case math.Abs(x) < layers[i].edge:
			return x
		case i == 0:
			for {
				a := -math.Log(s.float64()) / tailStart
				b := -math.Log(s.float64())
				if 2*b >= a*a {
					return math.Copysign(tailStart+a, x)
				}
			}
		case heights[i]+float64(s.float64()*(heights[i+1]-heights[i])) < math.Exp(-x*x/2):
			return x
		}
		u, low = s.Uint64(), 0x7ff
	}
}

// slowChiSquare is the method of Marsaglia and Tsang, one number at a time.
func slowChiSquare(s *Stream, nu int) float64 {
	switch nu {
	case 0:
		return 0
	case 1:
		x := slowNormal(s, s.Uint64(), 0x7ff)
		return x * x
	}
	c := NewChiSquare(nu)
	for {
		u := s.Uint64()
		inside := math.Abs(float64(int64(u)&^0xffff)*layers[u%256].scale) < layers[u%256].edge
		x := slowNormal(s, u, 0xffff)
		h := float64(u / 256 % 256)
		t := 1 + float64(c.c*x)
		if inside && h > c.squeeze*(x*x)*(x*x) {
			return 2 * c.d * t * t * t
		}
		if t <= 0 {
			continue
		}
		v := float64(t * t * t)
		if math.Log((255-h+s.float64())/256) < float64(x*x/2)+float64(c.d*(1-v+math.Log(v))) {
			return 2 * c.d * v
		}
	}
}

// slowIndices draws the pairs of one word until both are among the 2³² − 2³²
// mod n products that make every index equally frequent.
func slowIndices(s *Stream, n, count int) []int32 {
	var dst []int32
	excess := uint64(1<<32) % uint64(n)
	for len(dst) < count {
		u := s.Uint64()
		a, b := (u>>32)*uint64(n), (u%(1<<32))*uint64(n)
		if a%(1<<32) >= excess && b%(1<<32) >= excess {
			dst = append(dst, int32(a>>32), int32(b>>32))
		}
	}
	return dst[:count]
}

// Every batch equals the one-at-a-time form to the last bit, whatever the
// lengths of the calls, and leaves the stream at the same place. 300 000
// numbers meet every slow path, the tail (5 in 10 000) included.
func TestBatchesEqualSlowForm(t *testing.T) {
	lengths := []int{0, 1, 2, 3, 255, 1000, 298739}
	check := func(name string, batch func(*Stream, []float64), slow func(*Stream) float64) {
		s, o := New(5, Walkers, 1), New(5, Walkers, 1)
		for _, n := range lengths {
			dst := make([]float64, n)
			batch(s, dst)
			for i, x := range dst {
				if w := slow(o); x != w {
					t.Fatalf("%s: number %d of %d is %v, want %v", name, i, n, x, w)
				}
			}
		}
		if *s != *o {
			t.Errorf("%s: streams end at different places", name)
		}
	}
	check("normals", (*Stream).Normals, func(s *Stream) float64 { return slowNormal(s, s.Uint64(), 0x7ff) })
	for _, nu := range []int{0, 1, 2, 3, 8, 1024} {
		c := NewChiSquare(nu)
		check("chi-squares",
			func(s *Stream, dst []float64) { s.ChiSquares(dst, &c) },
			func(s *Stream) float64 { return slowChiSquare(s, nu) })
	}
}

func TestIndicesEqualSlowForm(t *testing.T) {
	for _, n := range []int{1, 2, 3, 1000, 3 << 29, math.MaxInt32} {
		s, o := New(5, Data, 1), New(5, Data, 1)
		for _, count := range []int{0, 1, 2, 3, 10001} {
			dst := make([]int32, count)
			s.Indices(dst, n)
			for i, w := range slowIndices(o, n, count) {
				if dst[i] != w {
					t.Fatalf("n = %d: index %d of %d is %d, want %d", n, i, count, dst[i], w)
				}
			}
		}
		if *s != *o {
			t.Errorf("n = %d: streams end at different places", n)
		}
	}
}

// The layers have equal areas between heights on the curve, and the last one
// ends at its top. Heights are sums of 256 terms: 1e-14 is 256 roundings.
func TestZiggurat(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-0.5 * x * x) }
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 1e-14 {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	near("f(x_1)", tailHeight, f(tailStart))
	near("area of layer 0", layerArea, tailStart*f(tailStart)+math.Sqrt(math.Pi/2)*math.Erfc(tailStart/math.Sqrt2))
	near("width of layer 0", layers[0].scale*(1<<63), layerArea/f(tailStart))
	near("edge of layer 0", layers[0].edge, tailStart)
	for i := 1; i < 256; i++ {
		width := layers[i].scale * (1 << 63)
		near("width", width, layers[i-1].edge)
		near("height", heights[i], f(width))
		near("area", width*(heights[i+1]-heights[i]), layerArea)
	}
	near("edge of layer 255", layers[255].edge, 0)
}

// The squeeze accepts nothing that the exact test would reject, wherever x is:
// 1 − kx⁴ stays below the probability of acceptance, and t = 1+cx positive.
func TestSqueezeIsLowerBound(t *testing.T) {
	for _, nu := range []int{2, 3, 4, 5, 8, 16, 64, 1024, 1 << 20} {
		c := NewChiSquare(nu)
		for x := -12.0; x <= 12; x += 1.0 / 256 {
			squeeze, accept := 1-c.squeeze/256*x*x*x*x, 0.0
			if t := 1 + c.c*x; t > 0 {
				v := t * t * t
				accept = math.Exp(0.5*x*x + c.d*(1-v+math.Log(v)))
			}
			// The exponent is a difference of terms near d: rounding.
			if squeeze > 0 && squeeze > accept*(1+1e-15*(10+10*c.d)) {
				t.Errorf("ν = %d, x = %v: squeeze %v above %v", nu, x, squeeze, accept)
			}
		}
	}
}
