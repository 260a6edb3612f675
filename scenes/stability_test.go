package scenes

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sgdnoise/engine/sweep"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes/plot"
)

func openStability(t *testing.T, raw map[string]any) (*Session, *stability) {
	s := open(t, "stability", raw, quick)
	s.Settle()
	return s, s.scene.(*stability)
}

// The curves have the values of the known table, and between the batch sizes
// where they are computed they are right within 2 %.
func TestStabilityCurves(t *testing.T) {
	_, s := openStability(t, map[string]any{"a1": 2})
	for _, c := range []struct{ batch, fourth, variance, typical float64 }{
		{1, 0.383451006, 0.666666667, 2.42124952103684},
		{4, 0.926089157, 1.333333333, 2.66299566870691},
		{64, 1.834526081, 1.939393939, 2.06881121587811},
	} {
		for k, want := range []float64{c.variance, c.fourth, c.typical, 2} {
			if got := 2 * limitCurves[k].value(&s.limits, c.batch); !(math.Abs(got/want-1) < 2e-9) {
				t.Errorf("S = %v: %s at %v, want %v", c.batch, limitCurves[k].name, got, want)
			}
		}
	}
	for _, batch := range []int{5, 7, 20, 180, 700} {
		law := s.fc.model.problem.Law(batch)
		l := theory.LimitsOf(&law, 0)
		for k, want := range []float64{l.Variance, l.Fourth, theory.TypicalScalar(batch) / 2} {
			if got := limitCurves[k].value(&s.limits, float64(batch)); !(math.Abs(got/want-1) < 0.02) {
				t.Errorf("S = %d: %s at %v, want %v", batch, limitCurves[k].name, got, want)
			}
		}
	}
}

// What the scene claims: gradient descent's limit is neither the first nor the
// last. With one weight runs stay beyond it at every S; with two equal ones they
// leave before it at small S. Growth and tail are measured where it matters.
func TestStabilityClaim(t *testing.T) {
	_, one := openStability(t, nil)
	peak := 0
	for k := range mapBatches {
		if one.limits.typical[k] <= one.limits.limits[k].Mean {
			t.Errorf("one weight, S = %d: typical limit %v", mapBatches[k], one.limits.typical[k])
		}
		if one.limits.typical[k] > one.limits.typical[peak] {
			peak = k
		}
	}
	if mapBatches[peak] != 3 {
		t.Errorf("with one weight the typical limit is highest at S = %d", mapBatches[peak])
	}
	for _, c := range []struct {
		raw    map[string]any
		regime sweep.Regime
		says   string
	}{
		{map[string]any{"lr": 0.5}, sweep.FourthMoments, "beyond gradient descent's 2"},
		{map[string]any{"lr": 1.15}, sweep.Variance, "infinite variance"},
		{map[string]any{"lr": 1.9}, sweep.HeavyTails, "no covariance exists"}, // 2/a promises stability
		{map[string]any{"lr": 2.3}, sweep.HeavyTails, "most near S = 3"},      // 2/a promises divergence
		{map[string]any{"lr": 3}, sweep.Leaves, "typical runs leave"},
		{map[string]any{"dim": 2, "a2": 1, "lr": 1.2, "batch": 1}, sweep.Leaves, "before gradient descent would leave at 2"},
		{map[string]any{"dim": 2, "lr": 1.6, "batch": 1}, sweep.Leaves, "before gradient descent"},
	} {
		session, s := openStability(t, c.raw)
		session.Advance(300, nil)
		r := session.Report()
		if s.bands.here != c.regime || (r.Reading("growth").Measured > 0) != (c.regime == sweep.Leaves) {
			t.Errorf("%v: predicted regime %v, growth %v, want %v", c.raw, s.bands.here, r.Reading("growth").Measured, c.regime)
		}
		if !strings.Contains(r.Sentence, c.says) {
			t.Errorf("%v: %q doesn't say %q", c.raw, r.Sentence, c.says)
		}
		for _, name := range []string{"growth", "tail"} {
			rd := r.Reading(name)
			if d := rd.Deviation(); d.Exists() && math.Abs(float64(d)) > 4 {
				t.Errorf("%v: %s is %v standard errors off", c.raw, name, d)
			}
			if rd.Predicted.Exists() == (c.raw["dim"] == 2 && c.raw["a2"] == nil || name == "tail" && c.regime == sweep.Leaves) {
				t.Errorf("%v: %s is predicted as %v", c.raw, name, rd.Predicted)
			}
		}
		checkClean(t, session)
	}
}

// A run in each band at the working point's batch size; the one of the working
// point's band has its λ, and the farthest runs go farther from band to band.
func TestStabilityBands(t *testing.T) {
	session, s := openStability(t, map[string]any{"lr": 1.2, "batch": 4})
	session.Advance(300, nil)
	var farthest [4]float64
	for k, r := range s.bands.runs {
		if got := sweep.PredictedRegime(r.lr, s.fc.limits, s.typicalLimit()); got != sweep.Regime(k) {
			t.Errorf("the run for regime %v has λ = %v in %v", k, r.lr, got)
		}
		farthest[k] = math.Inf(-1)
		for _, q := range r.history {
			if !math.IsNaN(q[2]) {
				farthest[k] = max(farthest[k], q[2])
			}
		}
		if exists := k < 2; (r.rms > 0) != exists {
			t.Errorf("regime %v has a root mean square of %v", k, r.rms)
		}
	}
	if s.bands.here != sweep.Variance || s.bands.runs[sweep.Variance].lr != 1.2 || !slices.IsSorted(farthest[:]) {
		t.Errorf("working point in %v at %v; farthest runs 10^%v", s.bands.here, s.bands.runs[sweep.Variance].lr, farthest)
	}
	if s.bands.runs[sweep.Leaves].starts < 2 {
		t.Error("where runs leave they don't start again")
	}
}

// The ring sets λ and S, also at the edges of the map.
func TestStabilityHandle(t *testing.T) {
	session, _ := openStability(t, nil)
	session.Draw(plot.NewRecord(820, 640, plot.Light))
	h := session.Handles()[0]
	at := h.Drag(h.At)
	if lr, batch := at["lr"].(float64), at["batch"].(float64); lr != 0.8 || batch != 4 {
		t.Errorf("the ring lies at λ = %v, S = %v", lr, batch)
	}
	for _, p := range []plot.Point{{X: -1e4, Y: 1e4}, {X: 1e4, Y: -1e4}} {
		if notices := session.Set(h.Drag(p)); notices != nil {
			t.Errorf("dragged to %v: %v", p, notices)
		}
	}
	if session.Value("lr") != 4 || session.Value("batch") != 1024 {
		t.Errorf("dragged to the top right: λ = %v, S = %v", session.Value("lr"), session.Value("batch"))
	}
}
