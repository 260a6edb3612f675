package param

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

var table = Table{
	{Key: "lr", Label: "Learning rate", Doc: "d", Group: "main", Min: 0.01, Max: 4, Default: 0.8, Scale: Log},
	{Key: "batch", Label: "Batch size", Doc: "d", Group: "main", Min: 1, Max: 1024, Default: 4, Scale: PowersOfTwo, Integer: true},
	{Key: "sampling", Label: "Sampling", Doc: "d", Group: "problem", Options: []string{"with", "without"}, Restart: true},
	{Key: "angle", Label: "Angle", Doc: "d", Group: "problem", Min: -90, Max: 90, Scale: Linear},
}

func TestSet(t *testing.T) {
	for _, c := range []struct {
		key  string
		raw  any
		want float64
		says string // part of the error; "" for none
	}{
		{"lr", "0.5", 0.5, ""},
		{"lr", 0.5, 0.5, ""},
		{"lr", " 5e-1 ", 0.5, ""},
		{"lr", "9", 4, "lr: \"9\" is not a number from 0.01 to 4; the nearest is 4"},
		{"lr", "1e999", 4, "nearest is 4"},
		{"lr", "abc", 0.8, "kept 0.8"},
		{"lr", "NaN", 0.8, "kept 0.8"},
		{"lr", math.Inf(-1), 0.01, "nearest is 0.01"},
		{"lr", nil, 0.8, "kept 0.8"},
		{"lr", strings.Repeat("x", 1000), 0.8, "…"},
		{"batch", 7, 7, ""},
		{"batch", "-3", 1, "whole number from 1 to 1024; the nearest is 1"},
		{"batch", 2.6, 3, "nearest is 3"},
		{"sampling", "without", 1, ""},
		{"sampling", "other", 0, "one of with, without; kept with"},
		{"sampling", 1.0, 0, "kept with"},
	} {
		v := table.Defaults()
		err := table.Set(v, c.key, c.raw)
		if got := table.Get(v, c.key); got != c.want {
			t.Errorf("Set(%s, %v) stored %v, want %v", c.key, c.raw, got, c.want)
		}
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("Set(%s, %v) says %v, want %q", c.key, c.raw, err, c.says)
		}
	}
	if err := table.Set(table.Defaults(), "foo", 1); err == nil || !strings.Contains(err.Error(), "lr, batch") {
		t.Errorf("unknown key: %v", err)
	}
}

func TestNudge(t *testing.T) {
	for _, c := range []struct {
		key  string
		v    float64
		n    int
		want float64
	}{
		{"lr", 0.8, 1, 0.824}, {"lr", 0.8, -1, 0.776}, {"lr", 3.99, 5, 4},
		{"batch", 4, 1, 8}, {"batch", 5, 1, 8}, {"batch", 1024, 1, 1024}, {"batch", 1, -1, 1},
		{"sampling", 0, 1, 1}, {"sampling", 0, -1, 1},
		{"angle", 0, 2, 1.8},
	} {
		s := &table[table.Index(c.key)]
		if got := s.Nudge(c.v, c.n); got != c.want {
			t.Errorf("%s: Nudge(%v, %d) = %v, want %v", c.key, c.v, c.n, got, c.want)
		}
	}
}

func TestValidate(t *testing.T) {
	if err := table.Validate(); err != nil {
		t.Error(err)
	}
	broken := Table{{Key: "x"}, {Key: "x", Label: "l", Doc: "d", Group: "g", Min: 0, Max: 1, Default: 2, Scale: Log},
		{Key: "y", Label: "l", Doc: "d", Group: "g", Options: []string{"a"}, Default: 1}}
	err := broken.Validate()
	for _, part := range []string{"row 0", "row 1", "outside 0 to 1", "positive minimum", "no option"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("Validate says %v, want %q in it", err, part)
		}
	}
}

func TestRestartMapJSON(t *testing.T) {
	a, b := table.Defaults(), table.Defaults()
	b[0] = 1
	if table.NeedsRestart(a, b) {
		t.Error("a live parameter asks for a restart")
	}
	b[2] = 1
	if !table.NeedsRestart(a, b) {
		t.Error("a restart parameter doesn't ask for one")
	}
	if m := table.Map(b); m["sampling"] != "without" || m["lr"] != 1.0 {
		t.Errorf("Map = %v", m)
	}
	if j, err := json.Marshal(table); err != nil || !strings.Contains(string(j), `"default":"with"`) {
		t.Errorf("JSON = %s, %v", j, err)
	}
}

// FuzzSet shows that no input makes a value illegal or panics.
func FuzzSet(f *testing.F) {
	for _, s := range []string{"0.5", "abc", "-3", "1e400", "NaN", "without", "0x1p-3", "\x00", "９"} {
		f.Add("lr", s)
		f.Add("batch", s)
		f.Add("sampling", s)
	}
	f.Fuzz(func(t *testing.T, key, raw string) {
		v := table.Defaults()
		err := table.Set(v, key, raw)
		for i := range table {
			if again, e := table[i].Parse(table.Map(v)[table[i].Key]); e != nil || again != v[i] {
				t.Errorf("Set(%q, %q) left %s at %v (%v)", key, raw, table[i].Key, v[i], e)
			}
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("Set(%q, %q): the message has %d bytes", key, raw, len(err.Error()))
		}
	})
}
