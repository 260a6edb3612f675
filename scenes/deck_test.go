package scenes

import (
	"maps"
	"math"
	"testing"
)

// TestStory holds the built-in talk to its form: steps that run, and sentences
// that a hall can read.
func TestStory(t *testing.T) {
	const longest = 100 // characters
	for _, step := range Story() {
		for _, s := range []string{step.Text, step.Try} {
			if n := len([]rune(s)); n == 0 || n > longest {
				t.Errorf("%s: %q has %d characters", step.Scene, s, n)
			}
		}
		other := maps.Clone(step.Values)
		maps.Copy(other, step.Beside)
		for _, values := range []map[string]any{step.Values, other} {
			s := open(t, step.Scene, values, quick)
			s.Settle()
			s.Advance(20, nil)
			checkClean(t, s)
		}
	}
}

// TestStoryIsTrue computes the numbers in the story's sentences.
func TestStoryIsTrue(t *testing.T) {
	predicted := func(scene, reading string, values map[string]any) float64 {
		t.Helper()
		s := open(t, scene, quick, values)
		rep := s.Report()
		rd := rep.Reading(reading)
		if rd == nil {
			t.Fatalf("%s has no %s", scene, reading)
		}
		return float64(rd.Predicted)
	}
	near := func(what string, got, want, within float64) {
		t.Helper()
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s: %v, the story says %v", what, got, want)
		}
	}
	story := Story()
	trace := func(lr, batch float64) float64 {
		v := map[string]any{"lr": lr, "batch": batch}
		return predicted("label-noise", "cov.11", v) + predicted("label-noise", "cov.22", v)
	}
	left, right := story[1].Values["lr"].(float64), story[1].Beside["lr"].(float64)
	near("steps", right/left, 3, 1e-9)
	near("variances at S = 4", trace(right, 4)/trace(left, 4), 6, 0.3)
	near("variances at S = 64", trace(right, 64)/trace(left, 64), 4, 0.3)
	near("end of the variance", predicted("label-noise", "lr.max.variance", story[2].Values), 1.31, 0.005)
	near("gradient descent's limit", predicted("label-noise", "lr.max.mean", story[2].Values), 2, 1e-9)
	near("exponent of the bulk", predicted("heavy-tails", "tail.bulk", map[string]any{"batch": 16}), 16, 1e-9)
	near("exponent of the tail", predicted("heavy-tails", "tail", map[string]any{"batch": 16}), 11.4, 0.05)
	for batch, want := range map[int]bool{64: true, 128: false} {
		if got := !math.IsNaN(predicted("scaling-rule", "cov.11", map[string]any{"batch": batch})); got != want {
			t.Errorf("S = %d has a variance: %v", batch, got)
		}
	}
	near("the best weight decay", predicted("weight-decay", "weight-decay.best", story[6].Values), story[6].Values["weight-decay"].(float64), 0.01)
	none := maps.Clone(story[6].Values)
	none["weight-decay"] = 0
	if v := predicted("weight-decay", "cov.11", none); !math.IsNaN(v) {
		t.Errorf("without weight decay the variance is %v", v)
	}
}
