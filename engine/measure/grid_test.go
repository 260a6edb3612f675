package measure_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
)

// Counts of parts of the walkers add up to the count of all, cell by cell.
func TestGridsMerge(t *testing.T) {
	const walkers = 1000
	p := autoregressive(rand.New(rand.NewPCG(11, 1)), walkers, 1, 0, plane.Vec{}, plane.Sym{1, 0, 1})
	pos, held := p.at(0), make([]bool, walkers)
	held[7] = true
	frame := measure.Frame{X0: -2, X1: 2, Y0: -1, Y1: 1, Width: 40, Height: 20}
	var all, sum, part measure.Grid
	all.Aim(frame)
	all.Add(pos, held)
	sum.Aim(frame)
	blocks(walkers, func(lo, hi int) {
		part.Aim(frame)
		part.Add(pos.Slice(lo, hi), held[lo:hi])
		sum.Merge(part.Cells)
	})
	if !slices.Equal(sum.Cells, all.Cells) {
		t.Error("parts have other counts than all")
	}
	var inside, weight int
	for i := range held {
		x, y := pos[0][i], pos[1][i]
		if !held[i] && x >= -2 && x < 2 && y > -1 && y <= 1 {
			inside++
		}
	}
	for _, n := range all.Cells {
		weight += int(n)
	}
	if weight != inside*measure.OneWalker {
		t.Errorf("%v walkers are counted, %d are inside", float64(weight)/measure.OneWalker, inside)
	}
}
