package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/scenes"
	"sgdnoise/scenes/plot"
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
	values        param.Values
	burn, steps   int
	asJSON        bool
	csv, svg      string // files; "-" is standard output, "" none
	theme         *plot.Theme
	width, height int
}

var look = param.Table{
	{Key: "theme", Label: "Theme", Group: "view", Doc: "Colours of the picture.", Options: []string{"light", "dark"}},
}

var side = param.Spec{Key: "size", Min: 100, Max: 10000, Integer: true}

func parseRun(info scenes.Info, args []string, stdout io.Writer) (*order, error) {
	o := &order{width: 820, height: 640}
	f := newFlags("run "+info.ID, stdout, "runs the scene and prints theory beside measurement")
	o.values = f.single(info.Params)
	times, style := f.single(length), f.single(look)
	f.value(row{"size", "WIDTHxHEIGHT, each " + side.Legal(), "820x640", "Size of the picture."}, o.size)
	f.BoolVar(&o.asJSON, "json", false, "print the report as JSON")
	f.StringVar(&o.csv, "csv", "", "write the readings to this file; - is standard output")
	f.StringVar(&o.svg, "svg", "", "write the picture to this file; - is standard output")
	if err := f.parse(args); err != nil {
		return nil, err
	}
	o.burn, o.steps = int(times[0]), int(times[1])
	o.theme = plot.ThemeByName(look[0].Format(style[0]))
	if o.printed() > 1 {
		return nil, bad("-json, -csv - and -svg - all want standard output; name files for -csv and -svg")
	}
	return o, check(info, o.values)
}

// printed is how many outputs other than the text want standard output.
func (o *order) printed() (n int) {
	for _, wanted := range []bool{o.asJSON, o.csv == "-", o.svg == "-"} {
		if wanted {
			n++
		}
	}
	return n
}

func (o *order) size(raw string) error {
	w, h, _ := strings.Cut(raw, "x")
	x, errX := side.Parse(w)
	y, errY := side.Parse(h)
	if err := cmp.Or(errX, errY); err != nil {
		return fmt.Errorf("size: %.40q is not WIDTHxHEIGHT, each %s; the default is 820x640", raw, side.Legal())
	}
	o.width, o.height = int(x), int(y)
	return nil
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
	if o.svg != "" {
		picture := plot.NewSVG(float64(o.width), float64(o.height), o.theme, info.Title, r.Sentence)
		s.Draw(picture)
		if err := write(o.svg, picture.Bytes(), stdout); err != nil {
			return err
		}
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

// write puts data where a flag asks for it.
func write(name string, data []byte, stdout io.Writer) error {
	if name == "-" {
		_, err := stdout.Write(data)
		return err
	}
	return os.WriteFile(name, data, 0o666)
}
