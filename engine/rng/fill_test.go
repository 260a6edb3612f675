package rng

import (
	"slices"
	"testing"
)

// One number at a time, in short slices and in long ones, numbers are the same.
func TestPortionsDoNotMatter(t *testing.T) {
	const n = 20_000
	for _, nu := range []int{0, 1, 2, 8, 64} {
		c := NewChiSquare(nu)
		long, ones, short := make([]float64, n), make([]float64, n), make([]float64, n)
		s, o := New(5, Walkers, 1), New(5, Walkers, 1)
		s.ChiSquares(long, c)
		for i := range ones {
			ones[i] = o.ChiSquare(c)
		}
		if *s != *o || !slices.Equal(long, ones) {
			t.Errorf("ν = %d: one by one they differ", nu)
		}
		o = New(5, Walkers, 1)
		for at, k := 0, 0; at < n; k = (k + 1) % 5 {
			next := min(at+k, n)
			o.ChiSquares(short[at:next], c)
			at = next
		}
		if *s != *o || !slices.Equal(long, short) {
			t.Errorf("ν = %d: in short slices they differ", nu)
		}
	}
}

// The loops of this machine are those in Go, wherever they stop.
func TestFillsEqualGo(t *testing.T) {
	c := NewChiSquare(8)
	g := New(6, Walkers, 1).main
	for range 2000 {
		for n := range 5 {
			a, b := make([]float64, n), make([]float64, n)
			w, o := g, g
			i, u := fillNormals(&w, a)
			if j, v := o.fillNormals(b); i != j || n > 0 && u != v || w != o || !slices.Equal(a, b) {
				t.Fatalf("normals: %d of %v, want %d of %v", i, a, j, b)
			}
			w, o = g, g
			i, u = fillGammas(&w, a, &c)
			if j, v := o.fillGammas(b, &c); i != j || n > 0 && u != v || w != o || !slices.Equal(a, b) {
				t.Fatalf("χ²: %d of %v, want %d of %v", i, a, j, b)
			}
			g.uint64()
		}
	}
}
