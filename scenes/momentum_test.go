package scenes

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/scenes/plot"
)

// settle brings a session to stationarity and measures for so many steps.
func settle(t *testing.T, s *Session, steps int) Report {
	t.Helper()
	s.Settle()
	for range 2000 {
		if s.Report().Status != Transient {
			break
		}
		s.Advance(10, nil)
	}
	s.Remeasure()
	s.Advance(steps, nil)
	r := s.Report()
	if r.Status != Stationary {
		t.Fatalf("%v: %s", r.Values, r.Status)
	}
	return r
}

// off is how many standard errors a reading's measurement is from x.
func off(r *Report, name string, x Number) float64 {
	rd := r.Reading(name)
	return math.Abs(float64((rd.Measured - x) / rd.StdErr))
}

// TestMomentumEffectiveRate: the exact covariance agrees with the simulation, the rule
// of an effective rate is right at small λ and wrong by the stated amount later.
func TestMomentumEffectiveRate(t *testing.T) {
	s := open(t, "momentum")
	r := settle(t, s, 1500)
	for _, name := range covNames {
		if d := off(&r, name, r.Reading(name).Predicted); !(d <= 4) {
			t.Errorf("%s is %.1f standard errors off", name, d)
		}
	}
	for _, name := range []string{"cov.11", "cov.22"} {
		rule := r.Reading(name + "~effective-rate")
		if d := off(&r, name, rule.Predicted); !(d >= 20) {
			t.Errorf("%s of the rule is only %.1f standard errors off", name, d)
		}
		if ratio := rule.Predicted / r.Reading(name).Predicted; !(ratio > 1.4) {
			t.Errorf("the rule's %s is %.2f times the exact one, want more than 1.4", name, ratio)
		}
	}
	if e := rivalExcess(s); math.Abs(e-0.65) > 0.01 {
		t.Errorf("the rule's trace is off by %.3f, want 0.65", e)
	}
	s.Set(map[string]any{"lr": 0.005})
	if e := rivalExcess(s); !(e > 0 && e < 0.03) {
		t.Errorf("at λ = 0.005 the rule is off by %.3f, want less than 0.03", e)
	}
	s.Set(map[string]any{"momentum": 0.0, "lr": 0.5})
	if e := rivalExcess(s); math.Abs(e) > 1e-12 {
		t.Errorf("without momentum the rule is off by %v", e)
	}
}

// rivalExcess is the error of a cloud's rival by its trace.
func rivalExcess(s *Session) float64 {
	others := s.scene.(interface{ asCloud() *cloud }).asCloud().fc.others
	return others[len(others)-1].excess
}

// TestMomentumLimit: with one sample per step the variance ends at 0.0974, where
// gradient descent with the same momentum allows 3.8.
func TestMomentumLimit(t *testing.T) {
	one := map[string]any{"dim": 1, "batch": 1, "lr": 0.03, "walkers": 4000}
	s := open(t, "momentum", one)
	r := settle(t, s, 600)
	for name, want := range map[string]float64{
		"lr.max.variance": 2 * 0.19 / (0.1 + 3.8), "lr.max.mean": 3.8, "lr.max.variance~effective-rate": 0.1 * 2 / 3,
	} {
		if got := float64(r.Reading(name).Predicted); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	for _, name := range []string{"cov.11", "cov.22"} {
		if d := off(&r, name, r.Reading(name).Predicted); !(d <= 4) {
			t.Errorf("%s is %.1f standard errors off", name, d)
		}
	}
	if r = at(s, 0.3, 3000); r.Status != Diverged || r.Diverged < 3900 {
		t.Errorf("at λ = 0.3, a twelfth of what gradient descent allows: %s, %d of 4000 walkers gone", r.Status, r.Diverged)
	}
	// Large batches give back what momentum promises, and the rule refuses.
	s = open(t, "momentum", map[string]any{"batch": 256, "lr": 1.0})
	r = settle(t, s, 300)
	if d := off(&r, "cov.11", r.Reading("cov.11").Predicted); !(d <= 4) {
		t.Errorf("S = 256: %.1f standard errors off", d)
	}
	if rule := r.Reading("cov.11~effective-rate"); rule.Valid || rule.Predicted.Exists() || !strings.Contains(rule.Reason, "above") {
		t.Errorf("the rule at λ/(1−μ) = 10: %+v", rule)
	}
}

// TestMomentumDrag moves μ and λ together in the plot of the limits.
func TestMomentumDrag(t *testing.T) {
	s := open(t, "momentum", quick)
	s.Draw(plot.NewRecord(820, 640, plot.Light))
	for _, h := range s.Handles() {
		if len(h.Keys()) == 2 && h.Keys()[0] == "momentum" {
			set := h.Drag(h.At)
			if math.Abs(set["momentum"].(float64)-0.9) > 1e-9 || math.Abs(set["lr"].(float64)-0.08) > 1e-9 {
				t.Errorf("dragging to where it is sets %v", set)
			}
			return
		}
	}
	t.Error("no handle for momentum")
}
