package theory_test

import (
	"math"
	"runtime"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// misfitSigma solves (2−λ)Σ₁₁ − (λ/S)Σ₂₂ = 2λ/S and
// (2 − λ − 2λ/S)Σ₂₂ − (λ/S)Σ₁₁ = 10λ/S, the closed form for a line fitted to a
// parabola without label noise or momentum.
func misfitSigma(batch int, lr float64) plane.Sym {
	r := lr / float64(batch)
	a, d := 2-lr, 2-lr-2*r
	det := a*d - r*r
	return plane.Sym{(2*r*d + 10*r*r) / det, 0, (10*r*a + 2*r*r) / det}
}

func TestMisfitClosedForm(t *testing.T) {
	p := &problem.Misfit{}
	for _, batch := range []int{1, 2, 8, 50, 1024} {
		law := p.Law(batch)
		limit := theory.LimitsOf(&law, 0).Variance
		for _, f := range []float64{0.01, 0.3, 0.9} {
			got, ok := theory.Stationary(&law, f*limit, 0)
			if want := misfitSigma(batch, f*limit); !ok || !(relative(got, want) < 1e-12) {
				t.Errorf("S %d, λ %v: Σ %v (%v), want %v", batch, f*limit, got, ok, want)
			}
		}
	}
	law := p.Law(8)
	sigma, _ := theory.Stationary(&law, 0.5, 0)
	if !printed(sigma[0], 0.1024668, 1e-7) || !printed(sigma[2], 0.4592030, 1e-7) {
		t.Errorf("S 8, λ 0.5: Σ %v", sigma)
	}
}

// Every approximation that takes the shape of the noise from the Hessian, here
// the identity, has equal variances where the slope has 4.5 times that of the
// offset, and a trace too small by the stated share.
func TestMisfitDefeatsTheHessian(t *testing.T) {
	law := (&problem.Misfit{}).Law(8)
	exact, _ := theory.Stationary(&law, 0.5, 0)
	if ratio := exact[2] / exact[0]; !printed(ratio, 4.48148, 1e-5) {
		t.Errorf("Σ₂₂/Σ₁₁ = %v", ratio)
	}
	trace := map[string]float64{"continuous": -0.7774, "hessian": -0.7033, "general": -0.6904, "sde": -0.2722}
	for _, a := range theory.Approximations {
		s, ok, _ := a.Sigma(theory.Setting{Law: &law, Scale: 2, LR: 0.5, Batch: 8})
		if excess := s.Trace()/exact.Trace() - 1; !ok || !printed(excess, trace[a.Name], 1e-4) {
			t.Errorf("%s: trace off by %.4f (%v), want %v", a.Name, excess, ok, trace[a.Name])
		}
		if isotropic := math.Abs(s[2]/s[0]-1) < 1e-12; isotropic == (a.Name == "sde") {
			t.Errorf("%s: Σ %v", a.Name, s)
		}
	}
}

// With x² in the model there is no noise, and so no spread.
func TestMissingFeatureSwitchesNoiseOff(t *testing.T) {
	law := (&problem.Misfit{Complete: true}).Law(8)
	if s, ok := theory.Stationary(&law, 0.5, 0); !ok || s != (plane.Sym{}) {
		t.Errorf("Σ %v (%v), want zero", s, ok)
	}
}

func TestMisfitEqualsSimulation(t *testing.T) {
	fractions := []float64{0.1, 0.4, 0.7}
	if runtime.GOOS == "js" {
		fractions = []float64{0.4}
	}
	compareCells(t, &problem.Misfit{}, fractions, []int{1, 8}, []float64{0, 0.9})
	compareCells(t, &problem.Misfit{Sigma: 2}, []float64{0.4}, []int{16}, []float64{0})
}
