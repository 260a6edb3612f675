package rng

import (
	"fmt"
	"testing"
)

// block is the number of walkers that the batch calls serve at a time.
const block = 1000

// perNumber reports the time that each of the numbers, or triples, of a block took.
func perNumber(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/block, "ns/number")
}

func BenchmarkNormals(b *testing.B) {
	s, dst := New(1, Walkers, 0), make([]float64, block)
	for b.Loop() {
		s.Normals(dst)
	}
	perNumber(b)
}

func BenchmarkChiSquares(b *testing.B) {
	for _, nu := range []int{1, 2, 3, 8, 64, 1024} {
		b.Run(fmt.Sprint(nu), func(b *testing.B) {
			s, dst, c := New(1, Walkers, 0), make([]float64, block), NewChiSquare(nu)
			for b.Loop() {
				s.ChiSquares(dst, c)
			}
			perNumber(b)
		})
	}
}

func BenchmarkTriples(b *testing.B) {
	s, x, y, z := New(1, Walkers, 0), make([]float64, block), make([]float64, block), make([]float64, block)
	for _, nu := range []int{1, 2, 4, 64, 1024} {
		b.Run(fmt.Sprint(nu), func(b *testing.B) {
			for b.Loop() {
				triples(s, nu, x, y, z)
			}
			perNumber(b)
		})
	}
}

func BenchmarkIndices(b *testing.B) {
	s, dst := New(1, Walkers, 0), make([]int32, block)
	for b.Loop() {
		s.Indices(dst, 12345)
	}
	perNumber(b)
}
