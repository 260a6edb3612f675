package scenes

import (
	"encoding/json"
	"math"
	"strconv"
)

// AppendJSON appends what json.Marshal makes of the report, which takes five times as
// long: a page gets ten a second.
func (r *Report) AppendJSON(b []byte) []byte {
	w := writer{b}
	w.text(`{"scene":`, r.Scene)
	w.raw(`,"values":{`)
	for i, key := range sortedKeys(r.Values) {
		w.text(comma(i), key)
		if x, ok := r.Values[key].(float64); ok {
			w.number(":", Number(x))
		} else {
			w.any(":", r.Values[key])
		}
	}
	w.number(`},"tick":`, Number(r.Tick))
	w.number(`,"steps":`, Number(r.Steps))
	w.number(`,"walkers":`, Number(r.Walkers))
	w.number(`,"diverged":`, Number(r.Diverged))
	w.text(`,"status":`, string(r.Status))
	w.text(`,"sentence":`, r.Sentence)
	w.raw(`,"readings":[`)
	for i := range r.Readings {
		w.raw(comma(i))
		w.reading(&r.Readings[i])
	}
	w.raw(`],"notes":[`)
	for i, note := range r.Notes {
		w.text(comma(i), note)
	}
	w.raw("]}")
	return w.b
}

// comma goes before element i.
func comma(i int) string {
	if i > 0 {
		return ","
	}
	return ""
}

// writer writes JSON, values after what comes before them.
type writer struct{ b []byte }

func (w *writer) reading(r *Reading) {
	w.text(`{"name":`, r.Name)
	w.text(`,"symbol":`, r.Symbol)
	if r.Main {
		w.raw(`,"main":true`)
	}
	w.number(`,"predicted":`, r.Predicted)
	w.number(`,"measured":`, r.Measured)
	w.number(`,"stderr":`, r.StdErr)
	w.raw(`,"valid":`)
	w.b = strconv.AppendBool(w.b, r.Valid)
	w.text(`,"reason":`, r.Reason)
	w.text(`,"source":`, r.Source)
	w.raw("}")
}

func (w *writer) raw(text string) { w.b = append(w.b, text...) }

// number writes a number as package json does, or null for none.
func (w *writer) number(before string, x Number) {
	w.raw(before)
	a := math.Abs(float64(x))
	switch {
	case !x.Exists():
		w.raw("null")
	case a != 0 && (a < 1e-6 || a >= 1e21):
		w.any("", float64(x))
	default:
		w.b = strconv.AppendFloat(w.b, float64(x), 'f', -1, 64)
	}
}

// text writes a string as package json does.
func (w *writer) text(before, s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			w.any(before, s)
			return
		}
	}
	w.raw(before)
	w.raw(`"`)
	w.raw(s)
	w.raw(`"`)
}

func (w *writer) any(before string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic("scenes: " + err.Error()) // a bug: all of it is plain data
	}
	w.raw(before)
	w.b = append(w.b, text...)
}
