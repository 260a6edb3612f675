package scenes

import (
	"math"
	"strings"
	"testing"
)

// TestBalance holds the scene to its claim: noise shrinks the imbalance as
// theory says, within 4 standard errors, after changes in mid-flight as well;
// gradient flow and the continuous-time limit are wrong by far more.
func TestBalance(t *testing.T) {
	s := open(t, "balance")
	flow, sde := 0.0, 0.0
	for _, change := range []map[string]any{{}, {"batch": 16}, {"sigma": 0.5}, {"lr": 0.15, "sigma": 1.0}} {
		s.Set(change)
		s.Advance(250, nil)
		r := s.Report()
		d := r.Reading("balance")
		if dev := d.Deviation(); !dev.Exists() || math.Abs(float64(dev)) > 4 || d.StdErr > 0.01*d.Measured {
			t.Errorf("after %v: %+v is %v standard errors off", change, d, dev)
		}
		off := func(name string) float64 { return float64(r.Reading(name).Predicted/d.Measured - 1) }
		flow, sde = max(flow, off("balance~flow")), max(sde, off("balance~sde"))
		if off("balance~flow") < 0.02 || off("balance~sde") < 0.002 {
			t.Errorf("after %v the wrong theories miss by %v and %v only", change, off("balance~flow"), off("balance~sde"))
		}
	}
	if flow < 1 || sde < 0.15 {
		t.Errorf("the wrong theories miss by at most %v and %v", flow, sde)
	}
}

// TestBalanceArrives runs until the walkers are at the flattest point.
func TestBalanceArrives(t *testing.T) {
	s := open(t, "balance", map[string]any{"lr": 0.2, "walkers": 1000})
	s.Advance(500, nil)
	r := s.Report()
	if r.Status != Stationary || !strings.Contains(r.Sentence, "flattest point") {
		t.Errorf("%s, %q", r.Status, r.Sentence)
	}
	if d := r.Reading("balance").Measured; !(math.Abs(float64(d)) < 0.02) {
		t.Errorf("the imbalance is %v", d)
	}
}

// TestBalanceFullBatch shows that gradient descent stays where it came down, and
// that theory has it exactly.
func TestBalanceFullBatch(t *testing.T) {
	s := open(t, "balance", map[string]any{"sampling": "full-batch", "start1": 2.3, "start2": -0.2, "walkers": 10})
	s.Advance(100, nil)
	r := s.Report()
	before := *r.Reading("balance")
	s.Advance(300, nil)
	r = s.Report()
	d := r.Reading("balance")
	if math.Abs(float64(d.Measured-before.Measured)) > 1e-9 || math.Abs(float64(d.Measured-d.Predicted)) > 1e-9 || d.Measured < 5 {
		t.Errorf("gradient descent: %+v, 300 steps before %+v", d, before)
	}
	if r.Status != Stationary || d.StdErr.Exists() || !strings.Contains(r.Sentence, "stays") {
		t.Errorf("%s, %q, %+v", r.Status, r.Sentence, d)
	}
	s.Set(map[string]any{"sampling": "minibatch"})
	s.Advance(100, nil)
	r = s.Report()
	if now := r.Reading("balance").Measured; !(now < 0.9*before.Measured) {
		t.Errorf("noise takes the imbalance from %v to %v only", before.Measured, now)
	}
}

// TestBalanceTooSteep refuses predictions where the valley is too steep, and
// goes on where walkers have come to a flatter place.
func TestBalanceTooSteep(t *testing.T) {
	s := open(t, "balance", map[string]any{"lr": 0.35})
	s.Advance(2, nil)
	r := s.Report()
	if d := r.Reading("balance"); d.Valid || d.Predicted.Exists() || d.Reason != tooSteep || !strings.Contains(r.Sentence, "Too steep") {
		t.Errorf("%+v, %q", d, r.Sentence)
	}
	s.Advance(60, nil)
	r = s.Report()
	if d := r.Reading("balance"); !d.Predicted.Exists() || !(math.Abs(float64(d.Measured)) < 0.5) {
		t.Errorf("62 steps after a start that is too steep: %+v", d)
	}
	s.Set(map[string]any{"lr": 1.0, "c": 2.0})
	s.Advance(50, nil)
	if r = s.Report(); r.Status != Diverged || r.Diverged == 0 {
		t.Errorf("λ = 1 at c = 2: %s, %d have left", r.Status, r.Diverged)
	}
}

// TestBalanceHistory shows that a long run keeps the shape of all of it.
func TestBalanceHistory(t *testing.T) {
	h := balanceHistory{every: 1}
	for step := range 10_000 {
		if step%h.every == 0 {
			h.add(balanceSample{step: step})
		}
	}
	last := len(h.samples) - 1
	if last < most/2-1 || last >= most || h.samples[0].step != 0 || h.samples[last].step != last*h.every {
		t.Errorf("%d samples, every %d steps, the last at %d", last+1, h.every, h.samples[last].step)
	}
}
