package scenes

import (
	"math"
	"strings"
	"testing"
)

// round is input noise with A = a I and B = b I, where everything has a closed form.
func round(t *testing.T, raw map[string]any) Report {
	t.Helper()
	s := open(t, "input-noise", quick, map[string]any{"a1": 0.8, "a2": 0.8, "b2": 0.4, "b1": 0.4, "u1": 1.5, "u2": -0.5, "batch": 4, "lr": 0.5}, raw)
	for s.Report().Status == Transient {
		s.Advance(10, nil)
	}
	return s.Report()
}

// TestInputNoiseClosedForm holds the scene to the closed forms: with k = a + b,
// the noise is label noise of variance |u|² ab/k, the minimum a u/k, the largest
// λ 2S/(k(S+3)), and Σ that of label noise at curvature k.
func TestInputNoiseClosedForm(t *testing.T) {
	const a, b, s, lr, uu = 0.8, 0.4, 4.0, 0.5, 2.5
	const k = a + b
	variance := func(k float64) float64 { return uu * a * b / (a + b) * lr / (s*(2-lr*k) - 3*lr*k) }
	bias := b / k * b / k * uu
	r := round(t, nil)
	for name, want := range map[string]float64{
		"cov.11": variance(k), "cov.22": variance(k), "cov.11~label-noise": variance(a),
		"mean.1": a / k * 1.5, "mean.2": -a / k * 0.5,
		"lr.max.variance": 2 * s / (k * (s + 3)), "lr.max.mean": 2 / k,
		"loss.train": (uu*a*b/k + 2*k*variance(k)) / 2,
		"loss.test":  a * (2*variance(k) + bias) / 2,
	} {
		if got := float64(r.Reading(name).Predicted); !(math.Abs(got/want-1) < 1e-9) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if miss := float64(r.Reading("cov.11~label-noise").Predicted)/variance(k) - 1; !(miss < -0.2) {
		t.Errorf("label noise on clean inputs misses by %v", miss)
	}
}

// TestInputNoiseLowersTheEdge shows that more input noise leaves less room for λ.
func TestInputNoiseLowersTheEdge(t *testing.T) {
	last := math.Inf(1)
	for _, b := range []float64{0, 0.2, 0.5, 1, 2, 3} {
		r := open(t, "input-noise", quick, map[string]any{"b1": b}).Report()
		limit := float64(r.Reading("lr.max.variance").Predicted)
		if !(limit < last) {
			t.Errorf("b = %v: the largest λ is %v, with less noise %v", b, limit, last)
		}
		last = limit
	}
}

// TestWithoutInputNoise shows that no noise is left without it.
func TestWithoutInputNoise(t *testing.T) {
	s := open(t, "input-noise", quick, map[string]any{"b1": 0, "b2": 0})
	s.Advance(400, nil)
	r := s.Report()
	cov, mean := r.Reading("cov.11"), r.Reading("mean.1")
	if cov.Predicted != 0 || cov.Measured > 1e-15 || math.Abs(float64(mean.Measured)-1) > 1e-7 || !strings.Contains(r.Sentence, "Neither inputs") {
		t.Errorf("%q, %+v, %+v", r.Sentence, cov, mean)
	}
}

// TestInputNoiseCurves draws both side plots.
func TestInputNoiseCurves(t *testing.T) {
	for _, curve := range []string{"variance", "limit"} {
		for _, b := range []float64{0, 3} {
			s := open(t, "input-noise", quick, map[string]any{"curve": curve, "b1": b, "momentum": 0.5, "lr": 0.2})
			s.Advance(50, nil)
			checkClean(t, s)
		}
	}
}

// TestTeacherAtZero has noise on the inputs that moves nobody, because weights of 0
// don't see the inputs.
func TestTeacherAtZero(t *testing.T) {
	s := open(t, "input-noise", map[string]any{"u1": 0, "u2": 0, "sigma": 0, "b1": 1, "walkers": 100})
	s.Advance(400, nil)
	if r := s.Report(); r.Status != Stationary || !strings.Contains(r.Sentence, "inputs are noisy, but") {
		t.Errorf("%s: %q", r.Status, r.Sentence)
	}
}
