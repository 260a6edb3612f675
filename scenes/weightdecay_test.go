package scenes

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sgdnoise/scenes/plot"
)

// decayedAt opens the scene with one weight, a = 1.
func decayedAt(t *testing.T, raw map[string]any) (*Session, Report) {
	t.Helper()
	s := open(t, "weight-decay", quick, map[string]any{"dim": 1}, raw)
	return s, s.Report()
}

// TestWeightDecayBest holds the best γ to the known values: 0 without label noise
// where γ = 0 is stable (figure 3, right), negative at a large λ, positive at
// S = 1, and a change of sign at λa = 1 with label noise.
func TestWeightDecayBest(t *testing.T) {
	for _, c := range []struct {
		lr, batch, sigma, best, place float64
	}{
		{0.5, 1, 0, 0, 0},
		{1.9, 10, 0, -0.267430, 1e-6},
		{1.8, 10, 0, -0.169783, 1e-6},
		{0.68, 1, 0, 0.135370, 1e-6},
		{0.5, 4, 1, 0.0339878, 1e-7},
		{1, 8, 1, 0, 1e-7},
		{1.5, 16, 1, -0.102645, 1e-6},
	} {
		_, r := decayedAt(t, map[string]any{"lr": c.lr, "batch": c.batch, "sigma": c.sigma, "weight-decay": 0.2})
		best := r.Reading("weight-decay.best")
		if got := float64(best.Predicted); !best.Valid || !(math.Abs(got-c.best) <= 0.51*c.place) {
			t.Errorf("λ %v, S %v, σ %v: best is %v, want %v", c.lr, c.batch, c.sigma, got, c.best)
		}
	}
	_, r := decayedAt(t, map[string]any{"lr": 1, "batch": 1})
	if best := r.Reading("weight-decay.best"); best.Predicted.Exists() || !strings.Contains(best.Reason, "not valid here, because") {
		t.Errorf("λ 1, S 1: %+v", best)
	}
}

// TestWeightDecayTestLoss compares the reading with what figure 3, right, shows
// (u = 1) and with its closed form off the stable window's middle.
func TestWeightDecayTestLoss(t *testing.T) {
	info, _ := Find("weight-decay")
	figure := info.Figures[0]
	for gamma, want := range map[float64]float64{-0.3: 0.684332, -0.1: 0.0218003, 0.2: 0.0343137, 1: 0.25, 2: 0.666667} {
		s := open(t, "weight-decay", quick, figure.Values, map[string]any{"weight-decay": gamma})
		for s.Report().Status == Transient {
			s.Advance(10, nil)
		}
		r := s.Report()
		if got := float64(r.Reading("loss.test").Predicted); math.Abs(got-want) > 0.51e-6 {
			t.Errorf("γ = %v: test loss %v, want %v", gamma, got, want)
		}
	}
}

// TestWeightDecayWindow moves γ out of the stable window on both sides and past
// the place where the minimum ceases to be one.
func TestWeightDecayWindow(t *testing.T) {
	for _, c := range []struct {
		gamma  float64
		status Status
		says   string
	}{
		{-0.27, Transient, "On its way"},
		{0, HeavyTailed, "γ between −0.751 and −0.196"},
		{-0.76, HeavyTailed, "γ between −0.751 and −0.196"},
		{-1.2, Diverged, "the minimum is no minimum"},
	} {
		s, _ := decayedAt(t, map[string]any{"lr": 1.9, "batch": 10, "weight-decay": c.gamma})
		s.Settle()
		if r := s.Report(); r.Status != c.status || !strings.Contains(r.Sentence, c.says) {
			t.Errorf("γ = %v: %s, %q, want %s, %q", c.gamma, r.Status, r.Sentence, c.status, c.says)
		}
	}
}

