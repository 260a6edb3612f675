package scenes

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/scenes/plot"
)

// excessLoss is the training loss above its floor ½σ² at σ = 1.
func excessLoss(r *Report) (measured, predicted, stderr float64) {
	l := r.Reading("loss.train")
	return float64(l.Measured) - 0.5, float64(l.Predicted) - 0.5, float64(l.StdErr)
}

// TestDimensionKept: with a learning rate that is kept the loss grows with d and has the
// values of the exact formula, which neglecting d, or discrete time, misses.
func TestDimensionKept(t *testing.T) {
	for _, c := range []struct {
		dim  float64
		want float64 // ½ of 0.1 d/(8 · 1.9 − 0.1 (1 + d))
	}{{2, 0.1 / 14.9}, {16, 0.8 / 13.5}, {64, 3.2 / 8.7}, {128, 6.4 / 2.3}} {
		s := open(t, "dimension", map[string]any{"dim": c.dim, "walkers": 2000})
		r := settle(t, s, 200)
		got, predicted, se := excessLoss(&r)
		if math.Abs(predicted-c.want) > 1e-12 {
			t.Errorf("d = %v: predicted %v, want %v", c.dim, predicted, c.want)
		}
		if !(math.Abs(got-predicted) <= 4*se && se < 0.01*predicted) {
			t.Errorf("d = %v: %v ± %v, theory says %v", c.dim, got, se, predicted)
		}
		for _, name := range covNames {
			if d := off(&r, name, r.Reading(name).Predicted); !(d <= 4) {
				t.Errorf("d = %v: %s is %.1f standard errors off", c.dim, name, d)
			}
		}
		if sd := r.Reading("loss.sd"); math.Abs(float64(sd.Measured/sd.Predicted)-1) > 0.15 { // of 2000 walkers
			t.Errorf("d = %v: the loss differs by %v from run to run, theory says %v", c.dim, sd.Measured, sd.Predicted)
		}
		twoWeights, continuous := c.dim/2*0.1/14.9, c.dim*0.1/(4*8)
		if c.dim > 2 && !(got-twoWeights > 10*se && got > 1.09*twoWeights) {
			t.Errorf("d = %v: the formula for two weights, %v, isn't missed by %v ± %v", c.dim, twoWeights, got, se)
		}
		if miss := got/continuous - 1; !(got-continuous > 4*se && miss > 0.07) {
			t.Errorf("d = %v: continuous time, %v, isn't missed by %v ± %v", c.dim, continuous, got, se)
		}
	}
	s := open(t, "dimension", map[string]any{"dim": 256, "walkers": 200})
	s.Settle()
	s.Advance(600, nil)
	if r := s.Report(); r.Status != Diverged || r.Diverged != 200 {
		t.Errorf("d = 256: %s, %d of 200 walkers gone", r.Status, r.Diverged)
	}
}

// TestDimensionScaled: with λ ∝ 1/d the loss stays within 6 % of that at d = 16.
func TestDimensionScaled(t *testing.T) {
	for _, dim := range []float64{16, 64, 256} {
		s := open(t, "dimension", map[string]any{"dim": dim, "rule": "one-over-d", "walkers": 1000, "start1": 0.0, "start2": 0.0})
		r := settle(t, s, 300)
		got, predicted, se := excessLoss(&r)
		if !(math.Abs(got-predicted) <= 4*se && se < 0.01*predicted) {
			t.Errorf("d = %v: %v ± %v, theory says %v", dim, got, se, predicted)
		}
		if at16 := 0.8 / 13.5; math.Abs(got/at16-1) > 0.07 {
			t.Errorf("d = %v: the loss is %v above its floor, at d = 16 %v", dim, got, at16)
		}
	}
}

// TestDimensionTwo is label noise with two equal eigenvalues.
func TestDimensionTwo(t *testing.T) {
	a := open(t, "dimension", quick, map[string]any{"dim": 2, "lr": 0.6}).Report()
	b := open(t, "label-noise", quick, map[string]any{"a2": 1.0, "lr": 0.6, "batch": 8}).Report()
	for _, name := range []string{"cov.11", "cov.12", "cov.22", "lr.max.mean", "lr.max.fourth", "lr.max.variance"} {
		if x, y := a.Reading(name).Predicted, b.Reading(name).Predicted; math.Abs(float64(x-y)) > 1e-9 {
			t.Errorf("%s: %v here, %v with label noise", name, x, y)
		}
	}
}

