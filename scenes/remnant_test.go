package scenes

import (
	"math"
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/measure"
)

// faintly opens a scene at random values with no or hardly any additive noise.
func faintly(t *testing.T, r *rand.Rand, id string, seed int) (*Session, *run) {
	t.Helper()
	raw := map[string]any{"walkers": 1000, "seed": seed, "batch": 1 << r.IntN(6), "momentum": []float64{0, 0, 0.5, 0.9}[r.IntN(4)],
		"sigma": []float64{0, math.Pow(10, -4+4*r.Float64())}[r.IntN(2)]}
	switch id {
	case "weight-decay":
		raw["weight-decay"], raw["dim"] = []float64{0, 1e-3, 0.3, r.Float64() - 0.3}[r.IntN(4)], 1+r.IntN(2)
	case "input-noise":
		raw["b1"], raw["b2"] = 0.0, []float64{0, 0.01, 0.3}[r.IntN(3)]
	case "misfit":
		raw["feature"] = []string{"line", "with-square"}[r.IntN(2)]
	}
	s := open(t, id, raw)
	return s, &s.scene.(interface{ asCloud() *cloud }).asCloud().run
}

// TestErrorBarsWhileNoiseFades: with hardly any noise at the minimum a cloud that
// shrinks is held by few walkers. Where a reading of an instant has an error bar,
// theory must not be more than 5 of them away, in thousands of readings; where it
// is withheld, the walkers' own would have been off by more than 15. (λ stays
// under half of the fourth moments' limit: nearer to it the stationary law itself
// has such a tail that 1000 walkers don't tell their error well.)
func TestErrorBarsWhileNoiseFades(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	readings, withheld, naive := 0, 0, 0.0
	for k, id := range []string{"weight-decay", "misfit", "input-noise", "label-noise"} {
		for trial := range 30 {
			s, c := faintly(t, r, id, 100*k+trial+1)
			another := func() {
				s.Set(map[string]any{"lr": c.fc.limits.Fourth * (0.05 + 0.45*r.Float64())})
			}
			another()
			for range 12 {
				if r.IntN(6) == 0 {
					another()
				}
				s.Advance(1+int(math.Exp(5*r.Float64())), nil)
				rep, now := s.Report(), c.now.State()
				cov := now.Cov()
				instant := measure.Instant(c.ens.W, c.fc.law.Min, c.fc.law.H, c.ens.Held)
				for i, name := range covNames {
					d := rep.Reading("now." + name)
					if z := math.Abs(float64(d.Deviation())); d.Deviation().Exists() {
						readings++
						if z > 5 {
							t.Errorf("%s, trial %d, tick %d: %s is %.1f standard errors off", id, trial, s.Tick(), d.Name, z)
						}
					} else if d.Reason == fewDecide {
						withheld++
						naive = math.Max(naive, math.Abs(instant.Cov[i].Value-cov[i])/instant.Cov[i].StdErr)
					}
				}
			}
		}
	}
	t.Logf("%d readings with, %d without an error bar, which would have been off by up to %.0f", readings, withheld, naive)
	if readings < 2000 || withheld < 300 || naive < 15 {
		t.Errorf("%d readings with an error bar, %d without, of which the worst would be off by %.1f standard errors", readings, withheld, naive)
	}
}

// TestTailWaits: in a flat direction the walkers are on their way for tens of
// thousands of steps, and what spreads is no tail yet. Where the start is soon
// forgotten, and only then, the tail is measured.
func TestTailWaits(t *testing.T) {
	for _, c := range []struct {
		scene    string
		values   map[string]any
		steps    int
		measured bool
	}{
		{"weight-decay", map[string]any{"weight-decay": -0.35}, 500, false},
		{"label-noise", map[string]any{"lr": 1, "batch": 1}, 1, false},
		{"label-noise", map[string]any{"lr": 0.9, "batch": 1}, 60, true},
		{"weight-decay", map[string]any{"dim": 1, "batch": 1, "weight-decay": -1.2, "lr": 0.2}, 500, false},
	} {
		s := open(t, c.scene, c.values, map[string]any{"walkers": 2000})
		s.Settle()
		s.Advance(c.steps, nil)
		rep := s.Report()
		rd := rep.Reading("tail")
		if rep.Status != HeavyTailed || rd.Measured.Exists() != c.measured || rd.Reason == "" {
			t.Errorf("%v: %s, %+v", c.values, rep.Status, rd)
		}
	}
}

// TestExactTail: with one weight the report has the tail exponent of theory, also
// with momentum, and the walkers' Hill estimate is near it. Where there is no
// formula it is measured alone, and nowhere a tail is so thin that it has none.
func TestExactTail(t *testing.T) {
	for _, c := range []struct {
		scene  string
		values map[string]any
		want   float64 // NaN: no formula
	}{
		{"label-noise", map[string]any{"dim": 1, "lr": 0.5, "batch": 1}, 2.90396622891633},
		{"momentum", map[string]any{"dim": 1, "lr": 0.3, "momentum": 0.5, "batch": 1}, 3.10455},
		{"momentum", map[string]any{"lr": 0.3, "momentum": 0.5, "batch": 1}, math.NaN()},
	} {
		s := open(t, c.scene, c.values)
		s.Settle()
		s.Advance(300, nil)
		rep := s.Report()
		rd := rep.Reading("tail")
		exact, measured := float64(rd.Predicted), float64(rd.Measured)
		if math.IsNaN(c.want) != math.IsNaN(exact) || math.Abs(exact-c.want) > 1e-5 || rd.Deviation().Exists() {
			t.Errorf("%s %v: %+v, want %v", c.scene, c.values, rd, c.want)
		}
		if !(measured > 0) || math.Abs(measured/exact-1) > 0.4 { // 4 standard errors of a hundred walkers
			t.Errorf("%s %v: measured %v, exact %v", c.scene, c.values, measured, exact)
		}
	}
	s := open(t, "momentum", map[string]any{"dim": 1})
	s.Settle()
	if rep := s.Report(); rep.Reading("tail").Predicted.Exists() {
		t.Error("below the fourth moments' limit a tail exponent is told")
	}
}
