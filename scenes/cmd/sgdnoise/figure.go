package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"text/tabwriter"

	"sgdnoise/scenes"
	"sgdnoise/scenes/figures"
)

// errNotReproduced has been told already, by the verdict.
var errNotReproduced = errors.New("not reproduced")

// figure carries out a figure command.
func figure(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	switch {
	case len(args) > 0 && (args[0] == "-h" || strings.TrimLeft(args[0], "-") == "help"):
		return printed(stdout, figureList())
	case len(args) == 0 || strings.HasPrefix(args[0], "-"):
		return bad("name the figure first, as in %q; there are %s", "sgdnoise figure 4a", figures.Names())
	}
	fig, ok := figures.Find(args[0])
	if !ok {
		return bad("%.40q is no figure; there are %s", args[0], figures.Names())
	}
	f := newFlags("figure "+fig.ID, stdout, "simulates the figure and says whether it is reproduced")
	pic := f.picture()
	table := f.String("csv", "", "write the numbers to this file; - is standard output")
	if err := f.parse(args[1:]); err != nil {
		return err
	}
	if *table == "-" && pic.file == "-" {
		return bad("-csv - and -svg - both want standard output; name a file for one")
	}
	r, err := fig.Run(ctx, runtime.GOMAXPROCS(0), func(done, of int) { fmt.Fprintf(stderr, "\r%d of %d runs", done, of) })
	fmt.Fprint(stderr, "\r\n")
	if err != nil {
		return err
	}
	if err := writeFigure(r, pic, *table, stdout); err != nil {
		return err
	}
	return verdict(r)
}

func verdict(r *figures.Result) error {
	if !r.Reproduced() {
		return errNotReproduced
	}
	return nil
}

// figureList is the help of the command.
func figureList() string {
	text := "sgdnoise figure FIGURE simulates a figure of the paper and says whether it is reproduced.\n\n"
	for _, f := range figures.All() {
		text += fmt.Sprintf("  %-9s %s\n", f.ID, f.Title)
	}
	return text + "\n\"sgdnoise figure FIGURE -h\" lists the flags. The exit status is 0 if the figure is reproduced, and 1 if not.\n"
}

// writeFigure writes what is asked for: the table and the picture into files, the
// text unless one of them takes its place.
func writeFigure(r *figures.Result, pic *picture, table string, stdout io.Writer) error {
	if table != "" {
		var text bytes.Buffer
		if err := r.WriteCSV(&text); err != nil {
			return err
		}
		if err := write(table, text.Bytes(), stdout); err != nil {
			return err
		}
	}
	if err := pic.write("Figure "+r.Figure.ID+". "+r.Figure.Title, r.Figure.Caption, r.Draw, stdout); err != nil {
		return err
	}
	if table == "-" || pic.file == "-" {
		return nil
	}
	return printed(stdout, figureText(r))
}

// figureText is a figure for reading.
func figureText(r *figures.Result) string {
	var text bytes.Buffer
	fmt.Fprintf(&text, "Figure %s. %s\n%s\n", r.Figure.ID, r.Figure.Title, r.Figure.Caption)
	for i := range r.Tables {
		t := &r.Tables[i]
		fmt.Fprintf(&text, "\n%s\n", t.Title)
		w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, heading(t))
		for k := range t.Rows {
			fmt.Fprintln(w, tableLine(t, &t.Rows[k]))
		}
		w.Flush() // into memory: can't fail
	}
	fmt.Fprintln(&text)
	for _, c := range r.Checks {
		fmt.Fprintf(&text, "%-6s %s.\n", map[bool]string{true: "holds", false: "fails"}[c.OK], c.Text)
	}
	fmt.Fprintf(&text, "\n%s\n", r.Verdict())
	var out strings.Builder
	for l := range strings.Lines(text.String()) {
		out.WriteString(strings.TrimRight(l, " \n") + "\n")
	}
	return out.String()
}

func heading(t *figures.Table) string {
	columns := append([]string{t.Label, "expected", "obtained", "± error", "tolerance", "off by"}, t.Others...)
	return strings.Join(columns, "\t") + "\t"
}

// tableLine is a row; what an approximation says is given by how far it misses.
func tableLine(t *figures.Table, r *figures.Row) string {
	d := scenes.Reading{Predicted: scenes.Number(r.Expected), Measured: scenes.Number(r.Obtained), StdErr: scenes.Number(r.StdErr), Valid: true}
	digits := decimals(&d)
	off := none
	if z := d.Deviation(); z.Exists() {
		off = fmt.Sprintf("%+.1f", z)
	}
	columns := []string{r.Label, fixed(d.Predicted, digits), fixed(d.Measured, digits), fixed(d.StdErr, digits),
		fixed(scenes.Number(t.Tolerance(r)), digits), off}
	for k := range t.Others {
		miss := none
		if m := r.Miss(k); !math.IsNaN(m) {
			miss = fmt.Sprintf("%+.1f %%", math.Round(1000*m)/10+0) // + 0 turns −0 into 0
		}
		columns = append(columns, miss)
	}
	remark := ""
	if !r.Counts() {
		remark = fmt.Sprintf("no error bar; %s to %s in %d runs", fixed(scenes.Number(r.Low), digits), fixed(scenes.Number(r.High), digits), figures.Seeds)
	}
	return strings.Join(append(columns, remark), "\t")
}