// TestWeightDecayGeneral: the paper's formula for general minima turns the noise
// of the pull around. With much label noise that hardly matters; without any it
// misses most of Σ and has the other sign across.
func TestWeightDecayGeneral(t *testing.T) {
	for _, c := range []struct {
		values map[string]any
		least  float64 // error of the trace in per cent
		most   float64
		across bool // Σ₁₂ has the right sign
	}{
		{map[string]any{"weight-decay": 0.02, "sigma": 1, "batch": 256}, -1, 1, true},
		{map[string]any{"angle": 0, "a2": 0.5, "u2": -2, "lr": 0.3, "batch": 64}, -63, -61, false},
		{map[string]any{"dim": 1}, -100, -100, true},
	} {
		s := open(t, "weight-decay", quick, c.values, map[string]any{"show-general": "yes"})
		r := s.Report()
		exact, off := s.scene.(*weightDecay).fc.sigma, 0.0
		var got [3]float64
		for k, name := range covNames {
			rd := r.Reading(name + "~general")
			if got[k] = float64(rd.Predicted); !rd.Valid {
				t.Errorf("%v: %+v", c.values, rd)
			}
		}
		off = 100 * ((got[0]+got[2])/exact.Trace() - 1)
		if !(off >= c.least-1e-9 && off <= c.most+1e-9) || (got[1]*exact[1] >= 0) != c.across {
			t.Errorf("%v: Σ %v, exact %v, the trace off by %.1f %%", c.values, got, exact, off)
		}
		if !strings.Contains(strings.Join(r.Notes, "\n"), "general minimum: trace") {
			t.Errorf("%v: %q", c.values, r.Notes)
		}
	}
}

// TestWithoutMinimum shows that noise may hold typical runs even where gradient
// descent leaves at every λ: only between two learning rates do they stay.
func TestWithoutMinimum(t *testing.T) {
	for _, c := range []struct {
		lr     float64
		status Status
	}{{0.03, Diverged}, {0.2, HeavyTailed}, {1, Diverged}} {
		s := open(t, "weight-decay", map[string]any{"dim": 1, "batch": 1, "weight-decay": -1.2, "walkers": 1000, "lr": c.lr})
		s.Settle()
		s.Advance(6000, nil)
		r := s.Report()
		if r.Status != c.status || (r.Diverged > 500) != (c.status == Diverged) {
			t.Errorf("λ = %v: %s with %d of 1000 walkers held, want %s", c.lr, r.Status, r.Diverged, c.status)
		}
		for _, name := range []string{"cov.11", "now.cov.22", "mean.1", "loss.test", "lr.max.mean", "lr.max.variance", "cov.11~continuous"} {
			if rd := r.Reading(name); rd.Predicted.Exists() || rd.Valid || rd.Reason == "" {
				t.Errorf("λ = %v: %+v", c.lr, rd)
			}
		}
		checkClean(t, s)
	}
}

// TestSingular opens the scene exactly where the loss has no stationary point.
func TestSingular(t *testing.T) {
	for _, gamma := range []float64{-1, -0.35} {
		s := open(t, "weight-decay", quick, map[string]any{"weight-decay": gamma})
		s.Settle()
		s.Advance(100, nil)
		checkClean(t, s)
	}
}

// TestDragCurves drags the parameter that a side plot is drawn against.
func TestDragCurves(t *testing.T) {
	for id, key := range map[string]string{"weight-decay": "weight-decay", "input-noise": "b1"} {
		s := open(t, id, quick)
		s.Draw(plot.NewRecord(820, 640, plot.Light))
		dragged := false
		for _, h := range s.Handles() {
			if !slices.Equal(h.Keys(), []string{key}) {
				continue
			}
			dragged = true
			for _, x := range []float64{0.1, 0.7} {
				to := plot.Point{X: h.Area.Min.X + x*h.Area.W(), Y: h.At.Y}
				if got := h.Drag(h.At)[key].(float64); math.Abs(got-s.Value(key)) > 0.001 {
					t.Errorf("%s: the handle is at %v, not %v", id, got, s.Value(key))
				}
				want := h.Drag(to)[key].(float64)
				s.Set(h.Drag(to))
				if got := s.Value(key); got != want {
					t.Errorf("%s: dragged to %v, got %v", id, want, got)
				}
				s.Draw(plot.NewRecord(820, 640, plot.Light))
				h = s.Handles()[slices.IndexFunc(s.Handles(), func(h Handle) bool { return slices.Equal(h.Keys(), []string{key}) })]
			}
		}
		if !dragged {
			t.Errorf("%s: nothing drags %s", id, key)
		}
	}
}
