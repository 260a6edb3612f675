package figures

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"

	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
)

// known are expectations by figure, table and row, from the paper's formulas
// worked out by hand or, for 3-right, from the closed form in one parameter.
var known = map[string]map[string]float64{
	"2": {"index of the bulk 1": 1, "index of the bulk 20": 20, "exponent of the tail 1": 1.09082647306632,
		"exponent of the tail 2": 2, "exponent of the tail 4": 3.50468361414719},
	"3-left": {"Σ 7": 2, "Σ 8": 1, "Σ 10": 0.5, "Σ 16": 0.2, "Σ 32": 1 / 13.0, "Σ 64": 1 / 29.0},
	"3-right": {"L test -0.3": 0.684332, "L test -0.1": 0.0218003, "L test 0": 0, "L test 0.2": 0.0343137,
		"L test 1": 0.25, "L test 2": 0.666667},
	"4a": {"Σ 0.1": 1 / 188.0, "Σ 1": 0.125, "Σ 1.5": 0.75, "Σ 1.6": 2},
	"4b": {"Σ Σ₁₁": 0.0690780, "Σ Σ₁₂": 0, "Σ Σ₂₂": 0.0262888},
	"4c": {"Σ Σ₁₁": 0.844311, "Σ Σ₁₂": 0, "Σ Σ₂₂": 0.251497},
}

// misses are by how much approximations are off, by figure and row.
var misses = map[string]map[string][]float64{
	"2":       {"1": {2}, "20": {1.05}},
	"3-left":  {"8": {-1 + 1/16.0, -0.75}, "64": {-1 + 29/128.0, -1 + 29/32.0}},
	"3-right": {"1": {-0.375, -0.25}},
	"4a":      {"1": {-0.6, -0.2}, "1.5": {-0.9, -0.6}},
	"4b":      {"Σ₁₁": {0.015/0.0690780 - 1, 0.06/0.0690780 - 1}, "Σ₂₂": {0.015/0.0262888 - 1, 0.024/0.0262888 - 1}},
	"4c":      {"Σ₁₁": {0.075/0.844311 - 1, 0.3/0.844311 - 1}, "Σ₂₂": {0.075/0.251497 - 1, 0.12/0.251497 - 1}},
}

// hollow is how many points of a figure's first table have no error bar.
var hollow = map[string]int{"2": 0, "3-left": 4, "3-right": 10, "4a": 3, "4b": 0, "4c": 3}

// Each figure is reproduced, expects what is known, and would not be reproduced
// if theory took the noise for a twentieth stronger than it is, or the bulk's
// index for that of the tail.
func TestFigures(t *testing.T) {
	for _, f := range tested() {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			var tape recorder
			l := newLab(1, nil)
			l.simulate = tape.record(l.simulate)
			r, err := f.in(t.Context(), l)
			if err != nil {
				t.Fatal(err)
			}
			if !r.Reproduced() || r.Verdict() != "reproduced" {
				t.Errorf("%+v\n%+v", r.Checks, r.Tables)
			}
			checkKnown(t, r)
			checkPicture(t, r)
			checkReadme(t, r)
			l = &lab{simulate: tape.replay(), law: tooNoisy, tail: bulkTail}
			if r, err := f.in(t.Context(), l); err != nil || r.Reproduced() || r.Verdict() != "not reproduced" {
				t.Errorf("with a wrong theory (%v) the figure is %s: %+v", err, r.Verdict(), r.Checks)
			}
		})
	}
}

// tested are all figures or, as WebAssembly, which has one core and no use for
// them, the fastest.
func tested() []Figure {
	if runtime.GOOS != "js" {
		return All()
	}
	f, _ := Find("4b")
	return []Figure{f}
}

// tooNoisy is a law whose noise at the minimum is a twentieth too strong.
func tooNoisy(p problem.Linear, batch int) problem.Law {
	law := p.Law(batch)
	law.Add = law.Add.Scale(1.05)
	return law
}

// bulkTail takes the paper's index for the exponent of the tail.
func bulkTail(c float64, batch int) theory.Tail {
	return theory.TailApproximations[0].Beta(c, batch, 1)
}

// recorder keeps what was simulated, to judge another theory by it.
type recorder [][]outcome

func (r *recorder) record(simulate func(context.Context, []job) ([]outcome, error)) func(context.Context, []job) ([]outcome, error) {
	return func(ctx context.Context, jobs []job) ([]outcome, error) {
		m, err := simulate(ctx, jobs)
		*r = append(*r, m)
		return m, err
	}
}

func (r *recorder) replay() func(context.Context, []job) ([]outcome, error) {
	return func(context.Context, []job) (m []outcome, _ error) {
		m, *r = (*r)[0], (*r)[1:]
		return m, nil
	}
}

