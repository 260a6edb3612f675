package problem_test

import (
	"fmt"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// TestMisfitNoise compares with moments of a normal x worked out by hand: what
// the line misses is noise of covariance diag(2, 10)/S, though both directions
// have the same curvature, and E[φφ' V φφ'] is M(V).
func TestMisfitNoise(t *testing.T) {
	p := &problem.Misfit{}
	nearSym(t, "S C(w*)", p.NoiseCov(p.Minimum(), 8).Scale(8), plane.Sym{2, 0, 10}, 1e-15)
	if p.Minimum() != (plane.Vec{1, 0}) || p.Loss(p.Minimum()) != 1 {
		t.Errorf("minimum %v of loss %v, want (1, 0) and 1", p.Minimum(), p.Loss(p.Minimum()))
	}
	v := plane.Sym{0.7, -0.2, 1.3}
	m := plane.Sym{v[0] + v[2], 2 * v[1], v[0] + 3*v[2]}
	law := p.Law(8)
	nearSym(t, "S C at rest", law.Noise(plane.Vec{}, v).Scale(8), m.Plus(-1, v).Plus(1, plane.Sym{2, 0, 10}), 1e-13)
}

// TestMissingFeature shows that the model with x² in it has label noise alone,
// and no noise without it.
func TestMissingFeature(t *testing.T) {
	for _, sigma := range []float64{0, 0.5} {
		p := &problem.Misfit{Sigma: sigma, Complete: true}
		s2 := sigma * sigma
		nearSym(t, "S C(w*)", p.NoiseCov(p.Minimum(), 4).Scale(4), plane.Sym{s2, 0, s2}, 1e-15)
		near(t, "floor", p.Loss(plane.Vec{}), s2/2, 1e-15)
	}
}

// TestMisfitSlowLoop draws the same inputs and averages the gradients of
// ½ (w₁ + w₂ x − x²)² one by one.
func TestMisfitSlowLoop(t *testing.T) {
	const n, batch = 3, 5
	p := &problem.Misfit{}
	w, g := columns(n, places(p)...), columns(n, plane.Vec{})
	p.Gradients(g, w, batch, problem.NewDraws(n, rng.New(11, rng.Walkers, 0)))
	again, x := rng.New(11, rng.Walkers, 0), make([]float64, n)
	want := columns(n, plane.Vec{})
	for range batch {
		again.Normals(x)
		for i, x := range x {
			r := (w[0][i] + w[1][i]*x - x*x) / batch
			want[0][i] += r
			want[1][i] += r * x
		}
	}
	for i := range n {
		for k := range want {
			near(t, fmt.Sprintf("walker %d, component %d", i, k), g[k][i], want[k][i], 1e-12)
		}
	}
}
