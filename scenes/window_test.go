package scenes

import (
	"math"
	"testing"
)

// The measuring window opens when theory has come to rest for good: what is left
// of the transient must not show in any reading, neither where momentum swings
// the covariance through the stationary one nor in a direction with little noise.
func TestWindowWaitsForRest(t *testing.T) {
	for name, c := range map[string]struct {
		scene  string
		values map[string]any
	}{
		"momentum swings": {"label-noise", map[string]any{"a1": 0.01, "a2": 0.01, "batch": 1024, "lr": 4,
			"momentum": 0.99, "sigma": 2.16, "start1": 10, "start2": 4.6}},
		"small direction": {"weight-decay", map[string]any{"weight-decay": -0.05, "a1": 2, "a2": 0.1, "lr": 0.3,
			"angle": 0, "batch": 64, "u1": 0.2, "u2": 2, "start1": 8, "start2": -3}},
		"slow direction": {"label-noise", map[string]any{"a1": 1, "a2": 0.02, "lr": 0.5, "start1": 10, "start2": 10}},
		"preconditioner": {"preconditioner", map[string]any{"preconditioner": "fixed", "momentum": 0.9, "lr": 0.1, "start1": 8}},
	} {
		s := open(t, c.scene, c.values, map[string]any{"walkers": 1000})
		r := &s.scene.(interface{ asCloud() *cloud }).asCloud().run
		for k := 0; !r.open; k++ {
			if k > 20000 {
				t.Fatalf("%s: the window never opens", name)
			}
			s.Advance(1, nil)
		}
		var shift, spread float64
		for range 300 {
			s.Advance(1, nil)
			now, sigma := r.now.State(), r.fc.sigma
			off, cov := now.Offset(), now.Cov()
			for k, v := range [2]float64{sigma[0], sigma[2]} {
				shift = math.Max(shift, math.Abs(off[k])/math.Sqrt(v/1000))
				spread = math.Max(spread, math.Abs([2]float64{cov[0], cov[2]}[k]/v-1))
			}
		}
		if shift > 0.3 || spread > 0.012 {
			t.Errorf("%s: with the window open the mean is up to %.2g sampling errors away, the variance up to %.2g",
				name, shift, spread)
		}
	}
}

// What the scaling rule reports after a change is of the window since then, also
// where that has as many steps as the one before.
func TestRatioIsOfThisWindow(t *testing.T) {
	s := open(t, "scaling-rule", map[string]any{"walkers": 1000})
	s.Advance(100, nil)
	before := s.Report().Steps
	s.Set(map[string]any{"ratio": 0.005})
	chosenRun := &s.scene.(*scalingRule).runs[chosen]
	for k := 0; chosenRun.collected < before && k < 2000; k++ {
		s.Advance(1, nil)
	}
	r := s.Report()
	if z := r.Reading("ratio").Deviation(); !(math.Abs(float64(z)) < 5) {
		t.Errorf("%v standard errors", z)
	}
}
