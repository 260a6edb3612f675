package scenes

import (
	"encoding/json"
	"encoding/xml"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sgdnoise/engine/param"
	"sgdnoise/scenes/plot"
)

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
	ids := map[string]bool{}
	eachScene(t, func(t *testing.T, i Info) {
		if n := len(strings.Fields(i.Caption)); n > 60 {
			t.Errorf("the caption has %d words", n)
		}
		if i.Params.Index("paused") < 0 || i.Params.Index("speed") < 0 || i.Params.Index("walkers") < 0 || i.Params.Index("seed") < 0 {
			t.Error("a stage needs paused and speed, a run walkers and seed")
		}
		if n := len(i.Try); n < 2 || n > 3 {
			t.Errorf("%d things to try, want 2 or 3", n)
		}
		for _, p := range append(i.Try, i.Figures...) {
			if p.Label == "" || p.Text == "" || len(p.Values) == 0 {
				t.Errorf("preset %+v lacks a part", p)
			}
		}
		if name, line, _ := strings.Cut(i.Title, ": "); name == "" || line == "" || utf8.RuneCountInString(i.Title) > 60 {
			t.Errorf("the title %q isn't a name and a short line", i.Title)
		}
		code, err := os.ReadFile(fileOf(i.ID))
		if err != nil || !regexp.MustCompile(`\bID: +"`+i.ID+`"`).Match(code) {
			t.Errorf("the scene isn't in %s: %v", fileOf(i.ID), err)
		}
		checkFormula(t, i.Formula)
		if i.ID == "" || i.New == nil || i.Title == "" || i.Caption == "" || i.Source == "" {
			t.Error("a part of the description is missing")
		}
		if err := i.Params.Validate(); err != nil {
			t.Error(err)
		}
		if ids[i.ID] {
			t.Error("the scene is registered twice")
		}
		ids[i.ID] = true
	})
	if _, err := Open("nope"); err == nil || !strings.Contains(err.Error(), "label-noise") {
		t.Errorf("Open(nope): %v", err)
	}
}

// checkFormula demands <math> elements that a page can parse as XML.
func checkFormula(t *testing.T, formula string) {
	t.Helper()
	var doc struct {
		Math []struct {
			Display string `xml:"display,attr"`
		} `xml:"math"`
		Other []struct{ XMLName xml.Name } `xml:",any"`
	}
	if err := xml.Unmarshal([]byte("<formula>"+formula+"</formula>"), &doc); err != nil {
		t.Fatalf("formula: %v", err)
	}
	if len(doc.Math) == 0 || len(doc.Other) > 0 {
		t.Errorf("formula: %d <math> elements and %v", len(doc.Math), doc.Other)
	}
	for _, m := range doc.Math {
		if m.Display != "block" {
			t.Error("formula: a <math> element isn't displayed as a block")
		}
	}
}

// TestPresets runs every preset.
func TestPresets(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		for _, p := range append(i.Try, i.Figures...) {
			s := open(t, i.ID, p.Values, quick)
			s.Settle()
			s.Advance(50, nil)
			checkClean(t, s)
		}
	})
}

// FuzzScenes runs scenes at random settings, changed in mid-flight.
func FuzzScenes(f *testing.F) {
	for scene := range All() {
		for seed := range uint64(8) {
			f.Add(uint(scene), seed)
		}
	}
	f.Fuzz(func(t *testing.T, scene uint, seed uint64) {
		info := All()[scene%uint(len(All()))]
		random := rand.New(rand.NewPCG(seed, 0))
		s, err := Open(info.ID)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			s.Set(randomValues(info.Params, random))
			s.Set(quick)
			s.Advance(20, nil)
			checkClean(t, s)
		}
		s.Settle()
		checkClean(t, s)
	})
}

// randomValues draws every parameter: a third at an end, the rest along the slider.
func randomValues(table param.Table, random *rand.Rand) map[string]any {
	raw := map[string]any{}
	for _, spec := range table {
		switch ends := extremes(spec); {
		case spec.IsChoice() || random.IntN(3) == 0:
			raw[spec.Key] = ends[random.IntN(len(ends))]
		default:
			raw[spec.Key] = spec.Nudge(spec.Default, random.IntN(401)-200)
		}
	}
	delete(raw, "walkers")
	return raw
}

// TestExtremes runs every parameter at its smallest and largest value, with the
// learning rate at both of its ends: nothing panics, and no NaN or infinity
// gets into a picture, a label or a report. What is found off the steps' path
// is there at the default rate where it may differ, and elsewhere still missing,
// unless steps need it.
func TestExtremes(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		t.Parallel()
		for _, spec := range i.Params {
			for _, v := range extremes(spec) {
				for _, rate := range ratesFor(i.Params, spec) {
					s := open(t, i.ID, quick)
					s.Set(rate)
					if spec.Key != "walkers" || v.(float64) < 1e5 {
						s.Set(map[string]any{spec.Key: v})
					}
					s.Advance(25, nil)
					if len(rate) == 0 && ofTheProblem(spec) {
						s.Settle()
					}
					s.Advance(25, nil)
					checkClean(t, s)
				}
			}
		}
	})
}

// ratesFor lists the learning rates to try with another parameter: both ends
// and the default where the run depends on it.
func ratesFor(table param.Table, s param.Spec) []map[string]any {
	at := table.Index("lr")
	if at < 0 || !ofTheProblem(s) {
		return []map[string]any{{}}
	}
	lr := table[at]
	return []map[string]any{{"lr": lr.Min}, {}, {"lr": lr.Max}}
}

// ofTheProblem reports whether theory depends on a parameter.
func ofTheProblem(s param.Spec) bool { return s.Group == "main" || s.Group == "problem" }

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
