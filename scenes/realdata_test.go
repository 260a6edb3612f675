package scenes

import (
	"math"
	"testing"
)

// settledAt is the report of a scene after its window has been open for a while.
func settledAt(t *testing.T, id string, values map[string]any) Report {
	t.Helper()
	s := open(t, id, values, map[string]any{"walkers": 4000})
	for s.Report().Status == Transient {
		s.Advance(10, nil)
	}
	s.Advance(400, nil)
	return s.Report()
}

// TestSamplingsOfRealData holds the things to try to their words: distinct
// points shrink the variance by (N−S)/(N−1) or more, since the noise feeds on
// itself, and small steps through epochs by seven, measured against predicted
// within 4 standard errors and the stated 0.1 % of the epochs' approximation.
func TestSamplingsOfRealData(t *testing.T) {
	const n, batch = 342, 256
	trace := func(values map[string]any) float64 {
		r := settledAt(t, "real-data", values)
		var sum float64
		for _, name := range []string{"cov.11", "cov.22"} {
			rd := r.Reading(name)
			predicted, measured, se := float64(rd.Predicted), float64(rd.Measured), float64(rd.StdErr)
			if !(se < 0.01*predicted && math.Abs(measured-predicted) <= 4*se+0.001*predicted) {
				t.Errorf("%v: %s predicted %v, measured %v ± %v", values, name, predicted, measured, se)
			}
			sum += measured
		}
		return sum
	}
	repeats := trace(map[string]any{"batch": batch})
	distinct := trace(map[string]any{"batch": batch, "sampling": "fresh-subset"})
	if got, want := distinct/repeats, float64(n-batch)/(n-1); !(got < want && got > 0.98*want) {
		t.Errorf("distinct points leave %v of the variance, want %v", got, want)
	}
	small := map[string]any{"batch": 16, "lr": 0.02}
	independent := trace(small)
	small["sampling"] = "epochs"
	if got := independent / trace(small); math.Abs(got-7) > 0.3 {
		t.Errorf("epochs shrink the variance %v times, want 7", got)
	}
}
