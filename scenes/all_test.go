package scenes

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sgdnoise/engine/param"
	"sgdnoise/scenes/plot"
)

var update = flag.Bool("update", false, "write golden display lists; inspect the diff")

// quick keeps the runs of tests that only look for damage short.
var quick = map[string]any{"walkers": 200}

func open(t *testing.T, id string, raw ...map[string]any) *Session {
	t.Helper()
	s, err := Open(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range raw {
		if notices := s.Set(r); notices != nil {
			t.Fatalf("%s: %v", id, notices)
		}
	}
	return s
}

func eachScene(t *testing.T, f func(t *testing.T, i Info)) {
	for _, i := range All() {
		t.Run(i.ID, func(t *testing.T) { f(t, i) })
	}
}

// TestDescriptions holds captions to their length and sentences to sources.
func TestDescriptions(t *testing.T) {
	if len(All()) < 2 {
		t.Fatal("scenes are missing")
	}
	eachScene(t, func(t *testing.T, i Info) {
		if n := len(strings.Fields(i.Caption)); n > 60 {
			t.Errorf("the caption has %d words", n)
		}
		if i.Params.Index("lr") < 0 || i.Params.Index("paused") < 0 || i.Params.Index("speed") < 0 {
			t.Error("a stage needs lr, paused and speed")
		}
	})
	if _, err := Open("nope"); err == nil || !strings.Contains(err.Error(), "label-noise") {
		t.Errorf("Open(nope): %v", err)
	}
}

// TestGolden compares each scene's picture at its defaults, wide and narrow,
// with the display list kept in testdata.
func TestGolden(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		for name, size := range map[string][2]float64{"wide": {820, 640}, "narrow": {358, 440}} {
			s := open(t, i.ID, map[string]any{"walkers": 500})
			s.Settle()
			s.Advance(60, nil)
			c := plot.NewRecord(size[0], size[1], plot.Light)
			s.Draw(c)
			path := filepath.Join("testdata", i.ID+"-"+name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(c.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if at := firstDifference(c.String(), string(want)); at != "" {
				t.Errorf("%s: the picture differs from %s at %s; go test ./scenes -update writes it anew", name, path, at)
			}
		}
	})
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for k := range min(len(g), len(w)) {
		if !slices.EqualFunc(words(g[k]), words(w[k]), alike) {
			return "\n got " + g[k] + "\nwant " + w[k]
		}
	}
	if len(g) != len(w) {
		return "its end"
	}
	return ""
}

func words(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,+x", r) })
}

// alike lets coordinates differ by their last decimal: functions such as exp
// round differently on amd64 and wasm.
func alike(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && math.Abs(x-y) < 0.11
}

// TestExtremes runs every parameter at its smallest and largest value, with the
// learning rate at both of its ends: nothing panics, and no NaN or infinity
// gets into a picture, a label or a report.
func TestExtremes(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		lr := i.Params[i.Params.Index("lr")]
		for _, spec := range i.Params {
			for _, v := range extremes(spec) {
				for _, rate := range []float64{lr.Min, lr.Default, lr.Max} {
					s := open(t, i.ID, quick)
					if spec.Key != "walkers" || v.(float64) < 1e5 {
						s.Set(map[string]any{spec.Key: v, "lr": rate})
					}
					if spec.Key == "lr" {
						s.Set(map[string]any{"lr": v})
					}
					s.Advance(25, nil)
					s.Settle()
					s.Advance(25, nil)
					checkClean(t, s)
				}
			}
		}
	})
}

func extremes(s param.Spec) []any {
	if !s.IsChoice() {
		return []any{s.Min, s.Max}
	}
	var all []any
	for _, o := range s.Options {
		all = append(all, o)
	}
	return all
}

// checkClean looks for numbers that are none in all that a session shows.
func checkClean(t *testing.T, s *Session) {
	t.Helper()
	r := s.Report()
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("%v: %v", s.values, err)
	}
	picture := plot.NewRecord(500, 400, plot.Dark)
	s.Draw(picture)
	text := strings.Join(append(r.Notes, r.Sentence, picture.String()), "\n")
	for _, bad := range []string{"NaN", "Inf", "%!"} {
		if strings.Contains(text, bad) {
			t.Errorf("%v: %s in %.200q", s.Info.Params.Map(s.values), bad, text[max(0, strings.Index(text, bad)-80):])
		}
	}
	for _, rd := range r.Readings {
		if !rd.Predicted.Exists() && !rd.Measured.Exists() && rd.Reason == "" {
			t.Errorf("%v: %s has no number and gives no reason", s.Info.Params.Map(s.values), rd.Name)
		}
	}
}

// TestReproducible shows that pauses within steps don't change a run, that
// drawing consumes no randomness, and that stamped changes act at their step.
func TestReproducible(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		many := map[string]any{"walkers": 3500} // four blocks
		a, b := open(t, i.ID, many), open(t, i.ID, many)
		a.Advance(10, nil)
		a.Set(map[string]any{"lr": 0.3, "batch": 2})
		a.Advance(10, nil)
		b.SetAt(10, map[string]any{"lr": 0.3, "batch": 2})
		always := func() bool { return true }
		for b.Tick() < 20 {
			b.Advance(20-b.Tick(), always)
			b.Draw(plot.NewRecord(400, 300, plot.Dark))
		}
		ra, rb := a.Report(), b.Report()
		for k := range ra.Readings {
			if ra.Readings[k].Measured != rb.Readings[k].Measured && ra.Readings[k].Measured.Exists() {
				t.Errorf("%s: %v in one go, %v in portions", ra.Readings[k].Name, ra.Readings[k].Measured, rb.Readings[k].Measured)
			}
		}
		a.Reset()
		a.Advance(20, nil)
		c := open(t, i.ID, many, map[string]any{"lr": 0.3, "batch": 2})
		c.Advance(20, nil)
		ra, rb = a.Report(), c.Report()
		if x, y := ra.Reading("now.cov.11").Measured, rb.Reading("now.cov.11").Measured; x != y {
			t.Errorf("a restart gives %v, a fresh session %v", x, y)
		}
	})
}

// TestAgreement is the point of it all: at the defaults and after a change in
// mid-flight, measurement agrees with theory within 4 standard errors.
func TestAgreement(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		s := open(t, i.ID)
		s.Settle()
		for _, change := range []map[string]any{{}, {"lr": 0.3}, {"batch": 16}, {"momentum": 0.5, "lr": 0.1}} {
			s.Set(change)
			for s.Report().Status == Transient {
				s.Advance(10, nil)
			}
			s.Advance(200, nil)
			r := s.Report()
			compared := 0
			for _, rd := range r.Readings {
				if d := rd.Deviation(); d.Exists() {
					compared++
					if math.Abs(float64(d)) > 4 {
						t.Errorf("after %v, %s is %v standard errors off", change, rd.Name, d)
					}
				}
			}
			if compared < 9 {
				t.Errorf("after %v only %d readings can be compared", change, compared)
			}
		}
	})
}
