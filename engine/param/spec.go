// Package param is the one table of a scene's parameters. Sliders, the address
// bar, element attributes, messages, command-line flags and keys are all
// derived from it; nothing else lists parameters or their limits.
package param

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Scale says how a slider's way is divided.
type Scale string

// The scales.
const (
	Linear      Scale = "linear"
	Log         Scale = "log"
	PowersOfTwo Scale = "powers-of-two" // the slider stops at powers of two; any integer is legal
)

// Spec describes one parameter: a number between Min and Max or, when Options
// is set, a choice, whose value is the index of the option.
type Spec struct {
	Key     string // name in URLs, attributes, flags and messages
	Label   string // what a control is called
	Symbol  string // mathematical symbol; may be empty
	Unit    string // may be empty
	Doc     string // one sentence for tooltips and help
	Group   string // where the page shows it: main, problem, run, approximations, view
	Min     float64
	Max     float64
	Default float64
	Scale   Scale
	Integer bool     // only whole numbers are legal
	Options []string // the choices; nil for a number
	Restart bool     // a change starts a new run instead of acting on this one
}

// IsChoice reports whether the parameter is a choice.
func (s *Spec) IsChoice() bool { return s.Options != nil }

// Legal says in words what values are legal.
func (s *Spec) Legal() string {
	if s.IsChoice() {
		return "one of " + strings.Join(s.Options, ", ")
	}
	kind := "number"
	if s.Integer {
		kind = "whole number"
	}
	return fmt.Sprintf("a %s from %s to %s", kind, number(s.Min), number(s.Max))
}

// Format writes a value as it stands in URLs and messages.
func (s *Spec) Format(v float64) string {
	if s.IsChoice() {
		return s.Options[int(v)]
	}
	return number(v)
}

// BadValue is the error for a value that isn't legal.
type BadValue struct {
	Spec    *Spec
	Raw     string  // as it was given, shortened
	Nearest float64 // the nearest legal value; NaN if Raw is no value at all
}

// Error names the parameter, what is legal and the nearest legal value.
func (e *BadValue) Error() string {
	msg := fmt.Sprintf("%s: %q is not %s", e.Spec.Key, e.Raw, e.Spec.Legal())
	if !math.IsNaN(e.Nearest) {
		msg += "; the nearest is " + e.Spec.Format(e.Nearest)
	}
	return msg
}

// Parse reads a value given as float64, int or string. A value that isn't
// legal is returned as the nearest legal one (or NaN) with a *[BadValue].
func (s *Spec) Parse(raw any) (float64, error) {
	text := shorten(fmt.Sprint(raw))
	bad := func(nearest float64) (float64, error) {
		return nearest, &BadValue{Spec: s, Raw: text, Nearest: nearest}
	}
	if s.IsChoice() {
		for i, o := range s.Options {
			if raw == any(o) {
				return float64(i), nil
			}
		}
		return bad(math.NaN())
	}
	var v float64
	switch r := raw.(type) {
	case float64:
		v = r
	case int:
		v = float64(r)
	case string:
		var err error
		if v, err = strconv.ParseFloat(strings.TrimSpace(r), 64); err != nil && !math.IsInf(v, 0) {
			return bad(math.NaN())
		}
	default:
		return bad(math.NaN())
	}
	if math.IsNaN(v) {
		return bad(math.NaN())
	}
	if legal := s.nearest(v); legal != v {
		return bad(legal)
	}
	return v, nil
}

func (s *Spec) nearest(v float64) float64 {
	v = min(max(v, s.Min), s.Max)
	if s.Integer {
		v = math.Round(v)
	}
	return v
}

// Nudge moves a number by n two-hundredths of its slider's way (a choice by n
// options), rounded to three significant digits and kept legal.
func (s *Spec) Nudge(v float64, n int) float64 {
	way := float64(n) / 200
	switch {
	case s.IsChoice():
		k := len(s.Options)
		return float64(((int(v)+n)%k + k) % k)
	case s.Scale == PowersOfTwo:
		return s.nearest(math.Exp2(math.Round(math.Log2(v)) + float64(n)))
	case s.Scale == Log:
		v *= math.Pow(s.Max/s.Min, way)
	case s.Integer:
		v += math.Copysign(math.Max(1, math.Abs(math.Round(way*(s.Max-s.Min)))), way)
	default:
		v += way * (s.Max - s.Min)
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	return s.nearest(v)
}

// number writes whole numbers in full, such as the largest seed.
func number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// shorten keeps messages about hostile input readable.
func shorten(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
