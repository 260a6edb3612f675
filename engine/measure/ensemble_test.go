package measure_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// blocks calls f with the bounds of some walkers after another.
func blocks(n int, f func(lo, hi int)) {
	for lo, size := 0, 1; lo < n; lo, size = lo+size, size+3 {
		f(lo, min(lo+size, n))
	}
}

// Sums over blocks are sums over all, and moments those of the naive formulas.
func TestSumsEqualNaiveFormulas(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	const n = 50
	var pos, momenta problem.Columns
	for k := range pos {
		for range n {
			pos[k] = append(pos[k], 3+r.NormFloat64())
			momenta[k] = append(momenta[k], -1+r.NormFloat64())
		}
	}
	held := make([]bool, n)
	held[0], held[4], held[30] = true, true, true
	var joint measure.JointSums
	var sums measure.Sums
	blocks(n, func(lo, hi int) {
		joint.Add(pos.Slice(lo, hi), momenta.Slice(lo, hi), centre, held[lo:hi])
		sums.Add(pos.Slice(lo, hi), centre, held[lo:hi])
	})
	if joint.Free != n-3 || sums.Free != n-3 {
		t.Errorf("%v and %v free walkers, want %d", joint.Free, sums.Free, n-3)
	}
	mean, second := joint.Moments()
	columns := [4][]float64{pos[0], pos[1], momenta[0], momenta[1]}
	shift := [4]float64{centre[0], centre[1], 0, 0}
	average := func(f func(i int) float64) (sum float64) {
		for i := range n {
			if !held[i] {
				sum += f(i) / (n - 3)
			}
		}
		return sum
	}
	for a := range 4 {
		if want := average(func(i int) float64 { return columns[a][i] - shift[a] }); math.Abs(mean[a]-want) > 1e-12 {
			t.Errorf("mean %d is %v, want %v", a, mean[a], want)
		}
		for b := range 4 {
			want := average(func(i int) float64 { return (columns[a][i] - shift[a]) * (columns[b][i] - shift[b]) })
			if math.Abs(second[a][b]-want) > 1e-12 {
				t.Errorf("second moment %d, %d is %v, want %v", a, b, second[a][b], want)
			}
		}
	}
	m, s := sums.Moments()
	all, square := measure.Second(pos, centre, held)
	for k, e := range [5][3]float64{{m[0], mean[0], all[0]}, {m[1], mean[1], all[1]},
		{s[0], second[0][0], square[0]}, {s[1], second[0][1], square[1]}, {s[2], second[1][1], square[2]}} {
		if math.Abs(e[0]-e[1]) > 1e-12 || math.Abs(e[0]-e[2]) > 1e-12 {
			t.Errorf("number %d is %v, in one go %v, jointly %v", k, e[0], e[2], e[1])
		}
	}
}

func TestMomentsOfNobody(t *testing.T) {
	held := []bool{true, true}
	pos := problem.Columns{{1, 2}, {3, 4}}
	var joint measure.JointSums
	joint.Add(pos, pos, centre, held)
	if mean, second := joint.Moments(); joint.Free != 0 || !math.IsNaN(mean[0]) || !math.IsNaN(second[3][3]) {
		t.Errorf("held walkers have %v, %v of %v", mean, second, joint.Free)
	}
	if m, s := measure.Second(pos, centre, held); !math.IsNaN(m[0]) || !math.IsNaN(s[2]) {
		t.Errorf("Second of held walkers is %v, %v", m, s)
	}
}

