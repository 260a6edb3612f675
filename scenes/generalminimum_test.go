package scenes

import (
	"math"
	"strings"
	"testing"
)

// TestGeneralMinimum holds the scene to its claim: the exact noise is that of
// gradients drawn at the point, within 4 standard errors of at most 1 %, and
// each formula misses by as much as is said.
func TestGeneralMinimum(t *testing.T) {
	for _, c := range []struct {
		values map[string]any
		lo, hi map[string]float64 // per cent; formulas left out are refused
	}{
		{map[string]any{}, map[string]float64{"hessian": -6, "general": -5, "gauss-newton": -11},
			map[string]float64{"hessian": 183, "general": 200, "gauss-newton": 5}},
		{map[string]any{"point1": 1.0, "point2": 1.0}, map[string]float64{"hessian": 0, "general": 0, "gauss-newton": 0},
			map[string]float64{"hessian": 0, "general": 0, "gauss-newton": 0}},
		{map[string]any{"point1": 2.0, "point2": 1.5, "batch": 32}, map[string]float64{"gauss-newton": -20},
			map[string]float64{"gauss-newton": 5}},
		{map[string]any{"model": "logistic", "point1": 1.0, "point2": 0.5}, map[string]float64{"hessian": -20},
			map[string]float64{"hessian": 12}},
		{map[string]any{"model": "logistic", "point1": -0.5, "point2": 1.5}, map[string]float64{"hessian": 0},
			map[string]float64{"hessian": 0}},
	} {
		s := open(t, "general-minimum", map[string]any{"walkers": 10}, c.values)
		s.Advance(150, nil)
		r := s.Report()
		for _, name := range noiseNames {
			d := r.Reading(name)
			size := math.Sqrt(float64(r.Reading("noise.11").Predicted * r.Reading("noise.22").Predicted))
			if dev := d.Deviation(); !dev.Exists() || math.Abs(float64(dev)) > 4 || float64(d.StdErr) > 0.01*math.Max(size, float64(d.Predicted)) {
				t.Errorf("%v: %+v is %v standard errors off", c.values, d, dev)
			}
		}
		for _, f := range s.scene.(*generalMinimum).formulas {
			lo, ok := c.lo[f.Name]
			if ok != f.ok || ok && (math.Abs(100*f.lo-lo) > 0.51 || math.Abs(100*f.hi-c.hi[f.Name]) > 0.51) {
				t.Errorf("%v: %s is off by %v to %v (%v %s), want %v to %v", c.values, f.Name, f.lo, f.hi, f.ok, f.reason, lo, c.hi[f.Name])
			}
			if rd := r.Reading("noise.11~" + f.Name); rd.Valid != ok || rd.Predicted.Exists() != ok || (rd.Reason == "") != ok {
				t.Errorf("%v: %+v", c.values, rd)
			}
		}
	}
}

// TestGeneralMinimumFormulasFail shows by the gradients themselves that formulas
// are wrong away from the minimum.
func TestGeneralMinimumFormulasFail(t *testing.T) {
	s := open(t, "general-minimum", map[string]any{"walkers": 10})
	s.Advance(100, nil)
	r := s.Report()
	for _, name := range []string{"hessian", "general", "gauss-newton"} {
		worst := 0.0
		for _, entry := range noiseNames {
			d := r.Reading(entry)
			worst = max(worst, math.Abs(float64((r.Reading(entry+"~"+name).Predicted-d.Measured)/d.StdErr)))
		}
		if worst < 5 {
			t.Errorf("%s is only %v standard errors off", name, worst)
		}
	}
	if !strings.Contains(r.Sentence, "agrees") || !strings.Contains(r.Sentence, "Off: ") {
		t.Errorf("%q", r.Sentence)
	}
}

// TestAroundMinimum compares the walkers with the leading order in λ/S where
// that is small, within 5 %, and where it isn't.
func TestAroundMinimum(t *testing.T) {
	for _, c := range []struct {
		values     map[string]any
		steps      int
		near, miss float64 // relative, of the trace
	}{
		{map[string]any{"lr": 1.0, "batch": 64}, 250, 0.05, 0},
		{map[string]any{"model": "logistic", "lr": 0.5, "batch": 64}, 150, 0.05, 0},
		{map[string]any{"model": "logistic", "lr": 2.0, "batch": 1}, 150, 2, 0.2},
	} {
		s := open(t, "general-minimum", map[string]any{"walkers": 1000}, c.values)
		s.Advance(c.steps, nil)
		r := s.Report()
		trace := func(of func(rd *Reading) Number) float64 {
			return float64(of(r.Reading("cov.11")) + of(r.Reading("cov.22")))
		}
		predicted, measured := trace(func(rd *Reading) Number { return rd.Predicted }), trace(func(rd *Reading) Number { return rd.Measured })
		if off := math.Abs(measured/predicted - 1); !(off < c.near && off >= c.miss) || r.Status != Stationary {
			t.Errorf("%v: trace %v, leading order %v (%s)", c.values, measured, predicted, r.Status)
		}
		if rd := r.Reading("cov.11"); rd.Valid || rd.Reason != leadingOrder {
			t.Errorf("%v: %+v", c.values, rd)
		}
	}
}

// TestPointDragged shows that a move of the point begins to measure anew and
// leaves the walkers alone.
func TestPointDragged(t *testing.T) {
	s := open(t, "general-minimum", map[string]any{"walkers": 100, "lr": 2.0})
	s.Advance(100, nil)
	before := s.Report()
	s.Set(map[string]any{"point1": 2.0})
	r := s.Report()
	if r.Reading("noise.11").Measured.Exists() || r.Steps != before.Steps || r.Steps == 0 {
		t.Errorf("after a drag: %+v, %d steps", r.Reading("noise.11"), r.Steps)
	}
	s.Set(map[string]any{"lr": 1.0})
	if r = s.Report(); r.Steps != 0 || r.Status != Transient {
		t.Errorf("after a change of λ: %s, %d steps", r.Status, r.Steps)
	}
}

// TestAroundNeedsEvidence: what one walker does says nothing of a formula's error.
func TestAroundNeedsEvidence(t *testing.T) {
	for walkers, want := range map[int]string{1: "don't tell", 2000: "off by +"} {
		s := open(t, "general-minimum", map[string]any{"walkers": walkers})
		s.Advance(300, nil)
		if r := s.Report(); !strings.Contains(r.Sentence, want) {
			t.Errorf("%d walkers: %q", walkers, r.Sentence)
		}
	}
}
