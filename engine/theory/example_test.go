package theory_test

import (
	"fmt"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// Figure 4c of Ziyin et al. 2022.
func ExampleStationary() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	law := p.Law(10)
	sigma, ok := theory.Stationary(&law, 1.5, 0)
	fmt.Printf("%.4f %v\n", sigma, ok)
	// Output: [0.8443 0.0000 0.2515] true
}

func ExampleLimitsOf() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	law := p.Law(10)
	l := theory.LimitsOf(&law, 0)
	fmt.Printf("fourth moments %.3f, covariance %.3f, mean %.3f\n", l.Fourth, l.Variance, l.Mean)
	// Output: fourth moments 1.320, covariance 1.655, mean 2.000
}

func ExampleState_Step() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	law := p.Law(10)
	s := theory.At(&law, plane.Vec{3, 0})
	for range 10 {
		s.Step(&law, 0.5, 0)
	}
	cov := s.Cov()
	fmt.Printf("mean %.4f, variance %.4f, loss %.4f\n", s.Offset()[0], cov[0], s.Loss(&law))
	// Output: mean 0.0029, variance 0.0364, loss 0.5262
}

func ExampleTypical() {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 1}, Sigma: 1}
	law := p.Law(2)
	t := theory.NewTypical(p, 2)
	for !t.Draw() {
	}
	lr, stderr, ok := t.Limit(0, theory.LimitsOf(&law, 0).Variance)
	fmt.Printf("%.1f, within a hundredth: %v %v\n", lr, stderr < 0.01, ok)
	// Output: 1.4, within a hundredth: true true
}