func TestHistogram(t *testing.T) {
	h := measure.Histogram{Lo: -1, Hi: 1, Counts: make([]uint64, 4)}
	// Along the axis, relative to the centre; bins of width 1/2.
	along := []float64{-5, -1.001, -1, -0.75, -0.5, 0, 0.2, 0.4999, 0.5, 0.999, 1, 7, 0.1, 1e300, -1e300}
	held := make([]bool, len(along))
	held[12] = true
	axis := plane.Vec{0.6, 0.8}
	var pos problem.Columns
	for _, x := range along {
		pos[0] = append(pos[0], x)
		pos[1] = append(pos[1], 0)
	}
	h.Project(pos, plane.Vec{}, plane.Vec{1, 0}, held)
	if want := []uint64{2, 1, 3, 2}; !slices.Equal(h.Counts, want) || h.Total != 14 {
		t.Errorf("counts %v of %d, want %v of 14", h.Counts, h.Total, want)
	}
	if got, want := h.Density(2), 3./14/0.5; math.Abs(got-want) > 1e-15 {
		t.Errorf("density %v, want %v", got, want)
	}
	for i, x := range along[:len(along)-2] { // the same along a tilted axis, counted anew
		x += 1e-9
		pos[0][i], pos[1][i] = centre[0]+x*axis[0]-3*axis[1], centre[1]+x*axis[1]+3*axis[0]
	}
	h.Project(pos, centre, axis, held)
	if want := []uint64{2, 1, 3, 2}; !slices.Equal(h.Counts, want) || h.Total != 14 {
		t.Errorf("tilted: counts %v of %d, want %v of 14", h.Counts, h.Total, want)
	}
}

// Bins of a normal law have their share of the walkers.
func TestHistogramDensity(t *testing.T) {
	const n = 200_000
	p := autoregressive(rand.New(rand.NewPCG(5, 1)), n, 1, 0, plane.Vec{}, plane.Sym{1, 0, 1})
	h := measure.Histogram{Lo: -2, Hi: 3, Counts: make([]uint64, 20)}
	h.Project(p.at(0), plane.Vec{}, plane.Vec{0.6, -0.8}, make([]bool, n))
	cdf := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	for i := range h.Counts {
		lo := -2 + 0.25*float64(i)
		share := cdf(lo+0.25) - cdf(lo)
		se := math.Sqrt(share * (1 - share) / n)
		if z := (0.25*h.Density(i) - share) / se; math.Abs(z) > standardErrors {
			t.Errorf("bin %d has %v of the walkers, want %v (%.1f standard errors)", i, 0.25*h.Density(i), share, z)
		}
	}
}

// Of exact power laws the estimate is right within its standard error.
func TestHillOnPareto(t *testing.T) {
	const n, k, seeds = 2000, 400, 200
	for which, beta := range []float64{0.7, 2, 9} {
		var z []float64
		for seed := range uint64(seeds) {
			r := rand.New(rand.NewPCG(seed, 6))
			var pos problem.Columns
			held := make([]bool, n)
			for i := range n {
				s, c := math.Sincos(2 * math.Pi * r.Float64())
				x := math.Pow(1-r.Float64(), -1/beta)
				if held[i] = i%20 == 0; held[i] {
					x = 1e9
				}
				pos[0] = append(pos[0], centre[0]+x*c)
				pos[1] = append(pos[1], centre[1]+x*s)
			}
			e := measure.Hill(pos, centre, held, k)
			z = append(z, (e.Value-beta)/e.StdErr)
		}
		checkStandardNormal(t, which, z)
	}
}

func TestHillOfFewWalkers(t *testing.T) {
	p := autoregressive(rand.New(rand.NewPCG(7, 1)), 100, 1, 0, plane.Vec{}, plane.Sym{1, 0, 1})
	pos, held := p.at(0), make([]bool, 100)
	for _, c := range []struct {
		walkers, k int
		ok         bool
	}{{0, 10, false}, {5, 10, false}, {10, 10, false}, {11, 10, true}, {100, 9, false}, {100, 0, false}, {100, -1, false}, {100, 99, true}, {100, 100, false}} {
		e := measure.Hill(pos.Slice(0, c.walkers), plane.Vec{}, held[:c.walkers], c.k)
		if math.IsNaN(e.Value) == c.ok || math.IsNaN(e.StdErr) == c.ok {
			t.Errorf("k %d of %d walkers gives %v", c.k, c.walkers, e)
		}
	}
	still := problem.Columns{make([]float64, 100), make([]float64, 100)}
	for _, centre := range []plane.Vec{{}, {1, 1}} {
		if e := measure.Hill(still, centre, held, 20); !math.IsNaN(e.Value) || !math.IsNaN(e.StdErr) {
			t.Errorf("walkers in one place have the exponent %v", e)
		}
	}
}

