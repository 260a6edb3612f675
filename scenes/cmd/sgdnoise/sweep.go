package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/engine/sweep"
	"sgdnoise/scenes"
)

// maxCells keeps a slip of the keyboard from filling the memory.
const maxCells = 100_000

// plan is a parsed sweep command.
type plan struct {
	info        scenes.Info
	grid        sweep.Grid // an axis per parameter, most of them of one value
	burn, steps int
	csv         string
}

var count = param.Spec{Key: "n", Min: 1, Max: maxCells, Integer: true}

// parsePart reads a value, lo:hi:n or log:lo:hi:n.
func parsePart(s *param.Spec, part string) ([]float64, error) {
	spacing, rangeOf := sweep.Linear, part
	if rest, found := strings.CutPrefix(part, "log:"); found {
		spacing, rangeOf = sweep.Log, rest
	}
	if s.IsChoice() || !strings.Contains(part, ":") {
		v, err := s.Parse(part)
		return []float64{v}, err
	}
	fields := strings.Split(rangeOf, ":")
	if len(fields) != 3 {
		return nil, fmt.Errorf("%s: %.40q is not lo:hi:n or log:lo:hi:n, lo and hi each %s", s.Key, part, s.Legal())
	}
	lo, errLo := s.Parse(fields[0])
	hi, errHi := s.Parse(fields[1])
	n, errN := count.Parse(fields[2])
	if errN != nil {
		errN = fmt.Errorf("%s: in %.40q, %w", s.Key, part, errN)
	}
	if err := cmp.Or(errLo, errHi, errN); err != nil {
		return nil, err
	}
	if strings.HasPrefix(part, "log:") && (lo <= 0 || hi <= 0) {
		return nil, fmt.Errorf("%s: %.40q has no equal ratios, lo and hi must be above 0; use lo:hi:n", s.Key, part)
	}
	values := spacing(lo, hi, int(n))
	for i, v := range values {
		values[i], _ = s.Parse(v) // rounds what must be whole
	}
	return values, nil
}

func parseSweep(info scenes.Info, args []string, stdout io.Writer) (*plan, error) {
	f := newFlags("sweep "+info.ID, stdout,
		"runs the scene for every combination of values, the last list running fastest.\n"+
			"Lists are values separated by commas, or lo:hi:n, or log:lo:hi:n for equal ratios")
	p := &plan{info: info, grid: f.many(info.Params)}
	times := f.single(length)
	f.StringVar(&p.csv, "csv", "-", "the file of the table; - is standard output")
	if err := f.parse(args); err != nil {
		return nil, err
	}
	p.burn, p.steps = int(times[0]), int(times[1])
	cells := 1.0
	for i, axis := range p.grid {
		if cells *= float64(len(axis)); cells > maxCells {
			return nil, bad("-%s: with %d values the grid has more than %d cells", info.Params[i].Key, len(axis), maxCells)
		}
	}
	for i := range p.grid.Len() {
		if err := check(info, p.grid.Cell(i)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// sweepScene carries out a sweep command.
func sweepScene(ctx context.Context, info scenes.Info, args []string, stdout, stderr io.Writer) error {
	p, err := parseSweep(info, args, stdout)
	if err != nil {
		return err
	}
	if p.csv == "-" {
		return p.run(ctx, stdout, stderr)
	}
	file, err := os.Create(p.csv)
	if err != nil {
		return err
	}
	err = p.run(ctx, file, stderr)
	return cmp.Or(err, file.Close())
}

// run writes a row per cell as soon as the cells before it are there.
func (p *plan) run(ctx context.Context, out, progress io.Writer) error {
	type result struct {
		report scenes.Report
		err    error
	}
	n := p.grid.Len()
	table := csv.NewWriter(out)
	var columns []column
	cell := func(ctx context.Context, i int) result {
		s, err := measure(ctx, p.info, p.grid.Cell(i), p.burn, p.steps)
		if err != nil {
			return result{err: err}
		}
		return result{report: s.Report()}
	}
	err := sweep.Run(ctx, n, runtime.GOMAXPROCS(0), cell, func(i int, r result) error {
		if r.err != nil {
			return r.err
		}
		if i == 0 {
			columns = columnsOf(p, &r.report)
			table.Write(each(columns, func(c column) string { return c.name }))
		}
		table.Write(each(columns, func(c column) string { return c.of(&r.report) }))
		table.Flush()
		fmt.Fprintf(progress, "\r%d of %d cells", i+1, n)
		return table.Error()
	})
	fmt.Fprintln(progress)
	return err
}

// column is a column of the table.
type column struct {
	name string
	of   func(r *scenes.Report) string
}

func each(columns []column, f func(column) string) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = f(c)
	}
	return out
}

// columnsOf lists what a row holds: the settings, the state, and of every
// reading of like the prediction, the measurement and its error.
func columnsOf(p *plan, like *scenes.Report) []column {
	var list []column
	add := func(name string, of func(r *scenes.Report) string) { list = append(list, column{name, of}) }
	for i := range p.info.Params {
		if s := &p.info.Params[i]; s.Group != "view" && s.Group != "approximations" {
			add(s.Key, func(r *scenes.Report) string { return setting(r.Values[s.Key]) })
		}
	}
	add("burn", func(*scenes.Report) string { return strconv.Itoa(p.burn) })
	add("steps", func(r *scenes.Report) string { return strconv.Itoa(r.Steps) })
	add("status", func(r *scenes.Report) string { return string(r.Status) })
	add("diverged", func(r *scenes.Report) string { return strconv.Itoa(r.Diverged) })
	for _, d := range like.Readings {
		if strings.HasPrefix(d.Name, "now.") {
			continue
		}
		add(d.Name+".predicted", part(d.Name, func(d *scenes.Reading) scenes.Number { return d.Predicted }))
		if strings.Contains(d.Name, "~") {
			continue // approximations aren't measured
		}
		add(d.Name+".measured", part(d.Name, func(d *scenes.Reading) scenes.Number { return d.Measured }))
		add(d.Name+".stderr", part(d.Name, func(d *scenes.Reading) scenes.Number { return d.StdErr }))
	}
	return list
}

// part is a number of the reading called name, empty where there is none.
func part(name string, of func(*scenes.Reading) scenes.Number) func(*scenes.Report) string {
	return func(r *scenes.Report) string {
		d := r.Reading(name)
		if d == nil || !of(d).Exists() {
			return ""
		}
		return setting(float64(of(d)))
	}
}

func setting(v any) string {
	if x, ok := v.(float64); ok {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}
