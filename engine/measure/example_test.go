package measure_test

import (
	"fmt"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

func ExampleWindow() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 1}, Sigma: 1}
	e := sgd.New(2000, 1, plane.Vec{}, 1e6)
	r := sgd.Rule{LR: 0.5, Batch: 8}
	for range 50 { // from rest to the stationary law
		e.Advance(p, r, nil)
	}
	w := measure.NewWindow(e.Len(), p.Minimum())
	for range 1000 {
		e.Advance(p, r, nil)
		w.Add(e.W)
	}
	m := w.Moments(p.Hess(plane.Vec{}), e.Held)
	fmt.Printf("variance %.3f, relative standard error below 0.5 %%: %v\n",
		m.Cov[0].Value, m.Cov[0].StdErr < 0.005*m.Cov[0].Value)
	// Output: variance 0.048, relative standard error below 0.5 %: true
}

func ExampleHill() {
	// Four thousand walkers on a line, |w| > x for the share 1/x of them.
	var pos problem.Columns
	for i := range 4000 {
		pos[0] = append(pos[0], 4000/(float64(i)+0.5))
		pos[1] = append(pos[1], 0)
	}
	e := measure.Hill(pos, plane.Vec{}, make([]bool, 4000), 400)
	fmt.Printf("β = %.1f ± %.2f\n", e.Value, e.StdErr)
	// Output: β = 1.0 ± 0.05
}