func TestMean(t *testing.T) {
	p := autoregressive(rand.New(rand.NewPCG(8, 1)), 100, 1, 0, plane.Vec{}, plane.Sym{1, 0, 1})
	pos, held := p.at(0), make([]bool, 100)
	f := func(w plane.Vec) float64 { return w[0] - 3*w[1]*w[1] }
	var xs []float64
	for i := range held {
		if held[i] = i%7 == 2; !held[i] {
			xs = append(xs, f(plane.Vec{pos[0][i], pos[1][i]}))
		}
	}
	mean, sd := stat.MeanStdDev(xs, nil)
	e := measure.Mean(pos, held, f)
	if want := stat.StdErr(sd, float64(len(xs))); math.Abs(e.Value-mean) > 1e-14 || math.Abs(e.StdErr-want) > 1e-14 {
		t.Errorf("mean %+v, want %v ± %v", e, mean, want)
	}
	if e := measure.Mean(pos.Slice(0, 9), held[:9], f); !math.IsNaN(e.StdErr) || math.IsNaN(e.Value) {
		t.Errorf("of nine walkers the mean is %+v", e)
	}
}

// The farthest are those that sorting all finds, also in portions.
func TestFarthest(t *testing.T) {
	const walkers = 5000
	p := autoregressive(rand.New(rand.NewPCG(10, 1)), walkers, 1, 0, plane.Vec{}, plane.Sym{1, 0, 1})
	pos, held := p.at(0), make([]bool, walkers)
	var all []float64
	for i := range held {
		if held[i] = i%7 == 2; !held[i] {
			v := plane.Vec{pos[0][i], pos[1][i]}.Sub(centre)
			all = append(all, v[0]*v[0]+v[1]*v[1])
		}
	}
	slices.Sort(all)
	for _, n := range []int{0, 1, 50, 3000, 5000} {
		var parts []float64
		for _, at := range [][2]int{{3000, 5000}, {0, 3000}} {
			parts = measure.Farthest(parts, pos.Slice(at[0], at[1]), centre, held[at[0]:at[1]], n)
		}
		if want := all[max(0, len(all)-n):]; !slices.Equal(parts, want) {
			t.Errorf("the %d farthest are %d others than sorting finds", n, len(parts))
		}
	}
}

// TestKurtosis: of walkers equally far from the centre, and of one that is alone.
func TestKurtosis(t *testing.T) {
	none := make([]float64, 4)
	kurtosis := func(held []bool, centre plane.Vec, pos problem.Columns) float64 {
		var s measure.JointSums
		s.Add(pos, problem.Columns{none, none}, centre, held)
		return s.Kurtosis()
	}
	held := []bool{false, false, false, true}
	if k := kurtosis(held, plane.Vec{1, 2}, problem.Columns{{4, 1, 1, 9}, {2, 5, -1, 9}}); math.Abs(k-1) > 1e-15 {
		t.Errorf("on a circle the kurtosis is %v", k)
	}
	if k := kurtosis(held, plane.Vec{1, 2}, problem.Columns{{1, 1, 8, 9}, {2, 2, 2, 9}}); k != 3 {
		t.Errorf("with one walker of three away the kurtosis is %v", k)
	}
	if k := kurtosis([]bool{true, true, true, true}, plane.Vec{}, problem.Columns{none, none}); !math.IsNaN(k) {
		t.Errorf("nobody's kurtosis is %v", k)
	}
}
