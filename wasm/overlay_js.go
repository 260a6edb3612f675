package main

import (
	"fmt"

	"sgdnoise/scenes/plot"
)

// overlay is the labels in the stage's CSS pixels, as the page sets them over the canvas.
func overlay(labels []label, th *plot.Theme, enlarge float64) []any {
	texts := make([]any, len(labels))
	for i, l := range labels {
		ground := ""
		if l.Ground {
			ground = css(th, plot.Panel)
		}
		texts[i] = map[string]any{
			"x": l.x * enlarge, "y": l.y * enlarge, "text": l.text, "rgb": css(th, l.Color), "size": l.Size * enlarge,
			"align": [...]string{plot.Left: "left", plot.Center: "center", plot.Right: "right"}[l.Align],
			"bold":  l.Bold, "italic": l.Italic, "ground": ground,
		}
	}
	return texts
}

func css(th *plot.Theme, c plot.Color) string {
	k := th.Of(c)
	return fmt.Sprintf("#%02x%02x%02x", k.R, k.G, k.B)
}
