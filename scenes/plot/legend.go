package plot

import (
	"strings"
	"unicode/utf8"
)

// LegendItem explains one kind of line or, if it has one, of mark.
type LegendItem struct {
	Stroke Stroke
	Label  string
	Mark   Mark // in the stroke's colour
}

const (
	legendGap = 6.0 // between line and label
	legendRow = 22.0
)

// legendSizes are the length of the lines shown and the space between items, in CSS
// pixels: less where there is little room, so that there are fewer rows.
func legendSizes(width float64) (sample, space float64) {
	if width < 400 {
		return 24, 12
	}
	return 34, 18
}

// Legend writes items in rows from the top left corner at, none wider than
// width unless a single item is, and returns the height used in CSS pixels.
func Legend(c Canvas, at Point, width float64, items []LegendItem) float64 {
	if len(items) == 0 {
		return 0
	}
	sample, space := legendSizes(width)
	x, rows := 0.0, 1
	for _, it := range items {
		w := sample + legendGap + TextWidth(it.Label, titleSize, false)
		if x > 0 && x+w > width {
			x, rows = 0, rows+1
		}
		y := at.Y + (float64(rows)-0.5)*legendRow
		left := at.X + x
		if it.Mark == NoMark {
			end := max(it.Stroke.Width/2, 2) - 2 // so far the round ends of wide lines reach out
			c.Line([]Point{{left + end, y}, {left + sample - end, y}}, it.Stroke)
		} else {
			Marks(c, []Point{{left + sample/2, y}}, it.Mark, it.Stroke.Color)
		}
		c.Text(Point{left + sample + legendGap, y}, it.Label, TextStyle{Color: Ink, Size: titleSize})
		x += w + space
	}
	return float64(rows) * legendRow
}

// TextWidth estimates the width in CSS pixels of s set in the page's sans-serif
// at size, to within about a tenth: enough to lay out, not to align.
func TextWidth(s string, size float64, bold bool) float64 {
	em := 0.0
	for _, r := range s {
		em += advance(r)
	}
	if bold {
		em *= 1.08
	}
	return em * size
}

// advance is r's typical width in ems, over the usual system fonts, rather
// too wide than too narrow.
func advance(r rune) float64 {
	switch {
	case r >= utf8.RuneSelf:
		return nonASCII(r)
	case strings.ContainsRune("il.,:;'|!j", r):
		return 0.29
	case strings.ContainsRune(" frtI()[]{}/\\-\"`", r):
		return 0.37
	case strings.ContainsRune("mMwW@%", r):
		return 0.92
	case r >= 'A' && r <= 'Z', strings.ContainsRune("+<=>~&#", r):
		return 0.72
	default:
		return 0.59
	}
}

func nonASCII(r rune) float64 {
	switch {
	case r >= 0x300 && r < 0x370: // combining marks
		return 0
	case strings.ContainsRune("·²³¹⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", r):
		return 0.4
	case r >= 0x2e80: // East Asian, emoji
		return 1
	default:
		return 0.65
	}
}
