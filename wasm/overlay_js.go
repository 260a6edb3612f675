package main

import (
	"fmt"

	"sgdnoise/scenes/plot"
)

// text is a label as the page sets it over the canvas.
type text struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Text   string  `json:"text"`
	RGB    string  `json:"rgb"`
	Size   float64 `json:"size"`
	Align  string  `json:"align"`
	Bold   bool    `json:"bold"`
	Italic bool    `json:"italic"`
	Ground string  `json:"ground"`
}

// overlay is the labels in the stage's CSS pixels.
func overlay(labels []label, th *plot.Theme, enlarge float64) []text {
	out := make([]text, len(labels))
	for i, l := range labels {
		out[i] = text{
			X: l.x * enlarge, Y: l.y * enlarge, Text: l.text, RGB: css(th, l.Color), Size: l.Size * enlarge,
			Align: [...]string{plot.Left: "left", plot.Center: "center", plot.Right: "right"}[l.Align],
			Bold:  l.Bold, Italic: l.Italic,
		}
		if l.Ground {
			out[i].Ground = css(th, plot.Panel)
		}
	}
	return out
}

func css(th *plot.Theme, c plot.Color) string {
	k := th.Of(c)
	return fmt.Sprintf("#%02x%02x%02x", k.R, k.G, k.B)
}
