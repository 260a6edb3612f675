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
	s := &Stream{main: Words{init.Uint64(), init.Uint64(), init.Uint64(), init.Uint64()}}
	want := prng.NewXoshiro256plusplus(seed)
	for i := range 1000 {
		if g, w := s.Uint64(), want.Uint64(); g != w {
			t.Fatalf("word %d: %#x, want %#x", i, g, w)
		}
	}
}

// slowNormal is the ziggurat as the paper states it, one number at a time, of a
// word u of which the bits in low aren't part of the value.
func slowNormal(spare *Words, u uint64, low uint64) float64 {
	if i := u % layers; i < fullLayers {
		return float64(int64(u&^low)) / (1 << 63) * edges[i]
	}
	sign := 1.0
	if u>>63 == 1 {
		sign = -1
	}
	for {
		r, k := spare.uint64(), 0
		area := (float64(r%layers) + float64(r>>11)/(1<<53)) / layers * pieces[fullLayers]
		for area > pieces[k] {
			k++
		}
		if k == 0 {
			for {
				a := -math.Log(spare.float64()) / edges[0]
				b := -math.Log(spare.float64())
				if 2*b >= a*a {
					return sign * (edges[0] + a)
				}
			}
		}
		x := edges[k] + float64(spare.float64()*(edges[k-1]-edges[k]))
		if math.Log(heights[k]+float64(spare.float64()*(heights[k+1]-heights[k]))) < -x*x/2 {
			return sign * x
		}
	}
}

// slowPair are the two numbers of one word.
func slowPair(s *Stream) (a, b float64) {
	const low = 1<<32 - 1
	u := s.Uint64()
	// The middle of the 2¹⁰ values that the upper bits leave open.
	halves := [2]uint64{u << 32, u &^ low}
	var x [2]float64
	for k, i := range []uint64{u, u >> 32} {
		word := halves[k]&^(1<<42-1) | 1<<41
		x[k] = slowNormal(&s.spare, word|i%layers, layers-1)
	}
	return x[0], x[1]
}

