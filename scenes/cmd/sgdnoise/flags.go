package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"sgdnoise/engine/param"
)

// flags is a flag set whose complaints are single sentences. Flags that take a
// value of the table kind are checked by their [param.Spec].
type flags struct {
	*flag.FlagSet
	about  string
	stdout io.Writer
	set    map[string]func(raw string) error // by flag, of the table kind
	rows   []row                             // of the help
	wrong  error                             // the first unusable value
}

type row struct{ flag, legal, preset, doc string }

func newFlags(name string, stdout io.Writer, about string) *flags {
	f := &flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), about: about, stdout: stdout, set: map[string]func(string) error{}}
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// table adds a flag for each row of t; set takes the raw value of row i.
func (f *flags) table(t param.Table, legal func(*param.Spec) string, set func(i int, raw string) error) {
	for i := range t {
		s := &t[i]
		f.value(row{s.Key, legal(s), s.Format(s.Default), s.Doc}, func(raw string) error { return set(i, raw) })
	}
}

// value adds a flag that set reads.
func (f *flags) value(r row, set func(raw string) error) {
	f.rows = append(f.rows, r)
	f.set[r.flag] = func(raw string) error {
		err := set(raw)
		f.wrong = cmp.Or(f.wrong, err)
		return err
	}
	f.Func(r.flag, r.doc, f.set[r.flag])
}

// parse reads the arguments; -h prints the flags.
func (f *flags) parse(args []string) error {
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return cmp.Or(f.help(), err)
	case err == nil && f.NArg() > 0:
		return bad("%.40q is one word too many; flags start with - and follow the name", f.Arg(0))
	case err == nil:
		return nil
	}
	if name, found := strings.CutPrefix(err.Error(), "flag needs an argument: -"); found && f.set[name] != nil {
		err = f.set[name]("")
	}
	if f.wrong != nil {
		return bad("-%v", f.wrong)
	}
	if name, found := strings.CutPrefix(err.Error(), "flag provided but not defined: "); found {
		return bad("%.40q is no flag of %q; there are %s", name, f.Name(), f.names())
	}
	return bad("%.200s; -h lists the flags", oneLine(err.Error()))
}

// oneLine keeps a message on its line whatever was typed.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (f *flags) names() string {
	var names []string
	f.VisitAll(func(g *flag.Flag) { names = append(names, "-"+g.Name) })
	return strings.Join(names, ", ")
}

func (f *flags) help() error {
	w := tabwriter.NewWriter(f.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "sgdnoise %s %s.\n\n", f.Name(), f.about)
	f.VisitAll(func(g *flag.Flag) {
		if f.set[g.Name] == nil {
			fmt.Fprintf(w, "  -%s\t%s\n", g.Name, g.Usage)
		}
	})
	fmt.Fprintln(w)
	for _, r := range f.rows {
		fmt.Fprintf(w, "  -%s\t%s\t%s [%s]\n", r.flag, r.legal, r.doc, r.preset)
	}
	return w.Flush()
}

// length are the flags that say how long a run takes.
var length = param.Table{
	{Key: "burn", Label: "Burn-in", Group: "run", Doc: "SGD steps before the measurement.",
		Min: 0, Max: 1e9, Default: 2000, Scale: param.Linear, Integer: true},
	{Key: "steps", Label: "Steps", Group: "run", Doc: "SGD steps measured.",
		Min: 0, Max: 1e9, Default: 2000, Scale: param.Linear, Integer: true},
}

// single adds flags that take one value each and returns the values.
func (f *flags) single(t param.Table) param.Values {
	v := t.Defaults()
	f.table(t, (*param.Spec).Legal, func(i int, raw string) error {
		x, err := t[i].Parse(raw)
		v[i] = x
		return err
	})
	return v
}

// many adds flags that take a list of values each and returns the lists.
func (f *flags) many(t param.Table) [][]float64 {
	lists := make([][]float64, len(t))
	for i := range t {
		lists[i] = []float64{t[i].Default}
	}
	legal := func(s *param.Spec) string { return "a list of " + strings.TrimPrefix(s.Legal(), "a ") }
	f.table(t, legal, func(i int, raw string) (err error) {
		lists[i], err = parseList(&t[i], raw)
		return err
	})
	return lists
}

// parseList reads values separated by commas; of numbers also lo:hi:n, which
// stands for n equally spaced ones, and log:lo:hi:n for equal ratios.
func parseList(s *param.Spec, raw string) ([]float64, error) {
	var list []float64
	for part := range strings.SplitSeq(raw, ",") {
		values, err := parsePart(s, part)
		if err != nil {
			return nil, err
		}
		if list = append(list, values...); len(list) > maxCells {
			return nil, fmt.Errorf("%s: a list has at most %d values", s.Key, maxCells)
		}
	}
	return slices.Compact(list), nil
}
