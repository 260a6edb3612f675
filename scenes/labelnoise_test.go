package scenes

import (
	"math"
	"testing"

	"sgdnoise/engine/theory"
)

// TestLabelNoiseApproximations holds every overlay to the amount by which it is
// known to miss the exact variance with one weight, a = 1 and S = 10: the exact
// one is λσ²/(S(2−λ) − 2λ). Swapped overlays would show.
func TestLabelNoiseApproximations(t *testing.T) {
	for _, c := range []struct {
		lr                       float64
		exact                    float64
		continuous, sde, hessian float64 // relative errors
	}{
		{0.1, 0.1 / 18.8, -0.06, 18.8/19.8 - 1, -0.2 / 19},
		{0.5, 0.5 / 14, -0.30, 14.0/19 - 1, -1.0 / 15},
		{1, 1.0 / 8, -0.60, 8.0/18 - 1, -2.0 / 10},
		{1.5, 1.5 / 2, -0.90, 2.0/17 - 1, -3.0 / 5},
		{1.65, 1.65 / 0.2, -0.99, 0.2/16.7 - 1, -3.3 / 3.5},
	} {
		s := open(t, "label-noise", quick, map[string]any{"dim": 1, "a1": 1, "batch": 10, "lr": c.lr})
		r := s.Report()
		exact := float64(r.Reading("cov.11").Predicted)
		if math.Abs(exact/c.exact-1) > 1e-12 {
			t.Errorf("λ = %v: Σ = %v, want %v", c.lr, exact, c.exact)
		}
		for name, want := range map[string]float64{
			"continuous": c.continuous, "sde": c.sde, "hessian": c.hessian, "general": c.hessian,
		} {
			got := float64(r.Reading("cov.11~"+name).Predicted)/exact - 1
			if math.Abs(got-want) > 1e-9 {
				t.Errorf("λ = %v: %s misses by %v, want %v", c.lr, name, got, want)
			}
		}
	}
}

// TestLabelNoiseFigures opens the figures of the paper and compares with what
// they show (σ = 1).
func TestLabelNoiseFigures(t *testing.T) {
	want := map[string]map[string]float64{
		"3-left": {"cov.11": 1.0 / 13, "cov.11~hessian": 1.0 / 16, "cov.11~continuous": 1.0 / 64},
		"4a":     {"cov.11": 0.125, "cov.11~hessian": 0.1, "cov.11~continuous": 0.05, "lr.max.variance": 5.0 / 3},
		"4b":     {"cov.11": 0.0690780, "cov.22": 0.0262888, "cov.11~hessian": 0.06, "cov.22~hessian": 0.024, "cov.11~continuous": 0.015},
		"4c": {"cov.11": 0.844311, "cov.22": 0.251497, "cov.11~hessian": 0.3, "cov.22~hessian": 0.12,
			"cov.11~continuous": 0.075, "cov.11~general": 0.323829, "cov.22~general": 0.158859},
	}
	info, _ := Find("label-noise")
	for _, p := range info.Figures {
		r := open(t, "label-noise", quick, p.Values).Report()
		for name, x := range want[p.Figure] {
			if got := float64(r.Reading(name).Predicted); math.Abs(got/x-1) > 1e-5 {
				t.Errorf("figure %s: %s = %v, want %v", p.Figure, name, got, x)
			}
		}
		delete(want, p.Figure)
	}
	if len(want) > 0 {
		t.Errorf("figures without a preset: %v", want)
	}
}

// TestKnownErrorBar compares the error bar that theory gives of a measured
// variance with the spread over walkers, within 4 standard errors of the
// latter (kurtosis of a walker's time average below 4).
func TestKnownErrorBar(t *testing.T) {
	s := open(t, "label-noise", map[string]any{"dim": 1, "a1": 1, "batch": 10, "lr": 0.5, "walkers": 4000})
	s.Advance(300, nil)
	s.Remeasure()
	s.Advance(200, nil)
	r := s.Report()
	cov := r.Reading("cov.11")
	relative, ok := theory.StandardError(0.5, 10, 200, 4000)
	if want := relative * float64(cov.Predicted); !ok || math.Abs(float64(cov.StdErr)/want-1) > 1e-12 {
		t.Fatalf("the error bar is %v, theory says %v", cov.StdErr, want)
	}
	c := s.scene.(*cloud)
	spread := c.asked().Window.Moments(c.fc.law.H).Cov[0].StdErr
	if off := spread/float64(cov.StdErr) - 1; math.Abs(off) > 4*math.Sqrt(3.0/4/4000) {
		t.Errorf("the spread over walkers gives %v, theory %v", spread, cov.StdErr)
	}
	s.Set(map[string]any{"momentum": 0.5})
	s.Advance(300, nil)
	if r = s.Report(); r.Reading("cov.11").Source == cov.Source {
		t.Error("with momentum theory has no kurtosis")
	}
}
