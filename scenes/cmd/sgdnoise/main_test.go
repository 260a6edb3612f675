package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"sgdnoise/scenes"
)

// command runs a command line, words separated by blanks.
func command(t *testing.T, line string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), strings.Fields(line), &out, &errs)
	return status, out.String(), errs.String()
}

// succeed runs a command line that must work, and returns its output.
func succeed(t *testing.T, line string) string {
	t.Helper()
	status, out, errs := command(t, line)
	if status != 0 {
		t.Fatalf("%s: status %d: %s", line, status, errs)
	}
	return out
}

const short = " -walkers 200 -burn 80 -steps 30 -lr 0.3"

func TestHelp(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"-h", "sgdnoise sweep SCENE"}, {"-h", "sgdnoise figure FIGURE"}, {"figure -h", "  4a "}, {"figure 4a -h", "-theme"}, {"help", "sgdnoise run SCENE"}, {"run -h", "sgdnoise run SCENE"},
		{"list -h", "-json"}, {"run label-noise -h", "a number from 0.01 to 4"},
		{"run real-data -lr 0.5 --help", "with-replacement"}, {"sweep label-noise -help", "log:lo:hi:n"},
	} {
		if out := succeed(t, c.line); !strings.Contains(out, c.says) {
			t.Errorf("%s prints %q, want %q in it", c.line, out, c.says)
		}
	}
}

func TestList(t *testing.T) {
	if out := succeed(t, "list"); !strings.Contains(out, "label-noise\n") || !strings.Contains(out, "real-data\n") {
		t.Errorf("list prints %q", out)
	}
	for flag, content := range map[string]func() ([]byte, error){"-json": scenes.Catalogue, "-texts": func() ([]byte, error) { return scenes.Texts("") }} {
		want, err := content()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(want), "null") {
			t.Errorf("list %s: the page reads lists, if only empty ones", flag)
		}
		if out := succeed(t, "list "+flag); out != string(want)+"\n" {
			t.Errorf("list %s isn't what the page gets", flag)
		}
	}
}

