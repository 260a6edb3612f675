package scenes

import (
	"encoding/json"
	"math"
	"testing"
)

// TestAppendJSON: a report is written as package json would write it, byte by byte.
func TestAppendJSON(t *testing.T) {
	check := func(r *Report) {
		t.Helper()
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(r.AppendJSON([]byte("x"))); got != "x"+string(want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, i := range All() {
		s := open(t, i.ID, quick)
		s.Settle()
		s.Advance(20, nil)
		r := s.Report()
		check(&r)
	}
	odd := Report{Values: map[string]any{"a": 1e-9, "b": "<&>", "c": 0.0, "d": -1e300, "e": math.MaxInt64}, Sentence: "“a\"\\\n\u00e9", Readings: []Reading{
		{Main: true, Predicted: None, Measured: Number(math.Inf(1)), StdErr: Number(math.Copysign(0, -1)), Symbol: "Σ₁₁ → ∞"},
		{Predicted: 1e21, Measured: 9.99e-7, StdErr: 1e-6},
	}, Notes: []string{"", "–"}}
	check(&odd)
}
