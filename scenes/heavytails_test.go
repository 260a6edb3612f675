package scenes

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/theory"
)

// tailsAt runs the scene and returns it with its report.
func tailsAt(t *testing.T, steps int, raw map[string]any) (*heavyTails, Report) {
	t.Helper()
	s := open(t, "heavy-tails", raw)
	s.Settle()
	s.Advance(steps, nil)
	return s.scene.(*heavyTails), s.Report()
}

// number is a reading's prediction or measurement, which must be there.
func number(t *testing.T, r *Report, name string) (predicted, measured, stderr float64) {
	t.Helper()
	rd := r.Reading(name)
	if rd == nil {
		t.Fatalf("no reading %s", name)
	}
	return float64(rd.Predicted), float64(rd.Measured), float64(rd.StdErr)
}

// Far out the tail is the exact one in every setting. The index of the bulk is the
// paper's. What differs from the exact exponent by more than a tenth is rejected.
func TestTailsAreTheExactOnes(t *testing.T) {
	for _, c := range []struct {
		raw      map[string]any
		farthest uint64 // distances to reject the approximations with
	}{
		{map[string]any{"lr": 1}, 8 * farCount},
		{map[string]any{"lr": 1, "batch": 2}, 8 * farCount},
		{map[string]any{"lr": 1.5, "walkers": 20000}, 8 * farCount},
		{map[string]any{"setting": tailsEqual}, 4 * farCount},
		{map[string]any{"setting": tailsUnequal, "lr": 0.8, "batch": 2}, 4 * farCount},
		{map[string]any{"setting": tailsData, "points": 8, "lr": 1.2, "batch": 4, "seed": 3}, 4 * farCount},
	} {
		t.Run(fmt.Sprint(c.raw), func(t *testing.T) {
			s, r := tailsAt(t, 1000, c.raw)
			exact, measured, stderr := number(t, &r, "tail")
			t.Logf("tail %.4f, measured %.4f ± %.4f", exact, measured, stderr)
			if z := (measured - exact) / stderr; !(math.Abs(z) < 4) {
				t.Errorf("measured tail %v ± %v, theory says %v", measured, stderr, exact)
			}
			var near measure.Level
			for _, l := range s.counted() {
				if l.Count >= c.farthest {
					near = l
				}
			}
			for _, name := range []string{"bulk", "sde", "continuous"} {
				wrong, _, _ := number(t, &r, "tail~"+name)
				z := (near.Hill.Value - wrong) / near.Hill.StdErr
				if math.Abs(wrong/exact-1) > 0.1 && math.Abs(z) < 4 {
					t.Errorf("tail~%s, %v, is only %.1f standard errors from %v", name, wrong, z, near.Hill)
				}
			}
			paper, fit, _ := number(t, &r, "tail.bulk")
			if s.subject.dim > 0 && c.raw["setting"] == nil && c.raw["lr"] == 1 && !(math.Abs(fit/paper-1) < 0.07) {
				t.Errorf("the bulk's index is %v, the paper's formula says %v", fit, paper)
			}
		})
	}
}

// With large batches the scene admits that its Hill estimate is biased, and that
// the bulk's index is another number.
func TestTailAdmitsBias(t *testing.T) {
	_, r := tailsAt(t, 600, map[string]any{"batch": 16})
	rd := r.Reading("tail")
	if rd.StdErr.Exists() || rd.Reason != tooNear || float64(rd.Measured) > 0.9*float64(rd.Predicted) {
		t.Errorf("tail: %+v", rd)
	}
	paper, fit, _ := number(t, &r, "tail.bulk")
	if math.Abs(fit/paper-1) > 0.02 || paper != 16 {
		t.Errorf("the bulk's index is %v, the paper's formula says %v", fit, paper)
	}
	if notes := strings.Join(r.Notes, " "); !strings.Contains(notes, "miss the exact exponent by more than 4 standard errors") {
		t.Errorf("notes: %s", notes)
	}
}

// On data whose steps all contract there is no power law and an end that no
// walker passes; with a longer step there is one.
func TestBoundedSupport(t *testing.T) {
	raw := map[string]any{"setting": tailsData, "points": 6, "batch": 1, "lr": 0.5, "seed": 4}
	s, r := tailsAt(t, 1500, raw)
	rd := r.Reading("tail")
	if rd.Valid || rd.Predicted.Exists() || rd.Reason != theory.BoundedSupport {
		t.Errorf("tail: %+v", rd)
	}
	far, ok := s.subject.support(0.5)
	levels := s.counted()
	farthest := levels[len(levels)-1].X
	if !ok || farthest > far || farthest < 0.5*far {
		t.Errorf("the farthest walker got to %v, the support ends at %v", farthest, far)
	}
	if !strings.Contains(r.Sentence, "no power law") {
		t.Errorf("sentence: %s", r.Sentence)
	}
	raw["lr"] = 2.2 / s.theory.batches.Largest()
	s, r = tailsAt(t, 10, raw)
	if _, ok := s.subject.support(raw["lr"].(float64)); ok || !r.Reading("tail").Valid {
		t.Errorf("past λh = 2 the tail is %+v", r.Reading("tail"))
	}
}

// The regimes are told as theory has them, at once and without walkers.
func TestTailRegimes(t *testing.T) {
	for _, c := range []struct {
		lr     float64
		status Status
		says   string
	}{
		{0.8, Stationary, "Far out"}, {1.2, Stationary, "but not its error bar"},
		{2, HeavyTailed, "No variance exists"}, {2.8, Diverged, "typical runs leave"},
	} {
		_, r := tailsAt(t, 100, map[string]any{"lr": c.lr, "walkers": 500})
		if r.Status != c.status || !strings.Contains(r.Sentence, c.says) {
			t.Errorf("at λ = %v: %s, %q", c.lr, r.Status, r.Sentence)
		}
	}
	for setting, want := range map[string]float64{tailsOne: theory.TypicalScalar(4), tailsEqual: theory.TypicalIsotropic(4, 2)} {
		_, r := tailsAt(t, 0, map[string]any{"setting": setting, "a": 2, "walkers": 10})
		if got, _, _ := number(t, &r, "lr.max.typical"); math.Abs(got-want/2) > 1e-12 {
			t.Errorf("%s: typical limit %v, want %v", setting, got, want/2)
		}
	}
}
