package param

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Table lists a scene's parameters.
type Table []Spec

// Values holds one value per row of a table; a choice by its index.
type Values []float64

// Defaults returns the default values.
func (t Table) Defaults() Values {
	v := make(Values, len(t))
	for i := range t {
		v[i] = t[i].Default
	}
	return v
}

// Index is the row of a key, or -1.
func (t Table) Index(key string) int {
	return slices.IndexFunc(t, func(s Spec) bool { return s.Key == key })
}

// Get is the value of a key. It panics on a key that isn't in the table.
func (t Table) Get(v Values, key string) float64 {
	i := t.Index(key)
	if i < 0 {
		panic("param: no parameter " + key)
	}
	return v[i]
}

// Set stores raw (see [Spec.Parse]) under key in v. What isn't legal is clamped
// to the nearest legal value, or v is left as it was, and the error says so.
func (t Table) Set(v Values, key string, raw any) error {
	i := t.Index(key)
	if i < 0 {
		return fmt.Errorf("%q is no parameter of this scene; there are %s", shorten(key), strings.Join(t.Keys(), ", "))
	}
	x, err := t[i].Parse(raw)
	if math.IsNaN(x) {
		return fmt.Errorf("%w; kept %s", err, t[i].Format(v[i]))
	}
	v[i] = x
	return err
}

// Keys lists the keys in the table's order.
func (t Table) Keys() []string {
	keys := make([]string, len(t))
	for i := range t {
		keys[i] = t[i].Key
	}
	return keys
}

// Map returns the values by key: a number as float64, a choice as its string.
func (t Table) Map(v Values) map[string]any {
	m := make(map[string]any, len(t))
	for i := range t {
		if t[i].IsChoice() {
			m[t[i].Key] = t[i].Format(v[i])
		} else {
			m[t[i].Key] = v[i]
		}
	}
	return m
}

// NeedsRestart reports whether the step from old to v changes a parameter
// that starts a new run.
func (t Table) NeedsRestart(old, v Values) bool {
	for i := range t {
		if t[i].Restart && old[i] != v[i] {
			return true
		}
	}
	return false
}

// Validate reports every mistake in the table itself.
func (t Table) Validate() error {
	var errs []error
	seen := map[string]bool{}
	for i := range t {
		s := &t[i]
		if s.Key == "" || s.Label == "" || s.Doc == "" || s.Group == "" || seen[s.Key] {
			errs = append(errs, fmt.Errorf("param: row %d (%q) lacks key, label, doc or group, or repeats a key", i, s.Key))
		}
		seen[s.Key] = true
		if s.IsChoice() {
			if int(s.Default) < 0 || int(s.Default) >= len(s.Options) {
				errs = append(errs, fmt.Errorf("param: %s: default is no option", s.Key))
			}
			continue
		}
		if s.Min >= s.Max || s.nearest(s.Default) != s.Default {
			errs = append(errs, fmt.Errorf("param: %s: default %v is outside %v to %v", s.Key, s.Default, s.Min, s.Max))
		}
		if s.Scale != Linear && s.Min <= 0 {
			errs = append(errs, fmt.Errorf("param: %s: a %s scale needs a positive minimum", s.Key, s.Scale))
		}
	}
	return errors.Join(errs...)
}

// MarshalJSON writes the row as the page reads it.
func (s Spec) MarshalJSON() ([]byte, error) {
	row := map[string]any{
		"key": s.Key, "label": s.Label, "symbol": s.Symbol, "unit": s.Unit, "doc": s.Doc,
		"group": s.Group, "restart": s.Restart,
	}
	if s.IsChoice() {
		row["kind"], row["options"], row["default"] = "choice", s.Options, s.Format(s.Default)
		return json.Marshal(row)
	}
	row["kind"], row["min"], row["max"], row["default"] = "number", s.Min, s.Max, s.Default
	row["scale"], row["integer"] = s.Scale, s.Integer
	return json.Marshal(row)
}
