package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sgdnoise/scenes/plot"
)

// snapshot is the picture, the report or the walkers as a file.
func snapshot(a *app, format string) (mime string, data []byte, err error) {
	a.session.FinishStep()
	switch format {
	case "svg":
		r := a.session.Report()
		svg := plot.NewEnlargedSVG(a.width, a.height, a.enlarge, a.theme, a.session.Info.Title, r.Sentence)
		a.session.Draw(svg)
		return "image/svg+xml", svg.Bytes(), nil
	case "csv":
		var b bytes.Buffer
		r := a.session.Report()
		err = r.WriteCSV(&b)
		return "text/csv", b.Bytes(), err
	case "json":
		data, err = json.Marshal(a.session.Report())
		return "application/json", data, err
	case "walkers.csv":
		var b bytes.Buffer
		w := a.session.Snapshot().Walkers
		err = w.WriteCSV(&b)
		return "text/csv", b.Bytes(), err
	case "walkers.json":
		data, err = json.Marshal(a.session.Snapshot())
		return "application/json", data, err
	}
	return "", nil, fmt.Errorf("snapshot: %.40q is no format; there are png, svg, csv, json, walkers.csv, walkers.json", format)
}
