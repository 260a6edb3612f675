package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Fading follows what is left of where walkers began, the homogeneous part of
// their law: z → M z with the random matrix of one step and without the noise at
// the minimum. Products of random matrices have a law like a log-normal one:
// while the mean square of what is left still counts, ever fewer walkers hold
// it, and no sample tells how large it is. (Theory of products of random
// matrices; the recursions of second and fourth moments are exact, derived.)
type Fading struct {
	second, fourth moments
	steps          int
	little         float64 // a sum of second moments that is as good as none
}

// moments are those of one order, with their map over a step.
type moments struct {
	*tensors
	k    square
	x, y []float64 // y is scratch
}

// NewFading begins at a state, whose fourth moments count as those of a normal
// law with the same second ones.
func NewFading(l *problem.Law, s *State, lr, mu float64) *Fading {
	scale := [4]float64{1, 1, lr, lr} // tensors are over (v, λm)
	second := func(i, j int) float64 { return scale[i] * scale[j] * s.Second[i][j] }
	at := l.Moments.Shifted(ground(l))
	begin := func(order int) moments {
		t := newTensors(order, mu)
		m := moments{t, t.evolution(&at, mu).at(lr), make([]float64, len(t.monomials)), make([]float64, len(t.monomials))}
		for i, alpha := range t.monomials {
			m.x[i] = paired(factors(alpha), second)
		}
		return m
	}
	f := &Fading{second: begin(2), fourth: begin(4)}
	f.little = 1e-40 * floats.Norm(f.second.x, 1)
	return f
}

// factors lists the components of z in a monomial, each as often as it occurs.
func factors(alpha [4]int) (list []int) {
	for i, n := range alpha {
		for range n {
			list = append(list, i)
		}
	}
	return list
}

// paired is a normal law's moment: the sum over all ways to pair the factors
// (Isserlis 1918).
func paired(list []int, second func(i, j int) float64) float64 {
	if len(list) == 0 {
		return 1
	}
	var sum float64
	for k := 1; k < len(list); k++ {
		rest := append(append([]int(nil), list[1:k]...), list[k+1:]...)
		sum += second(list[0], list[k]) * paired(rest, second)
	}
	return sum
}

// StepTo goes on to so many steps after the beginning, or until as good as
// nothing is left.
func (f *Fading) StepTo(steps int) {
	for ; f.steps < steps && floats.Norm(f.second.x, 1) > f.little; f.steps++ {
		f.second.step()
		f.fourth.step()
	}
}

func (m *moments) step() {
	for i := range m.y {
		m.y[i] = 0
		for j, x := range m.x {
			m.y[i] += m.k.a[i*m.k.n+j] * x
		}
	}
	m.x, m.y = m.y, m.x
}

// Left is the mean square of what is left along both axes, and uneven by how
// much its fourth moments exceed a normal law's, E v⁴/3(E v²)² along the axis
// where that is more: 1 in the beginning. It is NaN once there is nothing left.
func (f *Fading) Left() (square plane.Vec, uneven float64) {
	for k := range square {
		var two, four [4]int
		two[k], four[k] = 2, 4
		square[k] = f.second.x[f.second.index[two]]
		uneven = math.Max(uneven, f.fourth.x[f.fourth.index[four]]/(3*square[k]*square[k]))
	}
	return square, uneven
}
