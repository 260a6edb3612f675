package work

import (
	"math"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/sweep"
)

var travellers = []problem.Linear{
	&problem.Gaussian{A: plane.Rotated(1, 0.35, 30), U: plane.Vec{1, -2}, Sigma: 0.1,
		Input: plane.Rotated(0.2, 0.1, 5), Ridge: plane.Sym{0.01, 0, 0.03}},
	&problem.Scalar{A: 1, Input: 0.2, Ridge: -0.1, U: 3, Sigma: 1.0 / 3},
}

// What travels arrives as it was, to the last bit.
func TestTasksTravel(t *testing.T) {
	rule := sgd.Rule{LR: 1.0 / 3, Momentum: 0.9, Batch: 7, Lambda: plane.Sym{1, 0.1, 2}}
	for _, p := range travellers {
		q, r, rest := readTask(append(appendTask(nil, p, rule), 1, 2, 3))
		same := false
		switch p := p.(type) {
		case *problem.Gaussian:
			same = *q.(*problem.Gaussian) == *p
		case *problem.Scalar:
			same = *q.(*problem.Scalar) == *p
		}
		if !same || r != rule || len(rest) != 3 {
			t.Errorf("%+v, %+v arrives as %+v, %+v, %d bytes more", p, rule, q, r, len(rest))
		}
	}
	if CanTravel(new(problem.Misfit)) {
		t.Error("a dataset travels")
	}
}

// A worker finds of a cell what is found of it here.
func TestCellTravels(t *testing.T) {
	var w Worker
	for _, p := range travellers {
		for _, lr := range []float64{0.2, 1.2, 9} {
			rule := sgd.Rule{LR: lr, Batch: 3}
			got := ReadCell(w.Answer(CellRequest(p, rule, 1<<40)))
			cell := sweep.NewCell(p, rule, 1<<40)
			cell.Work(nil)
			tail := got.Tail == cell.Tail || math.IsNaN(got.Tail.Value) && math.IsNaN(cell.Tail.Value)
			if got.Regime != cell.Regime() || got.Growth != cell.Growth || !tail {
				t.Errorf("λ = %v: %+v, here %v, %v", lr, got, cell.Growth, cell.Tail)
			}
		}
	}
}