// slowChiSquare is the method of Marsaglia and Tsang, one number at a time.
func slowChiSquare(s *Stream, nu int) float64 {
	switch nu {
	case 0:
		return 0
	case 1:
		x := slowNormal(&s.spare, s.Uint64(), 0x7ff)
		return x * x
	}
	c := NewChiSquare(nu)
	first := s.Uint64()
	for u := first; ; u = s.spare.uint64() {
		x := slowNormal(&s.spare, u, 1<<18-1)
		h := float64(u / layers % 256)
		t := 1 + float64(c.c*x)
		if u == first && u%layers < fullLayers && h > c.squeeze*(x*x)*(x*x) {
			return 2 * c.d() * t * t * t
		}
		if t <= 0 {
			continue
		}
		v := float64(t * t * t)
		if math.Log((255-h+s.spare.float64())/256) < float64(x*x/2)+float64(c.d()*(1-v+math.Log(v))) {
			return 2 * c.d() * v
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
	check("normals", (*Stream).Normals, func(s *Stream) float64 { return slowNormal(&s.spare, s.Uint64(), 0x7ff) })
	for _, nu := range []int{0, 1, 2, 3, 8, 1024} {
		c := NewChiSquare(nu)
		check("chi-squares",
			func(s *Stream, dst []float64) { s.ChiSquares(dst, c) },
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

// So do the numbers of the hot loops, two normals from one word among them.
func TestTriplesEqualSlowForm(t *testing.T) {
	const n = 200_000
	for _, nu := range []int{1, 2, 3, 8, 1024} { // 1: a normal number
		s, o := New(5, Walkers, 1), New(5, Walkers, 1)
		a, b, c := make([]float64, n), make([]float64, n), make([]float64, n)
		triples(s, nu, a, b, c)
		third := func() float64 { return slowChiSquare(o, nu) }
		if nu == 1 {
			third = func() float64 { return slowNormal(&o.spare, o.Uint64(), 0x7ff) }
		}
		for i := range a {
			x, y := slowPair(o)
			if z := third(); a[i] != x || b[i] != y || c[i] != z {
				t.Fatalf("ν = %d: triple %d is %v, %v, %v, want %v, %v, %v", nu, i, a[i], b[i], c[i], x, y, z)
			}
		}
		if *s != *o {
			t.Errorf("ν = %d: streams end at different places", nu)
		}
	}
}

// All batch sizes see the same noise: numbers of χ² with different ν in the same
// place come from the same word, and so do all but few of the normals.
func TestSameNoiseForAllBatchSizes(t *testing.T) {
	const n = 10_000
	column := func() []float64 { return make([]float64, n) }
	a, b, x := column(), column(), column()
	triples(New(6, Walkers, 0), 1, a, b, x)
	for _, nu := range []int{8, 1024} {
		a2, b2, y := column(), column(), column()
		triples(New(6, Walkers, 0), nu, a2, b2, y)
		other := 0
		for i := range a {
			if a[i] != a2[i] || b[i] != b2[i] {
				other++
			}
		}
		// Replaced numbers are 6 in 1024 pairs; those that depend on the spare
		// generator's place differ.
		if other > n/100 {
			t.Errorf("%d of %d pairs of normals differ", other, n)
		}
		mean, sd := float64(nu), math.Sqrt(2*float64(nu))
		var sum float64
		for i := range y {
			sum += x[i] * (y[i] - mean) / sd
		}
		if corr := sum / n; corr < 0.9 {
			t.Errorf("ν = %d: χ² has correlation %v with the normal numbers", nu, corr)
		}
	}
}

// Every layer is a rectangle of 1/1024 of the area below f and lies below it; the
// pieces left have 3/1024 together.
func TestZiggurat(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-0.5 * x * x) }
	below := func(x float64) float64 { return math.Sqrt(math.Pi/2) * math.Erf(x/math.Sqrt2) } // ∫ f from 0
	total := math.Sqrt(math.Pi / 2)
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-15+1e-11*want {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	near("tail area", tailArea, total*math.Erfc(edges[0]/math.Sqrt2))
	near("first piece", pieces[0], tailArea)
	left := tailArea
	for k := range fullLayers {
		near("area", edges[k]*(heights[k+1]-heights[k]), total/layers)
		near("height", heights[k+1], f(edges[k]))
		near("width", widths[k]*(1<<63), edges[k])
	}
	for k := 1; k <= fullLayers; k++ {
		left += below(edges[k-1]) - below(edges[k]) - (edges[k-1]-edges[k])*heights[k]
		if !(pieces[k] > pieces[k-1]) || !(edges[k] < edges[k-1]) {
			t.Errorf("piece %d isn't beyond the one before", k)
		}
	}
	if want := total * missing / layers; math.Abs(left-want) > 1e-12 {
		t.Errorf("the pieces have area %v, want %v", left, want)
	}
	if heights[fullLayers+1] != 1 || edges[fullLayers] != 0 {
		t.Error("the cap doesn't end at the top")
	}
	for i := fullLayers; i < layers; i++ {
		near("width of what isn't a layer", widths[i], 0)
	}
}

// Outside of the strips along their diagonals, points of the boxes lie on the side
// of f that the diagonals say, by more than rounding.
func TestBendsBoundBoxes(t *testing.T) {
	const steps = 64
	for k := 1; k <= fullLayers; k++ {
		for j := range steps + 1 {
			right := float64(j) / steps
			x, height := edges[k]+right*(edges[k-1]-edges[k]), heights[k+1]-heights[k]
			up := (math.Exp(-0.5*x*x) - heights[k]) / height
			if bend := math.Abs(right + up - 1); bend > bends[k]-1e-10 {
				t.Fatalf("box %d: f is %v from the diagonal, more than %v", k, bend, bends[k])
			}
		}
	}
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
				accept = math.Exp(0.5*x*x + c.d()*(1-v+math.Log(v)))
			}
			// The exponent is a difference of terms near d: rounding.
			if squeeze > 0 && squeeze > accept*(1+1e-15*(10+10*c.d())) {
				t.Errorf("ν = %d, x = %v: squeeze %v above %v", nu, x, squeeze, accept)
			}
		}
	}
}
