package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"sgdnoise/engine/param"
	"sgdnoise/scenes"
)

// measure takes a scene to its stationary law for burn steps and measures it
// for the given number of further ones.
func measure(ctx context.Context, info scenes.Info, v param.Values, burn, steps int) (*scenes.Session, error) {
	s, err := scenes.Open(info.ID)
	if err != nil {
		return nil, err
	}
	if said := s.Set(info.Params.Map(v)); len(said) > 0 {
		return nil, bad("-%s", said[0])
	}
	s.Settle()
	interrupted := func() bool { return ctx.Err() != nil }
	s.Advance(burn, interrupted)
	s.Remeasure()
	s.Advance(steps, interrupted)
	return s, ctx.Err()
}

// order is a parsed run command.
type order struct {
	values      param.Values
	burn, steps int
	asJSON      bool
	csv         string // a file; "-" is standard output, "" none
	picture     *picture
}

func parseRun(info scenes.Info, args []string, stdout io.Writer) (*order, error) {
	o := &order{}
	f := newFlags("run "+info.ID, stdout, "runs the scene and prints theory beside measurement")
	o.values = f.single(info.Params)
	times := f.single(length)
	o.picture = f.picture()
	f.BoolVar(&o.asJSON, "json", false, "print the report as JSON")
	f.StringVar(&o.csv, "csv", "", "write the readings to this file; - is standard output")
	if err := f.parse(args); err != nil {
		return nil, err
	}
	o.burn, o.steps = int(times[0]), int(times[1])
	if o.printed() > 1 {
		return nil, bad("-json, -csv - and -svg - all want standard output; name files for -csv and -svg")
	}
	return o, check(info, o.values)
}

// printed is how many outputs other than the text want standard output.
func (o *order) printed() (n int) {
	for _, wanted := range []bool{o.asJSON, o.csv == "-", o.picture.file == "-"} {
		if wanted {
			n++
		}
	}
	return n
}

// runScene carries out a run command.
func runScene(ctx context.Context, info scenes.Info, args []string, stdout io.Writer) error {
	o, err := parseRun(info, args, stdout)
	if err != nil {
		return err
	}
	s, err := measure(ctx, info, o.values, o.burn, o.steps)
	if err != nil {
		return err
	}
	r := s.Report()
	if o.csv != "" {
		var table bytes.Buffer
		if err := r.WriteCSV(&table); err != nil {
			return err
		}
		if err := write(o.csv, table.Bytes(), stdout); err != nil {
			return err
		}
	}
	if err := o.picture.write(info.Title, r.Sentence, s.Draw, stdout); err != nil {
		return err
	}
	if o.asJSON {
		data, err := json.MarshalIndent(&r, "", "  ")
		if err != nil {
			return err
		}
		return printed(stdout, string(data)+"\n")
	}
	if o.printed() > 0 {
		return nil
	}
	return printReport(stdout, info, &r)
}
