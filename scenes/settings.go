package scenes

import (
	"slices"

	"sgdnoise/engine/param"
)

// Settings are a scene's parameter values, read by key.
type Settings struct {
	table  param.Table
	values param.Values
}

// clone copies the values, which the owner may go on changing.
func (s Settings) clone() Settings { return Settings{s.table, slices.Clone(s.values)} }

// has reports whether the scene has a parameter of that key.
func (s Settings) has(key string) bool { return s.table.Index(key) >= 0 }

// num is the value of a number. It panics on a key that the scene doesn't have.
func (s Settings) num(key string) float64 { return s.table.Get(s.values, key) }

// or is the value of a number, or def where the scene doesn't have it.
func (s Settings) or(key string, def float64) float64 {
	if !s.has(key) {
		return def
	}
	return s.num(key)
}

// whole is the value of a whole number.
func (s Settings) whole(key string) int { return int(s.num(key)) }

// spec is the table's row of a key.
func (s Settings) spec(key string) param.Spec { return s.table[s.table.Index(key)] }

// choice is the option chosen.
func (s Settings) choice(key string) string {
	return s.spec(key).Options[s.whole(key)]
}

// is reports whether that option is chosen.
func (s Settings) is(key, option string) bool { return s.choice(key) == option }

// set stores a number, for [Info.Constrain].
func (s Settings) set(key string, x float64) { s.values[s.table.Index(key)] = x }

// sameProblem reports whether all parameters of the problem have the values
// that they have in old. Those of the run and of the picture, told by their
// groups, and those in but are none, unless they are in own.
func (s Settings) sameProblem(old Settings, but []string, own ...string) bool {
	if len(old.values) != len(s.values) {
		return false
	}
	for i, spec := range s.table {
		if s.values[i] == old.values[i] || slices.Contains(but, spec.Key) {
			continue
		}
		if spec.Group == "main" || spec.Group == "problem" || slices.Contains(own, spec.Key) {
			return false
		}
	}
	return true
}
