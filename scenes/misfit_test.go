package scenes

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/engine/measure"
)

// TestMisfitNoise compares the measured covariance with its closed form and
// shows that both overlays, which take the shape of the noise from the Hessian,
// are far off: 4 standard errors of 1 % or less for what is right.
func TestMisfitNoise(t *testing.T) {
	s := open(t, "misfit")
	s.Settle()
	s.Advance(500, nil)
	r := s.Report()
	const rate = 0.5 / 8 // λ/S
	a, d := 1.5, 1.5-2*rate
	det := a*d - rate*rate
	for name, want := range map[string]float64{
		"cov.11": (2*rate*d + 10*rate*rate) / det, "cov.22": (10*rate*a + 2*rate*rate) / det,
	} {
		rd := r.Reading(name)
		measured, se := float64(rd.Measured), float64(rd.StdErr)
		if !(se <= 0.01*want && math.Abs(measured-want) <= 4*se) || math.Abs(float64(rd.Predicted)-want) > 1e-12 {
			t.Errorf("%s: predicted %v, measured %v ± %v, want %v", name, rd.Predicted, measured, se, want)
		}
		for suffix, misses := range map[string][2]float64{"~hessian": {-0.1867, -0.8185}, "~general": {-0.1514, -0.8106}} {
			other := float64(r.Reading(name + suffix).Predicted)
			miss := misses[0]
			if name == "cov.22" {
				miss = misses[1]
			}
			if math.Abs(other/want-1-miss) > 1e-4 || math.Abs(measured-other) < 20*se {
				t.Errorf("%s%s = %v misses by %.4f, want %v and many standard errors of %v", name, suffix, other, other/want-1, miss, se)
			}
		}
	}
	if !strings.Contains(r.Sentence, "without any label noise") || !strings.Contains(r.Sentence, "4.48 times") {
		t.Errorf("%q", r.Sentence)
	}
}

// TestMissingFeature adds x² to the model in mid-flight: the cloud follows the
// prediction of every step down to nothing. Where noise only fades a few walkers
// come to decide the averages: over the first steps the spread over walkers gives
// honest error bars, and 4 of them are allowed here; later there are none.
func TestMissingFeature(t *testing.T) {
	s := open(t, "misfit")
	s.Advance(50, nil)
	s.Set(map[string]any{"feature": "with-square"})
	c := s.scene.(interface{ asCloud() *cloud }).asCloud()
	for range 3 {
		s.Advance(3, nil)
		r := s.Report()
		m := measure.Instant(c.ens.W, c.fc.law.Min, c.fc.law.H, c.ens.Held)
		for name, e := range map[string]measure.Estimate{"now.cov.11": m.Cov[0], "now.cov.22": m.Cov[2], "loss.train": m.Loss} {
			rd := r.Reading(name)
			if d := (e.Value - float64(rd.Predicted)) / e.StdErr; !(math.Abs(d) <= 4) {
				t.Errorf("%s is %v standard errors off", name, d)
			}
		}
	}
	s.Advance(60, nil)
	fading := s.Report()
	if rd := fading.Reading("now.cov.11"); !rd.Measured.Exists() || rd.StdErr.Exists() || rd.Reason == "" {
		t.Errorf("now.cov.11 is %v with the error bar %v, reason %q", rd.Measured, rd.StdErr, rd.Reason)
	}
	s.Advance(240, nil)
	r := s.Report()
	if c := r.Reading("cov.22"); r.Status != Stationary || c.Predicted != 0 || !(c.Measured < vanished) {
		t.Errorf("%s, Σ₂₂ predicted %v, measured %v", r.Status, c.Predicted, c.Measured)
	}
	if !strings.Contains(r.Sentence, "there is no noise") {
		t.Errorf("%q", r.Sentence)
	}
	s.Set(map[string]any{"sigma": 1.0})
	if r = s.Report(); !strings.Contains(r.Sentence, "only the label noise") {
		t.Errorf("%q", r.Sentence)
	}
	s.Set(map[string]any{"feature": "line"})
	if r = s.Report(); !strings.Contains(r.Sentence, "together") {
		t.Errorf("%q", r.Sentence)
	}
}