// TestDimensionOne has no second weight to speak of.
func TestDimensionOne(t *testing.T) {
	s := open(t, "dimension", map[string]any{"dim": 1})
	r := settle(t, s, 100)
	for _, name := range []string{"cov.12", "cov.22", "now.cov.12", "mean.2"} {
		if rd := r.Reading(name); rd.Valid || rd.Predicted.Exists() || rd.Reason != oneWeight {
			t.Errorf("%+v", rd)
		}
	}
	if d := off(&r, "cov.11", r.Reading("cov.11").Predicted); !(d <= 4) {
		t.Errorf("cov.11 is %.1f standard errors off", d)
	}
}

// TestDimensionRegimes walks λ through its limits and back.
func TestDimensionRegimes(t *testing.T) {
	s := open(t, "dimension", map[string]any{"dim": 4, "walkers": 1000})
	s.Settle()
	r := s.Report()
	limit := func(name string) float64 { return float64(r.Reading("lr.max." + name).Predicted) }
	fourth, variance, typical := limit("fourth"), limit("variance"), limit("typical")
	if math.Abs(variance-16.0/13) > 1e-9 || !(fourth < variance && variance < typical && typical < 2) {
		t.Fatalf("limits %v, %v, %v", fourth, variance, typical)
	}
	for _, c := range []struct {
		lr               float64
		status           Status
		says             string
		predicted, error bool
		least, most      Number // of the tail exponent
	}{
		{0.7 * fourth, Stationary, "Agrees", true, true, 0, 0},
		{(fourth + variance) / 2, Stationary, "infinite variance", true, false, 2, 4},
		{(variance + typical) / 2, HeavyTailed, "no covariance exists", false, false, 0, 2},
		{1.5 * typical, Diverged, "typical runs leave", false, false, 0, 0},
		{0.7 * fourth, Stationary, "Agrees", true, true, 0, 0},
	} {
		r = at(s, c.lr, 600)
		cov, tail := r.Reading("cov.11"), r.Reading("tail")
		if r.Status != c.status || !strings.Contains(r.Sentence, c.says) || cov.Predicted.Exists() != c.predicted || cov.StdErr.Exists() != c.error {
			t.Errorf("λ = %v: %s, %q, %+v", c.lr, r.Status, r.Sentence, cov)
		}
		if tail.Predicted.Exists() != (c.most > 0) || c.most > 0 && !(tail.Predicted > c.least && tail.Predicted < c.most) {
			t.Errorf("λ = %v: tail %+v, want from %v to %v", c.lr, tail, c.least, c.most)
		}
		if (r.Diverged > 900) != (c.status == Diverged) || c.status == Stationary && r.Diverged > 0 {
			t.Errorf("λ = %v: %d walkers held", c.lr, r.Diverged)
		}
		checkClean(t, s)
	}
}

// TestDimensionWalkers keeps walkers to what a page can hold, and says so.
func TestDimensionWalkers(t *testing.T) {
	s := open(t, "dimension", map[string]any{"walkers": 100})
	notices := s.Set(map[string]any{"dim": 256, "walkers": 20000})
	if s.Value("walkers") != 9765 || len(notices) != 1 || !strings.Contains(notices[0], "9765") {
		t.Errorf("%v walkers, %v", s.Value("walkers"), notices)
	}
}

// TestDimensionRuler drags λ itself, also where the parameter is that of d = 16.
func TestDimensionRuler(t *testing.T) {
	s := open(t, "dimension", quick, map[string]any{"rule": "one-over-d", "lr": 0.4})
	s.Draw(plot.NewRecord(820, 640, plot.Light))
	for _, h := range s.Handles() {
		if h.Name == "learning rate" {
			if lr := h.Drag(h.At)["lr"].(float64); math.Abs(lr-0.4) > 1e-9 {
				t.Errorf("dragging λ to where it is sets %v", lr)
			}
			return
		}
	}
	t.Error("no handle for λ")
}
