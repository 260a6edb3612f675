package problem

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// A loop moves walkers from i on, as moveSingles does.
type loop func(k *walk, i int) (next int)

// loops are those in Go and those of this machine, which may be the same, for one
// sample and for several.
var loops = []struct {
	name             string
	singles, batches loop
}{
	{"Go", (*walk).moveSingles, (*walk).moveBatches},
	{"this machine", moveSingles, moveBatches},
}

// runLoop is Gaussian.move with the given loop.
func runLoop(k *walk, move loop, batch int, s *rng.Stream) {
	k.words = s.Words()
	if len(k.w[0]) > 0 {
		k.draw()
	}
	for i := 0; i < len(k.w[0]); i = move(k, i) {
		k.settle(batch, s)
	}
	s.Resume(k.words)
}

func (k *walk) settle(batch int, s *rng.Stream) {
	if batch == 1 {
		k.z1, k.z2, k.c = s.Settle(k.shared, k.own)
	} else {
		k.z1, k.z2, k.c = s.SettleChiSquare(k.shared, k.own, k.chi)
	}
}

// runOneByOne does the same with every walker's numbers settled separately, and
// the formulas of Gaussian.move.
func runOneByOne(k *walk, batch int, s *rng.Stream) {
	for i := range k.w[0] {
		k.shared, k.own = s.Uint64(), s.Uint64()
		k.settle(batch, s)
		v1, v2 := k.w[0][i]-k.u1, k.w[1][i]-k.u2
		var g1, g2 float64 // of the batch
		if batch == 1 {
			x1, x2 := k.l11*k.z1, k.l21*k.z1+k.l22*k.z2
			r := x1*v1 + x2*v2 + k.sigma*math.Abs(k.c)
			g1, g2 = x1*r, x2*r
			k.update(i, k.m[0][i]*k.mu+g1, k.m[1][i]*k.mu+g2)
			continue
		}
		p1, p2 := k.l11*v1+k.l21*v2, k.l22*v2
		s := math.Sqrt(k.variance + p1*p1 + p2*p2)
		chi := math.Sqrt(k.c)
		along := k.c - chi*(p1*k.z1+p2*k.z2)/(k.above+s)
		q1, q2 := along*p1+chi*s*k.z1, along*p2+chi*s*k.z2
		k.update(i, k.m[0][i]*k.mu+k.g11*q1, k.m[1][i]*k.mu+k.g21*q1+k.g22*q2)
	}
}

func (k *walk) update(i int, m1, m2 float64) {
	w1, w2 := k.w[0][i]-k.lr*m1, k.w[1][i]-k.lr*m2
	k.m[0][i], k.m[1][i], k.w[0][i], k.w[1][i] = m1, m2, w1, w2
	k.squares += w1*w1 + w2*w2
}

// starts are where walkers begin, some of them so far out that they overflow.
var starts = []float64{0, 0.5, -1.9, 3, -1e-310, 40, -1e153, 1e200, math.MaxFloat64, math.Inf(-1), math.NaN()}

// newTestWalk places n walkers at the first of the starts in turn.
func newTestWalk(n, batch int, sigma, mu float64, starts []float64) *walk {
	k := &walk{lr: 0.3, mu: mu}
	for i := range k.w {
		k.w[i], k.m[i] = make([]float64, n), make([]float64, n)
		for j := range n {
			k.w[i][j] = starts[(j+3*i*j)%len(starts)]
		}
	}
	k.follow(plane.Rotated(1, 0.35, 30), plane.Vec{0, 0.4}, sigma, batch)
	return k
}

// same fails unless both walks are at the same places, bit by bit.
func (k *walk) same(t *testing.T, name string, o *walk) {
	t.Helper()
	differ := func(a, b float64) bool {
		return math.Float64bits(a) != math.Float64bits(b) && !(math.IsNaN(a) && math.IsNaN(b))
	}
	for i := range k.w {
		for j := range k.w[i] {
			if differ(k.w[i][j], o.w[i][j]) || differ(k.m[i][j], o.m[i][j]) {
				t.Fatalf("%s, walker %d: w%d = %v and m%[3]d = %v, want %v and %v",
					name, j, i+1, k.w[i][j], k.m[i][j], o.w[i][j], o.m[i][j])
			}
		}
	}
	if differ(k.squares, o.squares) {
		t.Fatalf("%s: squares are %v, want %v", name, k.squares, o.squares)
	}
}

// The loops move walkers as one by one, whatever their number, wherever they are,
// and draw the same words. With few walkers it often is the first or the last whose
// words don't settle its numbers, with many two in a row.
func TestLoopsEqualOneByOne(t *testing.T) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "wasm" {
		return // elsewhere the compiler may fuse x*y+z, here and not there
	}
	for _, batch := range []int{1, 2, 3, 8, 64, 1024} {
		for _, n := range []int{0, 1, 2, 3, 8, 1000} {
			for _, sigma := range []float64{0, 1} {
				for from := range 2 { // with the far ones, and without
					checkLoops(t, n, batch, sigma, starts[:len(starts)-5*from])
				}
			}
		}
	}
}

func checkLoops(t *testing.T, n, batch int, sigma float64, starts []float64) {
	t.Helper()
	const mu = 0.6
	for _, l := range loops {
		name := fmt.Sprintf("%s, S = %d, %d walkers, σ = %v", l.name, batch, n, sigma)
		move := l.batches
		if batch == 1 {
			move = l.singles
		}
		s, so := rng.New(9, rng.Walkers, uint64(n)), rng.New(9, rng.Walkers, uint64(n))
		for range max(20, 4000/(n+1)) / 20 { // anew, before all get lost
			k, o := newTestWalk(n, batch, sigma, mu, starts), newTestWalk(n, batch, sigma, mu, starts)
			for range 20 {
				runLoop(k, move, batch, s)
				runOneByOne(o, batch, so)
				k.same(t, name, o)
			}
		}
		if *s != *so {
			t.Fatalf("%s: the stream isn't where it should be", name)
		}
	}
}

func BenchmarkLoops(b *testing.B) {
	const n = 1000
	for _, batch := range []int{1, 8, 64, 1024} {
		for _, l := range loops {
			b.Run(fmt.Sprintf("S=%d/%s", batch, l.name), func(b *testing.B) {
				move := l.batches
				if batch == 1 {
					move = l.singles
				}
				k, s := newTestWalk(n, batch, 1, 0, starts[:2]), rng.New(1, rng.Walkers, 0)
				for b.Loop() {
					runLoop(k, move, batch, s)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/walker")
			})
		}
	}
}