func report(t *testing.T, line string) scenes.Report {
	t.Helper()
	var r scenes.Report
	if err := json.Unmarshal([]byte(succeed(t, line)), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRun(t *testing.T) {
	r := report(t, "run label-noise -json -batch 16 -seed 7"+short)
	if r.Scene != "label-noise" || r.Values["lr"] != 0.3 || r.Values["batch"] != 16.0 || r.Values["seed"] != 7.0 {
		t.Errorf("ran %s with %v", r.Scene, r.Values)
	}
	if r.Tick != 110 || r.Steps != 30 || r.Walkers != 200 || r.Status != scenes.Stationary {
		t.Errorf("tick %d, %d steps, %d walkers, %s; want 110, 30, 200, stationary", r.Tick, r.Steps, r.Walkers, r.Status)
	}
	if d := r.Reading("lr.max.typical"); d == nil || !d.Predicted.Exists() {
		t.Error("the simulated limit is missing")
	}
	again := report(t, "run label-noise -json -batch 16 -seed 7"+short)
	other := report(t, "run label-noise -json -batch 16 -seed 8"+short)
	measured := func(r scenes.Report) scenes.Number { return r.Reading("cov.11").Measured }
	if measured(r) != measured(again) || measured(r) == measured(other) {
		t.Errorf("cov.11 is %v, again %v, with another seed %v", measured(r), measured(again), measured(other))
	}
}

// The measurement starts after the burn-in even where the window opened before.
func TestBurnIn(t *testing.T) {
	for _, c := range []struct {
		flags string
		steps int
	}{
		{"-burn 0 -steps 0", 0}, {"-burn 100 -steps 0", 0}, {"-burn 100 -steps 25", 25},
	} {
		if r := report(t, "run label-noise -json -walkers 100 -lr 0.5 "+c.flags); r.Steps != c.steps {
			t.Errorf("%s: %d steps measured, want %d", c.flags, r.Steps, c.steps)
		}
	}
}

func TestText(t *testing.T) {
	out := succeed(t, "run real-data -sampling epochs"+short)
	for _, want := range []string{"Real data", "dataset penguins, sampling epochs", "200 walkers, step 110, 30 steps", "cov.11", "lr.max.variance", "SGD"} {
		if strings.Contains(out, want) == (want == "SGD") {
			t.Errorf("%q in the text: %v\n%s", want, !(want == "SGD"), out)
		}
	}
	if heavy := succeed(t, "run label-noise -batch 1 -walkers 200 -burn 20 -steps 0 -lr 0.9"); !strings.Contains(heavy, none) || strings.Contains(heavy, "NaN") {
		t.Errorf("withheld numbers are shown otherwise:\n%s", heavy)
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	table, picture := filepath.Join(dir, "a.csv"), filepath.Join(dir, "a.svg")
	out := succeed(t, "run label-noise -theme dark -size 400x300 -csv "+table+" -svg "+picture+short)
	if !strings.Contains(out, "cov.11") {
		t.Errorf("with files nothing is printed: %q", out)
	}
	for name, line := range map[string]string{
		table:   "run label-noise -csv -" + short,
		picture: "run label-noise -theme dark -size 400x300 -svg -" + short,
	} {
		file, err := os.ReadFile(name)
		if err != nil || string(file) != succeed(t, line) {
			t.Errorf("%s (%v) isn't what %q prints", filepath.Base(name), err, line)
		}
	}
	checkSVG(t, picture)
	status, _, errs := command(t, "run label-noise -csv "+filepath.Join(dir, "none", "a.csv")+short)
	if status != 1 || strings.Count(errs, "\n") != 1 {
		t.Errorf("a folder that isn't there: status %d, %q; want 1 and a line", status, errs)
	}
}

func checkSVG(t *testing.T, name string) {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(file), `width="400" height="300"`) {
		t.Error("the picture doesn't have the size asked for")
	}
	for d := xml.NewDecoder(bytes.NewReader(file)); ; {
		if _, err := d.Token(); err != nil {
			if !errors.Is(err, io.EOF) {
				t.Errorf("the picture is not XML: %v", err)
			}
			return
		}
	}
}

// rows reads a table as maps by heading.
func rows(t *testing.T, text string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for k, name := range all[0] {
			m[name] = r[k]
		}
		out = append(out, m)
	}
	return out
}

func TestSweepIsARunPerCell(t *testing.T) {
	table := rows(t, succeed(t, "sweep label-noise -lr 0.1:0.9:3 -batch log:1:16:3 -walkers 100 -burn 40 -steps 20"))
	if len(table) != 9 {
		t.Fatalf("%d rows, want 9", len(table))
	}
	for i, row := range table {
		lr, batch := []string{"0.1", "0.5", "0.9"}[i/3], []string{"1", "4", "16"}[i%3]
		if row["lr"] != lr || row["batch"] != batch {
			t.Errorf("row %d is for lr %s, batch %s; want %s, %s", i, row["lr"], row["batch"], lr, batch)
		}
		r := report(t, "run label-noise -json -walkers 100 -burn 40 -steps 20 -lr "+lr+" -batch "+batch)
		if row["status"] != string(r.Status) || row["steps"] != strconv.Itoa(r.Steps) {
			t.Errorf("row %d: %s after %s steps, the run says %s after %d", i, row["status"], row["steps"], r.Status, r.Steps)
		}
		for _, name := range []string{"cov.11", "loss.train", "lr.max.typical"} {
			d := r.Reading(name)
			for part, want := range map[string]scenes.Number{".predicted": d.Predicted, ".measured": d.Measured, ".stderr": d.StdErr} {
				if got := row[name+part]; (got != "") != want.Exists() || got != "" && got != setting(float64(want)) {
					t.Errorf("row %d: %s%s = %q, the run says %v", i, name, part, got, want)
				}
			}
		}
	}
}

func TestSweepSyntax(t *testing.T) {
	for _, c := range []struct{ flags, column, want string }{
		{"-lr 0.5,0.1:0.3:3", "lr", "0.5 0.1 0.2 0.3"},
		{"-batch 1:4:7", "batch", "1 2 3 4"},
		{"-angle -30,0:45:2", "angle", "-30 0 45"},
		{"-show-sde no,yes", "lr", "0.8 0.8"},
		{"-burn 3", "burn", "3"},
	} {
		var got []string
		for _, row := range rows(t, succeed(t, "sweep label-noise -walkers 10 -steps 0 -burn 0 "+c.flags)) {
			got = append(got, row[c.column])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s = %v, want %s", c.flags, c.column, got, c.want)
		}
	}
}

// An interrupted sweep leaves whole rows, and says so.
func TestInterrupt(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.csv")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var errs watcher
	errs.seen = func(text string) {
		if strings.Contains(text, "3 of 200") {
			cancel()
		}
	}
	line := "sweep label-noise -lr 0.1:1:200 -walkers 100 -burn 10 -steps 10 -csv " + name
	if status := run(ctx, strings.Fields(line), io.Discard, &errs); status != 130 || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("status %d, %q; want 130", status, errs.String())
	}
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(rows(t, string(file))); n < 3 || n > 150 {
		t.Errorf("%d rows, want those before the interruption", n)
	}
	status := run(ctx, strings.Fields("run label-noise -steps 1000000000"), io.Discard, io.Discard)
	if status != 130 {
		t.Errorf("an interrupted run ends with status %d, want 130", status)
	}
}

// watcher is a buffer that tells what is written to it.
type watcher struct {
	bytes.Buffer
	seen func(string)
}

func (w *watcher) Write(p []byte) (int, error) {
	w.seen(string(p))
	return w.Buffer.Write(p)
}
