package isotropic

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"sgdnoise/engine/plane"
)

// Equal seeds give equal runs however a step is paused; another seed doesn't.
func TestRunsDontDependOnPauses(t *testing.T) {
	p := Problem{Dim: 5, A: 1, Sigma: 1}
	walk := func(seed uint64, pause func() bool) *Ensemble {
		e := New(p, 2300, seed, plane.Vec{1, 1}, 1e6)
		for range 6 {
			for !e.Advance(p, 0.1, 3, pause) {
				if !e.MidStep() {
					t.Fatal("paused, but not within a step")
				}
			}
			if e.MidStep() {
				t.Fatal("within a step that is finished")
			}
		}
		return e
	}
	a, b := walk(1, nil), walk(1, func() bool { return true })
	if !slices.Equal(a.V, b.V) || !slices.Equal(a.Square, b.Square) || !slices.Equal(a.First[1], b.First[1]) {
		t.Error("a run that pauses goes elsewhere")
	}
	if other := walk(2, nil); slices.Equal(a.V, other.V) {
		t.Error("another seed gives the same run")
	}
}

// First and Square are of V, for every dimension and block.
func TestProjections(t *testing.T) {
	for _, dim := range []int{1, 2, 3, 700, 2000} {
		p := Problem{Dim: dim, A: 1, Sigma: 1}
		e := New(p, 1100, 1, plane.Vec{2, -1}, 1e6)
		for range 3 {
			e.Advance(p, 1e-3, 2, nil)
			for i := range e.Len() {
				v := e.V[i*dim : (i+1)*dim]
				second := 0.0
				if dim > 1 {
					second = v[1]
				}
				if e.First[0][i] != v[0] || e.First[1][i] != second || math.Abs(e.Square[i]-dot(v, v)) > 1e-12*e.Square[i] {
					t.Fatalf("d = %d: walker %d is at %v, not (%v, %v) with square %v", dim, i, v[:1], e.First[0][i], e.First[1][i], e.Square[i])
				}
			}
		}
	}
}

func TestHoldAndRelease(t *testing.T) {
	p := Problem{Dim: 16, A: 1, Sigma: 1}
	e := New(p, 1500, 1, plane.Vec{1, 0}, 5)
	for range 60 {
		e.Advance(p, 0.3, 1, nil)
		held := 0
		for i := range e.Len() {
			if !(e.Square[i] <= 25) {
				t.Fatalf("walker %d is beyond the limit", i)
			}
			if e.Held[i] {
				held++
				if e.First[0][i] != 1 || e.Square[i] != 1 {
					t.Fatalf("walker %d is held at %v", i, e.First[0][i])
				}
			}
		}
		if held != e.Diverged() {
			t.Fatalf("%d walkers are held, Diverged is %d", held, e.Diverged())
		}
	}
	n := e.Diverged()
	if n == 0 || e.Release() != n || e.Diverged() != 0 || slices.Contains(e.Held, true) {
		t.Errorf("%d walkers were held; after the release %d", n, e.Diverged())
	}
	if s := e.Now(); !s.Finite() {
		t.Errorf("moments %+v", s)
	}
}

// Whatever the learning rate, positions are numbers.
func TestNothingButNumbers(t *testing.T) {
	for _, dim := range []int{1, 2, 40} {
		p := Problem{Dim: dim, A: 1, Sigma: 1}
		e := New(p, 300, 1, plane.Vec{1, -1}, 1e12)
		for _, lr := range []float64{0.1, 3, 50, 1e10, 1e150, 1e300, math.MaxFloat64, 0.1, 1e-300} {
			for range 5 {
				e.Advance(p, lr, 1, nil)
			}
			if i := slices.IndexFunc(e.V, func(x float64) bool { return x-x != 0 }); i >= 0 {
				t.Fatalf("d = %d, λ = %v: number %d is %v", dim, lr, i, e.V[i])
			}
		}
		if e.Diverged() == 0 {
			t.Error("no walker was lost")
		}
	}
}

func TestAdvanceAllocatesNothing(t *testing.T) {
	for _, dim := range []int{1, 256} {
		p := Problem{Dim: dim, A: 1, Sigma: 1}
		e := New(p, 1200, 1, plane.Vec{}, 1e6)
		for _, batch := range []int{1, 64} {
			if n := testing.AllocsPerRun(5, func() { e.Advance(p, 1e-3, batch, nil) }); n != 0 {
				t.Errorf("d = %d, S = %d: %v allocations per step", dim, batch, n)
			}
		}
	}
}

// BenchmarkAdvance shows the cost per coordinate, which doesn't grow with S.
func BenchmarkAdvance(b *testing.B) {
	for _, c := range []struct{ dim, batch int }{{2, 8}, {16, 8}, {256, 8}, {256, 1024}} {
		b.Run(fmt.Sprintf("d=%d,S=%d", c.dim, c.batch), func(b *testing.B) {
			p := Problem{Dim: c.dim, A: 1, Sigma: 1}
			e := New(p, 2000, 1, plane.Vec{}, 1e6)
			for b.Loop() {
				e.Advance(p, 1e-3, c.batch, nil)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*2000*c.dim), "ns/coordinate")
		})
	}
}
