// Package sweep evaluates something in every cell of a grid of parameters, on
// several goroutines, with results that don't depend on how many.
package sweep

import (
	"math"
	"math/bits"
	"strconv"
)

// Grid holds the values of every axis.
type Grid [][]float64

// Len is the number of cells.
func (g Grid) Len() int {
	n := 1
	for _, axis := range g {
		n *= len(axis)
	}
	return n
}

// Cell returns the coordinates of cell i, one per axis; the last axis runs
// fastest.
func (g Grid) Cell(i int) []float64 {
	c := make([]float64, len(g))
	for k := len(g) - 1; k >= 0; k-- {
		c[k] = g[k][i%len(g[k])]
		i /= len(g[k])
	}
	return c
}

// Linear returns n ≥ 1 equally spaced values from lo to hi; one value is lo.
func Linear(lo, hi float64, n int) []float64 {
	return spaced(lo, hi, n, func(t float64) float64 { return lo + t*(hi-lo) })
}

// Log returns n ≥ 1 values from lo to hi, both positive, with equal ratios.
func Log(lo, hi float64, n int) []float64 {
	return spaced(lo, hi, n, func(t float64) float64 { return lo * math.Pow(hi/lo, t) })
}

// spaced rounds to 12 digits, so that 0.1:0.3:3 is 0.1, 0.2, 0.3 as one would
// write it, and a cell can be run again by what a table says of it.
func spaced(lo, hi float64, n int, at func(t float64) float64) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i], _ = strconv.ParseFloat(strconv.FormatFloat(at(float64(i)/float64(max(n-1, 1))), 'g', 12, 64), 64)
	}
	v[n-1] = hi
	v[0] = lo
	return v
}

// Whole returns n different whole numbers from 1 to hi ≥ n, with equal ratios
// from where these lead from one number to the next or farther.
func Whole(hi, n int) []int {
	v := make([]int, n)
	x := 1.0
	v[0] = 1
	for k := 1; k < n; k++ {
		x = math.Max(x+1, x*math.Pow(float64(hi)/x, 1/float64(n-k)))
		v[k] = int(math.Round(x))
	}
	return v
}

// CoarseToFine lists the cells of a map of columns and rows, each as its column
// and row: first every eighth of both, then every fourth, every second, and all.
func CoarseToFine(columns, rows int) [][2]int {
	const coarsest = 8
	list := make([][2]int, 0, columns*rows)
	for apart := uint(coarsest); apart > 0; apart /= 2 {
		for j := range rows {
			for i := range columns {
				at := uint((i + coarsest/2) | (j + coarsest/2) | coarsest) // the first ones lie half a distance from the edges
				if 1<<bits.TrailingZeros(at) == apart {
					list = append(list, [2]int{i, j})
				}
			}
		}
	}
	return list
}
