package measure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The loops that run on this machine do what those in Go do, bit by bit: here for
// walkers anywhere, some of them held, and in blocks of any size.
func TestLoops(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 1000} {
		xs, ys, held := make([]float64, n), make([]float64, n), make([]bool, n)
		odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 2, -2, math.Nextafter(2, 0)}
		for i := range xs {
			xs[i], ys[i], held[i] = 3*r.NormFloat64(), 2*r.NormFloat64(), r.IntN(5) == 0
		}
		a := adding{xs: xs, ys: ys, held: held, c1: 0.1, c2: -0.7, free: 3, s1: 1, s2: 2, s11: 3, s12: 4, s22: 5}
		b := a
		add(&a)
		b.run()
		if a.free != b.free || [5]float64{a.s1, a.s2, a.s11, a.s12, a.s22} != [5]float64{b.s1, b.s2, b.s11, b.s12, b.s22} {
			t.Errorf("sums of %d: %+v, want %+v", n, a, b)
		}
		var w, v [5][]float64
		for k := range w {
			w[k] = make([]float64, n)
			for i := range w[k] {
				w[k][i] = r.NormFloat64()
			}
			v[k] = slices.Clone(w[k])
		}
		widen(&windowing{xs: xs, ys: ys, c1: 0.1, c2: -0.7, sums: w})
		(&windowing{xs: xs, ys: ys, c1: 0.1, c2: -0.7, sums: v}).run()
		for k := range w {
			if !slices.Equal(w[k], v[k]) {
				t.Errorf("window of %d: column %d differs", n, k)
			}
		}
		for i := range xs {
			if r.IntN(20) == 0 {
				xs[i] = odd[r.IntN(len(odd))]
			}
		}
		testCounts(t, xs, ys, held)
	}
}

func testCounts(t *testing.T, xs, ys []float64, held []bool) {
	const w, h = 40, 20
	for _, out := range [][]bool{nil, held} {
		cells, want := make([]uint32, (w+2)*(h+2)), make([]uint32, (w+2)*(h+2))
		c := counting{xs: xs, ys: ys, held: out, sx: w / 4., ox: 1 + w/2, sy: -h / 2.1, oy: 1 + h/2, endX: w + 1, endY: h + 1, cells: cells, stride: w + 2}
		count(&c)
		c.cells = want
		c.run()
		if !slices.Equal(cells, want) {
			t.Errorf("%d walkers are counted otherwise", len(xs))
		}
	}
	got, want := make([]uint64, 48), make([]uint64, 48)
	p := projecting{xs: xs, ys: ys, held: held, c1: 0.3, c2: 0.1, a1: 0.6, a2: -0.8, lo: -2, scale: 12, counts: got, total: 7}
	q := p
	q.counts = want
	project(&p)
	q.run()
	if !slices.Equal(got, want) || p.total != q.total {
		t.Errorf("%d walkers are projected otherwise", len(xs))
	}
}

func BenchmarkLoops(b *testing.B) {
	const n = 10_000
	r := rand.New(rand.NewPCG(1, 2))
	xs, ys, held := make([]float64, n), make([]float64, n), make([]bool, n)
	var sums [5][]float64
	for k := range sums {
		sums[k] = make([]float64, n)
	}
	for i := range xs {
		xs[i], ys[i] = r.NormFloat64(), r.NormFloat64()
	}
	a := adding{xs: xs, ys: ys, held: held}
	w := windowing{xs: xs, ys: ys, sums: sums}
	c := counting{xs: xs, ys: ys, held: held, sx: 20, ox: 100, sy: 20, oy: 100, endX: 201, endY: 201, cells: make([]uint32, 202*202), stride: 202}
	p := projecting{xs: xs, ys: ys, held: held, a1: 1, lo: -4, scale: 6, counts: make([]uint64, 48)}
	for name, f := range map[string]func(){
		"add": func() { add(&a) }, "add-go": a.run, "widen": func() { widen(&w) }, "widen-go": w.run,
		"count": func() { count(&c) }, "count-go": c.run, "project": func() { project(&p) }, "project-go": p.run,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/walker")
		})
	}
}
