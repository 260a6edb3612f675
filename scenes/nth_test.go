package scenes

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := 1; n < 200; n++ {
		x := make([]float64, n)
		for i := range x {
			x[i] = math.Floor(r.NormFloat64() * 5)
		}
		sorted := slices.Sorted(slices.Values(x))
		for range 5 {
			k := r.IntN(n)
			if got := nth(x, k); got != sorted[k] {
				t.Fatalf("%v in place %d of %v", got, k, sorted)
			}
		}
	}
}
