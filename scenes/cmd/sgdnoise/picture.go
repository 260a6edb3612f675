package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/scenes/plot"
)

// picture is where a picture goes and what it looks like.
type picture struct {
	file          string // "-" is standard output, "" none
	theme         *plot.Theme
	width, height int
}

var themes = param.Spec{Key: "theme", Label: "Theme", Group: "view", Doc: "Colours of the picture.", Options: []string{"light", "dark", "projector"}}

var side = param.Spec{Key: "size", Min: 100, Max: 10000, Integer: true}

// picture adds the flags of a picture.
func (f *flags) picture() *picture {
	p := &picture{theme: plot.Light, width: 820, height: 640}
	f.table(param.Table{themes}, (*param.Spec).Legal, func(_ int, raw string) error {
		_, err := themes.Parse(raw)
		p.theme = plot.ThemeByName(raw)
		return err
	})
	f.value(row{"size", "WIDTHxHEIGHT, each " + side.Legal(), "820x640", "Size of the picture."}, p.size)
	f.StringVar(&p.file, "svg", "", "write the picture to this file; - is standard output")
	return p
}

func (p *picture) size(raw string) error {
	w, h, _ := strings.Cut(raw, "x")
	x, errX := side.Parse(w)
	y, errY := side.Parse(h)
	if err := cmp.Or(errX, errY); err != nil {
		return fmt.Errorf("size: %.40q is not WIDTHxHEIGHT, each %s; the default is 820x640", raw, side.Legal())
	}
	p.width, p.height = int(x), int(y)
	return nil
}

// write draws the picture if it is wanted.
func (p *picture) write(title, desc string, draw func(plot.Canvas), stdout io.Writer) error {
	if p.file == "" {
		return nil
	}
	svg := plot.NewSVG(float64(p.width), float64(p.height), p.theme, title, desc)
	draw(svg)
	return write(p.file, svg.Bytes(), stdout)
}

// write puts data where a flag asks for it.
func write(name string, data []byte, stdout io.Writer) error {
	if name == "-" {
		_, err := stdout.Write(data)
		return err
	}
	return os.WriteFile(name, data, 0o666)
}
