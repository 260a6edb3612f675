package scenes

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/engine/plane"
)

// TestNoiseSwitchesOn adds point after point in mid-flight: the walkers rest up
// to N = 2 and wander from N = 3 on, as predicted within 4 standard errors of
// 1 % or less.
func TestNoiseSwitchesOn(t *testing.T) {
	s := open(t, "interpolation", map[string]any{"points": 1})
	s.Settle()
	for n := 1; n <= 5; n++ {
		s.Set(map[string]any{"points": n})
		for s.Report().Status == Transient {
			s.Advance(10, nil)
		}
		s.Advance(500, nil)
		r := s.Report()
		for _, name := range []string{"cov.11", "cov.22"} {
			rd := r.Reading(name)
			predicted, measured, se := float64(rd.Predicted), float64(rd.Measured), float64(rd.StdErr)
			if n <= 2 {
				if predicted != 0 || !(measured < vanished) || rd.StdErr.Exists() || !strings.Contains(r.Sentence, "fitted exactly: no noise") {
					t.Errorf("N = %d: %s predicted %v, measured %v; %q", n, name, predicted, measured, r.Sentence)
				}
				continue
			}
			if !(predicted > 0.02 && se < 0.01*predicted && math.Abs(measured-predicted) <= 4*se) || !strings.Contains(r.Sentence, "noise is on") {
				t.Errorf("N = %d: %s predicted %v, measured %v ± %v; %q", n, name, predicted, measured, se, r.Sentence)
			}
		}
	}
}

// TestManyWeights holds the paper's formula for many weights to the amount by
// which it misses the two of this scene, far beyond the error bars.
func TestManyWeights(t *testing.T) {
	for n, miss := range map[int]float64{3: 1.9398, 10: 1.0665, 50: -0.2420} {
		s := open(t, "interpolation", map[string]any{"points": n})
		s.Settle()
		s.Advance(500, nil)
		r := s.Report()
		var exact, measured, other, se float64
		for _, name := range []string{"cov.11", "cov.22"} {
			rd := r.Reading(name)
			exact += float64(rd.Predicted)
			measured += float64(rd.Measured)
			se += float64(rd.StdErr)
			other += float64(r.Reading(name + "~many-weights").Predicted)
		}
		if got := other/exact - 1; math.Abs(got-miss) > 0.0001 || !(math.Abs(other-measured) > 20*se) || !(math.Abs(exact-measured) <= 4*se) {
			t.Errorf("N = %d: trace %v ± %v, exact %v, many weights %v, a miss of %.4f, want %v", n, measured, se, exact, other, got, miss)
		}
	}
}

// TestOnePoint shows the frozen direction: whatever they did before, walkers
// end straight across the line from the start, which drags the end along.
func TestOnePoint(t *testing.T) {
	s := open(t, "interpolation", quick)
	s.Advance(100, nil)
	s.Set(map[string]any{"points": 1})
	var ends []plane.Vec
	for _, start := range []plane.Vec{{1.4, -0.5}, {0, 3}} {
		s.Set(map[string]any{"start1": start[0], "start2": start[1]})
		s.Advance(400, nil)
		r := s.Report()
		w := plane.Vec{float64(r.Reading("mean.1").Measured), float64(r.Reading("mean.2").Measured)}
		data := s.scene.(*interpolation).data
		x, moved := data.Input(0), w.Sub(start)
		if across := moved[0]*x[1] - moved[1]*x[0]; !(math.Abs(across) < 1e-12) {
			t.Errorf("from %v to %v: %v in the frozen direction", start, w, across)
		}
		if miss := x.Dot(w) - data.Y[0]; !(math.Abs(miss) < 1e-6) || r.Status != Stationary {
			t.Errorf("from %v: %s, the point is missed by %v", start, r.Status, miss)
		}
		if !strings.Contains(r.Sentence, "One direction is frozen") {
			t.Errorf("%q", r.Sentence)
		}
		ends = append(ends, w)
	}
	if d := ends[1].Sub(ends[0]); !(d.Dot(d) > 1) {
		t.Errorf("another start ends at %v, too", ends)
	}
}

// TestInterpolationBatch clamps a batch of distinct points, and only that, and
// knows that a batch of all points has no noise.
func TestInterpolationBatch(t *testing.T) {
	s := open(t, "interpolation", quick, map[string]any{"batch": 8})
	notices := s.Set(map[string]any{"sampling": "fresh-subset"})
	if len(notices) != 1 || !strings.Contains(notices[0], "nearest is 3") || s.Value("batch") != 3 {
		t.Errorf("batch 8 of 3 points: %v, %v", notices, s.Value("batch"))
	}
	s.Advance(200, nil)
	if r := s.Report(); r.Reading("cov.11").Predicted != 0 || !strings.Contains(r.Sentence, "whole data: no noise") {
		t.Errorf("%q", r.Sentence)
	}
}

// TestPointsCurve compares the curve over N with the predictions of the scene
// at each N, and sees other data with another seed.
func TestPointsCurve(t *testing.T) {
	floors := map[float64]bool{}
	for _, seed := range []int{1, 2} {
		s := open(t, "interpolation", quick, map[string]any{"seed": seed, "batch": 4, "sampling": "fresh-subset", "points": 50})
		scene := s.scene.(*interpolation)
		checkClean(t, s) // draws
		laws := scene.curve.laws.kept
		for _, n := range []int{1, 2, 3, 17} {
			s.Set(map[string]any{"points": n, "batch": min(n, 4)})
			want, got := scene.fc, laws[n]
			if got.H != want.law.H || got.Add != want.law.Add || math.Abs(got.variance/want.limits.Variance-1) > 1e-12 {
				t.Errorf("N = %d: the curve has %v, the scene %v", n, got.Law, want.law)
			}
		}
		floors[scene.fc.law.Floor] = true
	}
	if len(floors) != 2 {
		t.Error("another seed has the same data")
	}
}
