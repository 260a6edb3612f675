package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sgdnoise/scenes/figures"
)

func TestFigure(t *testing.T) {
	dir := t.TempDir()
	table, picture := filepath.Join(dir, "a.csv"), filepath.Join(dir, "a.svg")
	out := succeed(t, "figure 4b -size 400x300 -theme dark -csv "+table+" -svg "+picture)
	for _, want := range []string{"Figure 4b. ", "σ = 1 is assumed", "± error", "tolerance", "continuous time", "-78.3 %", "\nholds  "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q isn't in the text:\n%s", want, out)
		}
	}
	if !strings.HasSuffix(out, "\n\nreproduced\n") {
		t.Errorf("the last line isn't the verdict:\n%s", out)
	}
	checkSVG(t, picture)
	file, err := os.ReadFile(table)
	if err != nil || string(file) != succeed(t, "figure 4b -csv -") {
		t.Errorf("the file (%v) isn't what -csv - prints", err)
	}
	if numbers := rows(t, string(file)); len(numbers) != 3 || numbers[0]["counted"] != "true" || numbers[0]["continuous time"] == "" {
		t.Errorf("the table is %v", numbers)
	}
}

// A figure that isn't reproduced says which check fails, and sets the status.
func TestFigureNotReproduced(t *testing.T) {
	r := &figures.Result{Figure: figures.Figure{ID: "9", Title: "T", Caption: "C."},
		Tables: []figures.Table{{Title: "Σ", Label: "x", Rows: []figures.Row{{Label: "1", Expected: 2, Obtained: 2.5, StdErr: 0.1}}}},
		Checks: []figures.Check{{Text: "this", OK: true}, {Text: "that", OK: false}}}
	want := "Figure 9. T\nC.\n\nΣ\nx  expected  obtained  ± error  tolerance  off by\n1  2.00      2.50      0.10     0.40       +5.0\n\n" +
		"holds  this.\nfails  that.\n\nnot reproduced\n"
	if got := figureText(r); got != want {
		t.Errorf("the text is\n%s, want\n%s", got, want)
	}
	var errs strings.Builder
	if s := status(verdict(r), &errs); s != 1 || errs.Len() > 0 {
		t.Errorf("status %d and %q, want 1 and silence", s, errs.String())
	}
}

func TestFigureInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var errs watcher
	errs.seen = func(text string) {
		if strings.Contains(text, " of ") {
			cancel()
		}
	}
	if s := run(ctx, []string{"figure", "4a"}, io.Discard, &errs); s != 130 || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("status %d, %q; want 130", s, errs.String())
	}
}
