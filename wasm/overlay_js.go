package main

import (
	"strconv"
	"strings"

	"sgdnoise/scenes/plot"
)

// overlay is the labels as the page sets them over the canvas (stage-labels.js), a line each with
// tabs between: x, y and size in the stage's CSS pixels, colour, ground or nothing, alignment,
// weight, style, text. One string needs one call of the page; an object for each needed nine.
func overlay(labels []label, th *plot.Theme, enlarge float64) string {
	var lines strings.Builder
	for i, l := range labels {
		if i > 0 {
			lines.WriteByte('\n')
		}
		for _, px := range [...]float64{l.x, l.y, l.Size} {
			lines.WriteString(strconv.FormatFloat(px*enlarge, 'f', 2, 64))
			lines.WriteByte('\t')
		}
		ground := ""
		if l.Ground {
			ground = plot.Hex(th.Of(plot.Panel))
		}
		align := [...]string{plot.Left: "left", plot.Center: "center", plot.Right: "right"}[l.Align]
		for _, field := range [...]string{plot.Hex(th.Of(l.Color)), ground, align, either(l.Bold, "650", "400"), either(l.Italic, "italic", "normal")} {
			lines.WriteString(field)
			lines.WriteByte('\t')
		}
		lines.WriteString(l.text)
	}
	return lines.String()
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