func checkKnown(t *testing.T, r *Result) {
	t.Helper()
	want, ok := known[r.Figure.ID]
	if !ok {
		t.Errorf("figure %s lacks known numbers", r.Figure.ID)
	}
	found := 0
	for _, table := range r.Tables {
		for i := range table.Rows {
			row := &table.Rows[i]
			if x, ok := want[table.Title+" "+row.Label]; ok {
				found++
				if math.Abs(row.Expected-x) > 2e-6*math.Abs(x)+1e-15 {
					t.Errorf("%s %s: expects %v, want %v", table.Title, row.Label, row.Expected, x)
				}
			}
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d known numbers found", found, len(want))
	}
	first, n := &r.Tables[0], 0
	for i := range first.Rows {
		row := &first.Rows[i]
		if !row.Counts() {
			n++
			if !(row.Low <= row.Obtained && row.Obtained <= row.High) {
				t.Errorf("%s: %v is outside its range %v to %v", row.Label, row.Obtained, row.Low, row.High)
			}
		}
		for k, x := range misses[r.Figure.ID][row.Label] {
			if math.Abs(row.Miss(k)-x) > 1e-5 {
				t.Errorf("%s: %s misses by %v, want %v", row.Label, first.Others[k], row.Miss(k), x)
			}
		}
	}
	if n != hollow[r.Figure.ID] {
		t.Errorf("%d points without error bar, want %d", n, hollow[r.Figure.ID])
	}
}

// checkReadme compares the figure's row in README.md.
func checkReadme(t *testing.T, r *Result) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	n, farthest := 0, 0.0
	var misses []string
	for k := range r.Tables {
		table := &r.Tables[k]
		for i := range table.Rows {
			if row := &table.Rows[i]; row.Counts() {
				n++
				if table.Within == 0 && row.StdErr > 0 {
					farthest = max(farthest, math.Abs(row.Obtained-row.Expected)/row.StdErr)
				}
			}
		}
		for k, name := range table.Others {
			lo, hi := math.Inf(1), math.Inf(-1)
			for i := range table.Rows {
				if miss := 100 * table.Rows[i].Miss(k); !math.IsNaN(miss) {
					lo, hi = min(lo, miss), max(hi, miss)
				}
			}
			misses = append(misses, fmt.Sprintf("%s: %s %+.0f to %+.0f %%", table.Title, name, lo, hi))
		}
	}
	row := fmt.Sprintf("| `figure %s` | %s | %d | %.1f | %s | %s |", r.Figure.ID, r.Figure.Title, n, farthest, strings.ReplaceAll(strings.Join(misses, "; "), "-", "−"), r.Verdict())
	if !strings.Contains(string(readme), row) {
		t.Errorf("README.md lacks the row\n%s", row)
	}
}

// checkPicture looks for the heading, the legend and marks of the measurement at
// the sizes of a screen and of a phone.
func checkPicture(t *testing.T, r *Result) {
	t.Helper()
	for _, size := range [][2]float64{{820, 640}, {358, 440}} {
		c := plot.NewRecord(size[0], size[1], plot.Light)
		r.Draw(c)
		text := c.String()
		for _, want := range []string{"Figure " + r.Figure.ID, "exact", "Measured", "Theory"} {
			if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
				t.Errorf("%q isn't in the picture:\n%.2000s", want, text)
			}
		}
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Error("the picture has numbers that aren't")
		}
	}
}

func TestDescriptions(t *testing.T) {
	for _, f := range All() {
		if f.Title == "" || len(strings.Fields(f.Caption)) > 90 {
			t.Errorf("%s: title %q, caption of %d words", f.ID, f.Title, len(strings.Fields(f.Caption)))
		}
		if got, ok := Find(f.ID); !ok || got.Title != f.Title {
			t.Errorf("%s isn't found", f.ID)
		}
	}
	if _, ok := Find("1"); ok {
		t.Error("there is a figure 1")
	}
}

// Every figure is shown by one scene, and every figure that a scene shows can be
// simulated.
func TestPresetsOfScenes(t *testing.T) {
	shown := map[string][]string{}
	for _, info := range scenes.All() {
		for _, p := range info.Figures {
			if _, ok := Find(p.Figure); !ok {
				t.Errorf("%s shows figure %q, which can't be simulated", info.ID, p.Figure)
			}
			shown[p.Figure] = append(shown[p.Figure], info.ID)
		}
	}
	for _, f := range All() {
		if len(shown[f.ID]) != 1 {
			t.Errorf("figure %s is shown by %d scenes: %v", f.ID, len(shown[f.ID]), shown[f.ID])
		}
	}
}

// The result depends on the seed alone, not on the number of goroutines.
func TestReproducible(t *testing.T) {
	f, _ := Find("4b")
	table := func(workers int) string {
		r, err := f.Run(t.Context(), workers, nil)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := r.WriteCSV(&text); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	if a, b := table(1), table(runtime.GOMAXPROCS(0)+1); a != b {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}

func TestInterrupted(t *testing.T) {
	for _, f := range tested() {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := f.Run(ctx, 2, func(done, of int) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s, interrupted, returns %v", f.ID, err)
		}
	}
}

// A clipped coordinate is where it was, or at the limit.
func TestClip(t *testing.T) {
	var dst problem.Columns
	pos := problem.Columns{{-5, 0.5, 9}, {1, 2, 3}}
	for range 2 {
		clip(&dst, pos, [2]float64{1, 2}, [2]float64{2, 0.5})
		want := problem.Columns{{-1, 0.5, 3}, {1.5, 2, 2.5}}
		for k := range want {
			for i := range want[k] {
				if dst[k][i] != want[k][i] {
					t.Errorf("clipped to %v, want %v", dst, want)
				}
			}
		}
	}
}

func TestWrapped(t *testing.T) {
	lines := wrapped("one two a = 1 three", 10, false, plot.TextWidth("two a = 1", 10, false)+1)
	if strings.Join(lines, "|") != "one|two a\u00a0=\u00a01|three" && strings.Join(lines, "|") != "one two|a\u00a0=\u00a01|three" {
		t.Errorf("wrapped to %q", lines)
	}
}
