package figures

import (
	"strings"

	"sgdnoise/scenes/plot"
)

const (
	margin      = 12.0 // CSS pixels
	headingSize = 17.0
	captionSize = 13.0
	mostLines   = 5 // of a caption
)

// Draw paints the figure on a canvas: with its heading and, if there is room,
// its caption.
func (r *Result) Draw(c plot.Canvas) {
	w, h := c.Size()
	at := plot.R(margin, margin, w-2*margin, h-2*margin)
	for _, text := range wrapped("Figure "+r.Figure.ID+". "+r.Figure.Title, headingSize, true, at.W()) {
		c.Text(plot.Point{X: at.Min.X, Y: at.Min.Y + headingSize/2}, text, plot.TextStyle{Color: plot.Ink, Size: headingSize, Bold: true})
		at.Min.Y += 1.4 * headingSize
	}
	at.Min.Y += 4
	lines := wrapped(r.Figure.Caption, captionSize, false, at.W())
	if len(lines) > mostLines {
		lines = nil
	}
	for i := range lines {
		text := lines[len(lines)-1-i]
		c.Text(plot.Point{X: at.Min.X, Y: at.Max.Y - captionSize/2}, text, plot.TextStyle{Color: plot.Muted, Size: captionSize})
		at.Max.Y -= 1.35 * captionSize
	}
	at.Max.Y -= 4
	r.draw(c, at)
}

// wrapped breaks a text into lines of at most the given width, but no formula.
func wrapped(text string, size float64, bold bool, width float64) []string {
	var lines []string
	current := ""
	for _, sign := range []string{"=", "−", "+", ">"} {
		text = strings.ReplaceAll(text, " "+sign+" ", "\u00a0"+sign+"\u00a0")
	}
	for word := range strings.SplitSeq(text, " ") {
		longer := word
		if current != "" {
			longer = current + " " + word
		}
		if current != "" && plot.TextWidth(longer, size, bold) > width {
			lines = append(lines, current)
			longer = word
		}
		current = longer
	}
	return append(lines, current)
}
