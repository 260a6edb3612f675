package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"sgdnoise/scenes"
)

const none = "–"

// printReport writes a report for reading.
func printReport(out io.Writer, info scenes.Info, r *scenes.Report) error {
	var text bytes.Buffer
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\n%s\n\n", info.Title, settings(info, r))
	fmt.Fprintf(w, "%d walkers, step %d, %d steps measured: %s\n\n", r.Walkers, r.Tick, r.Steps, r.Status)
	fmt.Fprintln(w, "reading\ttheory\tmeasured\t± error\toff by\t")
	for i := range r.Readings {
		if worthPrinting(r, &r.Readings[i]) {
			fmt.Fprintln(w, line(&r.Readings[i]))
		}
	}
	fmt.Fprintf(w, "\n%s\n", r.Sentence)
	for _, n := range r.Notes {
		fmt.Fprintln(w, n)
	}
	w.Flush() // into memory: can't fail
	for l := range strings.Lines(text.String()) {
		if err := printed(out, strings.TrimRight(l, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// worthPrinting leaves out the instant where there is a measuring window.
func worthPrinting(r *scenes.Report, d *scenes.Reading) bool {
	return r.Steps == 0 || !strings.HasPrefix(d.Name, "now.")
}

// settings are the parameters that make the run what it is.
func settings(info scenes.Info, r *scenes.Report) string {
	var list []string
	for i := range info.Params {
		if s := &info.Params[i]; s.Group == "main" || s.Group == "problem" || s.Key == "seed" {
			list = append(list, fmt.Sprint(s.Key, " ", r.Values[s.Key]))
		}
	}
	return strings.Join(list, ", ")
}

// line is a reading as a row of the table.
func line(d *scenes.Reading) string {
	off := none
	if z := d.Deviation(); z.Exists() {
		off = fmt.Sprintf("%+.1f", z)
	}
	digits := decimals(d)
	return strings.Join([]string{d.Name, fixed(d.Predicted, digits), fixed(d.Measured, digits), fixed(d.StdErr, digits), off, d.Reason}, "\t")
}

// decimals shows two digits of the error, or four of the number without one.
func decimals(d *scenes.Reading) int {
	digits, of := 2, d.StdErr
	if !(of > 0) {
		if digits, of = 4, d.Predicted; !of.Exists() || of == 0 {
			of = d.Measured
		}
	}
	if !of.Exists() || of == 0 {
		return 4
	}
	return min(max(digits-1-int(math.Floor(math.Log10(math.Abs(float64(of))))), 0), 12)
}

// fixed writes a number with so many decimals, or a huge one by its size.
func fixed(n scenes.Number, digits int) string {
	switch x := float64(n); {
	case !n.Exists():
		return none
	case math.Abs(x) >= 1e9:
		return strconv.FormatFloat(x, 'e', 3, 64)
	default:
		return strconv.FormatFloat(x, 'f', digits, 64)
	}
}
