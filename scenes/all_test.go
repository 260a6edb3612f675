package scenes

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"math"
	"math/rand/v2"
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

// TestReproducible shows that pauses within steps don't change a run, that
// drawing consumes no randomness, and that stamped changes act at their step.
func TestReproducible(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		many := map[string]any{"walkers": 3500} // four blocks
		a, b := open(t, i.ID, many), open(t, i.ID, many)
		a.Advance(10, nil)
		change := map[string]any{"batch": 2}
		if i.Params.Index("lr") >= 0 {
			change["lr"] = 0.3 * a.Value("lr")
		}
		a.Set(change)
		a.Advance(10, nil)
		b.SetAt(10, change)
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
		c := open(t, i.ID, many, change)
		c.Advance(20, nil)
		ra, rb = a.Report(), c.Report()
		for k := range ra.Readings {
			if x, y := ra.Readings[k].Measured, rb.Readings[k].Measured; x != y && (x.Exists() || y.Exists()) {
				t.Errorf("%s: a restart gives %v, a fresh session %v", ra.Readings[k].Name, x, y)
			}
		}
	})
}

// asCloud lets tests tell clouds from other scenes.
func (s *cloud) asCloud() *cloud { return s }

func eachCloud(t *testing.T, f func(t *testing.T, i Info)) {
	eachScene(t, func(t *testing.T, i Info) {
		if _, ok := i.New().(interface{ asCloud() *cloud }); ok {
			f(t, i)
		}
	})
}

// TestAgreement is the point of it all: at the defaults and after changes in
// mid-flight, measurement agrees with theory within 4 standard errors.
func TestAgreement(t *testing.T) {
	eachCloud(t, func(t *testing.T, i Info) {
		s := open(t, i.ID)
		s.Settle()
		for _, change := range []map[string]any{{}, {"batch": 16}, {"momentum": 0.5}} {
			if change["momentum"] != nil && i.Params.Index("momentum") < 0 {
				continue
			}
			if len(change) > 0 {
				s.Set(change)
				r := s.Report()
				s.Set(map[string]any{"lr": 0.4 * float64(r.Reading("lr.max.fourth").Predicted)})
			}
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
