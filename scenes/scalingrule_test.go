package scenes

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/scenes/plot"
)

// The exact ratios of the known table, one weight of curvature 1; the rule says 1.
func TestScalingRuleTable(t *testing.T) {
	for _, c := range []struct {
		ratio float64
		batch int
		want  float64
	}{
		{0.1, 1, 1.1765}, {0.1, 2, 1.25}, {0.1, 4, 1.4286}, {0.1, 8, 2}, {0.1, 16, 10}, {0.1, 18, math.NaN()},
		{0.01, 1, 1.0152}, {0.01, 16, 1.0989}, {0.01, 64, 1.4925}, {0.01, 128, 2.8571},
	} {
		for _, mu := range []float64{0, 0.9} {
			s := open(t, "scaling-rule", map[string]any{"ratio": c.ratio, "batch": c.batch, "dim": 1, "momentum": mu}, quick)
			r := s.Report()
			rd := r.Reading("ratio")
			lr, want := c.ratio*(1-mu)*float64(c.batch), c.want
			if mu > 0 {
				want = 1 / (1 - c.ratio - lr/(2*(1+mu)))
			}
			if got := float64(r.Reading("lr").Predicted); !(math.Abs(got/lr-1) < 1e-12) {
				t.Errorf("ρ = %v, S = %d, μ = %v: λ = %v, want %v", c.ratio, c.batch, mu, got, lr)
			}
			if math.IsNaN(want) != !rd.Predicted.Exists() || math.Abs(float64(rd.Predicted)/want-1) > 5e-5 {
				t.Errorf("ρ = %v, S = %d, μ = %v: %v, want %v", c.ratio, c.batch, mu, rd.Predicted, want)
			}
		}
	}
}

// All clouds are on one noise stream: after their first step from the minimum,
// where only the label noise moves them, and by |ε| or χ times the same normal
// numbers, walkers of different batch sizes are correlated as these are, by 0.75 or
// more. The seed of another run tells that nothing else makes it so.
func TestSameNoiseStream(t *testing.T) {
	first := func(seed int) *scalingRule {
		s := open(t, "scaling-rule", map[string]any{"seed": seed})
		s.Advance(1, nil)
		return s.scene.(*scalingRule)
	}
	here, elsewhere := first(1), first(2)
	for k := range here.runs {
		for j := range here.runs {
			for axis := range 2 {
				x, y := here.runs[k].ens.W[axis], here.runs[j].ens.W[axis]
				if c := stat.Correlation(x, y, nil); c < 0.73 {
					t.Errorf("runs %d and %d: correlation %v", k, j, c)
				}
				if c := stat.Correlation(x, elsewhere.runs[j].ens.W[axis], nil); math.Abs(c) > 0.1 {
					t.Errorf("runs %d and %d with different seeds: correlation %v", k, j, c)
				}
			}
		}
	}
}

// What the scene claims, measured: exact theory holds at every batch size, and
// the rule misses by many standard errors, as does either failure alone.
func TestScalingRuleClaim(t *testing.T) {
	for _, c := range []struct {
		raw map[string]any
		// misses are lower bounds, in per cent, of the error of each approximation
		// at the chosen batch size: rule, growing noise alone, long steps alone.
		misses [3]float64
	}{
		{map[string]any{"ratio": 0.1, "batch": 6, "dim": 1}, [3]float64{35, 30, 12}},
		{map[string]any{"ratio": 0.02, "batch": 64}, [3]float64{50, 50, 4}},
		{map[string]any{"ratio": 0.2, "batch": 2}, [3]float64{35, 15, 25}},
	} {
		s := open(t, "scaling-rule", c.raw)
		scene := s.scene.(*scalingRule)
		for !scene.runs[0].open || !scene.runs[chosen].open {
			s.Advance(20, nil)
		}
		s.Advance(200, nil)
		r := s.Report()
		for _, name := range []string{"ratio.1", "ratio"} {
			rd := r.Reading(name)
			if d := rd.Deviation(); !(math.Abs(float64(d)) < 4) || !(rd.StdErr < 0.012*rd.Predicted) {
				t.Errorf("%v: %s is %v ± %v, theory %v", c.raw, name, rd.Measured, rd.StdErr, rd.Predicted)
			}
		}
		rd := r.Reading("ratio")
		for k, alone := range []Number{1, scene.alone("sde"), scene.alone("hessian")} {
			if z := (rd.Measured - alone) / rd.StdErr; !(z > 5) || !(100*(1-alone/rd.Predicted) > Number(c.misses[k])) {
				t.Errorf("%v: approximation %d says %v, off by %v standard errors", c.raw, k, alone, z)
			}
		}
		if !strings.Contains(r.Sentence, "times what it promises") || strings.Contains(r.Sentence, "good") {
			t.Errorf("%v: %q", c.raw, r.Sentence)
		}
		checkClean(t, s)
	}
}

// With momentum λ/((1−μ)S) is what counts: where ρ and λ are small all momenta
// have the rule's variance, though λ differs by a factor of ten.
func TestScalingRuleWithMomentum(t *testing.T) {
	for _, mu := range []float64{0, 0.9} {
		s := open(t, "scaling-rule", map[string]any{"ratio": 0.005, "batch": 4, "momentum": mu}, quick)
		r := s.Report()
		if p := r.Reading("ratio").Predicted; !(p > 1 && p < 1.03) {
			t.Errorf("μ = %v: ratio %v", mu, p)
		}
		if !strings.Contains(r.Sentence, "Here the rule is good") {
			t.Errorf("μ = %v: %q", mu, r.Sentence)
		}
	}
}

// The end of the variance lies with one weight
// where ρ (S + 2) = 2, and the plot's handle drags the batch size.
func TestScalingRulePlot(t *testing.T) {
	s := open(t, "scaling-rule", map[string]any{"ratio": 0.1, "dim": 1, "batch": 64}, quick)
	s.Advance(20, nil)
	c := plot.NewRecord(820, 640, plot.Light)
	s.Draw(c)
	if end := s.scene.(*scalingRule).curve.end; end != 17 {
		t.Errorf("the variance ends at S = %d, want 17", end)
	}
	for _, k := range []int{1, 4, 16, 64} {
		if !strings.Contains(c.String(), fmt.Sprintf("\"S = %d, ", k)) {
			t.Errorf("no cloud for S = %d", k)
		}
	}
	if r := s.Report(); r.Reading("ratio").Predicted.Exists() || !strings.Contains(r.Sentence, "no variance any more") {
		t.Errorf("S = 64: %q", r.Sentence)
	}
	h := s.Handles()[0]
	if at := h.Drag(h.At)["batch"]; at != 64.0 {
		t.Errorf("the handle lies at S = %v", at)
	}
	for x, want := range map[float64]float64{-1e4: 1, 1e4: 1024} {
		s.Set(h.Drag(plot.Point{X: x}))
		if got := s.Value("batch"); got != want {
			t.Errorf("dragged to x = %v: S = %v", x, got)
		}
	}
}
