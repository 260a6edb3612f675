package scenes

import (
	"strings"
	"testing"
)

// at brings a session to λ and lets the simulated limit and some steps happen.
func at(s *Session, lr float64, steps int) Report {
	s.Set(map[string]any{"lr": lr})
	s.Settle()
	s.Advance(steps, nil)
	return s.Report()
}

// TestRegimes walks the learning rate through every limit and back: theory says
// so before the cloud does, and the cloud recovers.
func TestRegimes(t *testing.T) {
	eachCloud(t, func(t *testing.T, i Info) {
		s := open(t, i.ID, map[string]any{"walkers": 2000})
		s.Settle()
		r := s.Report()
		limit := func(name string) float64 { return float64(r.Reading("lr.max." + name).Predicted) }
		steps := int(700 / (1 - s.settings().or("momentum", 0))) // momentum makes everything slower
		fourth, variance, typical := limit("fourth"), limit("variance"), limit("typical")
		if !(fourth < variance && variance < typical) {
			t.Fatalf("limits %v, %v, %v are out of order", fourth, variance, typical)
		}
		for _, c := range []struct {
			lr        float64
			status    Status
			says      string
			errorBars bool
			exists    bool
		}{
			{0.8 * fourth, Stationary, "Agrees", true, true},
			{(fourth + variance) / 2, Stationary, "infinite variance", false, true},
			{(variance + typical) / 2, HeavyTailed, "no covariance exists", false, false},
			{1.5 * typical, Diverged, "typical runs leave", false, false},
			{0.7 * fourth, Stationary, "Agrees", true, true},
		} {
			r = at(s, c.lr, 0)
			if want := c.status; r.Status != want && !(want == Stationary && r.Status == Transient) {
				t.Errorf("at λ = %v theory says %s at once, want %s", c.lr, r.Status, want)
			}
			r = at(s, c.lr, steps)
			if r.Status != c.status || !strings.Contains(r.Sentence, c.says) {
				t.Errorf("at λ = %v: %s, %q, want %s, %q", c.lr, r.Status, r.Sentence, c.status, c.says)
			}
			cov := r.Reading("cov.11")
			if cov.Predicted.Exists() != c.exists || cov.Measured.Exists() != c.exists {
				t.Errorf("at λ = %v: cov.11 predicted %v, measured %v", c.lr, cov.Predicted, cov.Measured)
			}
			if cov.StdErr.Exists() != c.errorBars || (cov.Reason == "") != c.errorBars {
				t.Errorf("at λ = %v: standard error %v, reason %q", c.lr, cov.StdErr, cov.Reason)
			}
			if held := r.Diverged; (held > 1000) != (c.status == Diverged) || c.status == Stationary && held != 0 {
				t.Errorf("at λ = %v: %d walkers held", c.lr, held)
			}
			checkClean(t, s)
		}
	})
}

// TestTail brackets the measured tail exponent by the limits of the moments.
func TestTail(t *testing.T) {
	s := open(t, "label-noise", map[string]any{"batch": 4})
	s.Settle()
	r := at(s, 1.2, 1500) // between the fourth-moment limit and the variance limit
	low := r.Reading("tail").Measured
	r = at(s, 1.6, 1500)
	high := r.Reading("tail").Measured
	// A Hill estimate from 100 of 10,000 walkers has a standard error of a tenth
	// and a bias towards thinner tails that it shares at both places.
	if !(high > 0.5 && high < 2.4 && low > high && low < 5) {
		t.Errorf("tail exponents %v at λ = 1.2 and %v at 1.6", low, high)
	}
}

// TestTransient shows the window closed at the start and open later, and that
// the readings compare instants until then.
func TestTransient(t *testing.T) {
	s := open(t, "label-noise", map[string]any{"lr": 0.1})
	s.Advance(3, nil)
	r := s.Report()
	if r.Status != Transient || r.Steps != 0 || r.Reading("cov.11").Measured.Exists() || r.Reading("cov.11").Reason == "" {
		t.Errorf("after 3 steps: %+v", r.Reading("cov.11"))
	}
	if now := r.Reading("now.cov.11"); !now.Deviation().Exists() {
		t.Errorf("after 3 steps: %+v", now)
	}
	s.Advance(400, nil)
	if r = s.Report(); r.Status != Stationary || r.Steps == 0 {
		t.Errorf("after 400 steps: %s, %d steps", r.Status, r.Steps)
	}
	s.Set(map[string]any{"show-sde": "yes", "zoom": 2.0, "speed": 100.0})
	if now := s.Report(); now.Steps != r.Steps {
		t.Error("a change of the view empties the measuring window")
	}
	s.Set(map[string]any{"batch": 8})
	if now := s.Report(); now.Steps != 0 || now.Status != Transient {
		t.Error("a change of the batch size keeps the measuring window")
	}
}

// TestStart withholds error bars that would be rounding: at the start all
// walkers are in one place.
func TestStart(t *testing.T) {
	eachCloud(t, func(t *testing.T, i Info) {
		r := open(t, i.ID).Report()
		for _, rd := range r.Readings {
			if rd.Deviation().Exists() {
				t.Errorf("before the first step %s is %v standard errors off", rd.Name, rd.Deviation())
			}
		}
	})
}

// TestFewWalkers withholds error bars that so few walkers can't give.
func TestFewWalkers(t *testing.T) {
	s := open(t, "label-noise", map[string]any{"walkers": 3, "lr": 0.3})
	s.Advance(200, nil)
	r := s.Report()
	if c := r.Reading("cov.11"); !c.Measured.Exists() || c.StdErr.Exists() || c.Reason == "" {
		t.Errorf("three walkers: %+v", c)
	}
}

// TestDataset covers what only finite data has: a batch clamped to the data,
// batches without noise, and epochs marked as approximate.
func TestDataset(t *testing.T) {
	s := open(t, "real-data", map[string]any{"sampling": "fresh-subset", "walkers": 50})
	notices := s.Set(map[string]any{"batch": 1000})
	if len(notices) != 1 || !strings.Contains(notices[0], "342") || s.Value("batch") != 342 {
		t.Errorf("batch 1000 of 342 points: %v, %v", notices, s.Value("batch"))
	}
	r := at(s, 0.5, 200)
	if c := r.Reading("cov.11"); c.Predicted != 0 || c.StdErr.Exists() || r.Status != Stationary {
		t.Errorf("full batches: %s, %+v", r.Status, c)
	}
	s.Set(map[string]any{"batch": 8, "sampling": "epochs"})
	r = at(s, 0.2, 300)
	if c := r.Reading("cov.11"); c.Valid || c.Deviation().Exists() || !strings.Contains(c.Reason, "approximate") {
		t.Errorf("epochs: %+v", c)
	}
	if r.Reading("loss.test") != nil {
		t.Error("a dataset has no test loss")
	}
}
