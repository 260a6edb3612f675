package plot

import (
	"fmt"
	"strconv"
	"strings"
)

// Record is a Canvas that writes down what it is told, one line per call, for
// tests to compare. Lengths are rounded to 0.1 px and rasters summarised, so
// that the last bits of floating point, which differ between machines, don't show.
type Record struct {
	w, h  float64
	theme *Theme
	out   strings.Builder
}

var _ Canvas = (*Record)(nil)

// NewRecord is an empty record of a canvas w by h CSS pixels large.
func NewRecord(w, h float64, th *Theme) *Record { return &Record{w: w, h: h, theme: th} }

// String is the display list so far.
func (r *Record) String() string { return r.out.String() }

// Size implements Canvas.
func (r *Record) Size() (w, h float64) { return r.w, r.h }

// Theme implements Canvas.
func (r *Record) Theme() *Theme { return r.theme }

// Clip implements Canvas.
func (r *Record) Clip(q Rect) {
	if q == (Rect{}) || !q.Finite() {
		r.line("clip none")
		return
	}
	r.line("clip", rectText(q))
}

// Layer implements Canvas: a record holds every call.
func (r *Record) Layer(*Layer, Rect) bool { return true }

// EndLayer implements Canvas.
func (r *Record) EndLayer() { r.Clip(Rect{}) }

// Image implements Canvas.
func (r *Record) Image(q Rect, img *Raster) {
	if !q.Finite() {
		return
	}
	r.line("image", rectText(q), img.Key, fmt.Sprintf("%dx%d", img.W, img.H), "covered", strconv.Itoa(twoDigits(covered(img))))
}

// Polygon implements Canvas.
func (r *Record) Polygon(pts []Point, f Fill) {
	if text := pointsText(pts); text != "" {
		r.line("polygon", f.text(), text)
	}
}

// Rects implements Canvas.
func (r *Record) Rects(rs []Rect, f Fill) {
	var parts []string
	for _, q := range rs {
		if q.Finite() {
			parts = append(parts, rectText(q))
		}
	}
	if parts != nil {
		r.line("rects", f.text(), strings.Join(parts, " "))
	}
}

// Line implements Canvas.
func (r *Record) Line(pts []Point, s Stroke) {
	for run := range Runs(pts) {
		if len(run) > 1 {
			r.line("line", s.text(), pointsText(run))
		}
	}
}

// Dots implements Canvas.
func (r *Record) Dots(pts []Point, radius float64, f Fill) {
	if text := pointsText(pts); text != "" && finite(radius) {
		r.line("dots", f.text(), "r", tenths(radius), text)
	}
}

// Text implements Canvas.
func (r *Record) Text(at Point, s string, st TextStyle) {
	if at.Finite() {
		r.line("text", st.text(), pointText(at), strconv.Quote(s))
	}
}

func (r *Record) line(words ...string) {
	r.out.WriteString(strings.Join(words, " "))
	r.out.WriteByte('\n')
}

var colorNames = [numColors]string{"background", "panel", "ink", "muted", "faint", "theory", "measured",
	"continuous", "sde", "hessian", "general", "band-stable", "band-heavy", "band-diverges"}

// String is the role's name, such as "theory".
func (c Color) String() string {
	if c < 0 || c >= numColors {
		return "color " + strconv.Itoa(int(c))
	}
	return colorNames[c]
}

func (f Fill) text() string { return f.Color.String() + alphaText(f.Alpha) }

func (s Stroke) text() string {
	text := s.Color.String() + alphaText(s.Alpha) + " w" + tenths(s.Width)
	for i, d := range s.Dash {
		text += [...]string{" dash ", ","}[min(i, 1)] + tenths(d)
	}
	if s.Halo > 0 {
		text += " halo " + tenths(s.Halo)
	}
	return text
}

func (st TextStyle) text() string {
	text := st.Color.String() + " " + tenths(st.Size) + [...]string{Left: " left", Center: " center", Right: " right"}[st.Align]
	for _, flag := range []struct {
		on   bool
		name string
	}{{st.Bold, " bold"}, {st.Italic, " italic"}, {st.Ground, " ground"}} {
		if flag.on {
			text += flag.name
		}
	}
	return text
}

func alphaText(a float64) string {
	if a == 0 || a == 1 {
		return ""
	}
	return " a" + strconv.FormatFloat(a, 'f', 2, 64)
}

// tenths is x rounded to one decimal.
func tenths(x float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

func pointText(p Point) string { return tenths(p.X) + "," + tenths(p.Y) }

func rectText(r Rect) string { return pointText(r.Min) + "+" + tenths(r.W()) + "x" + tenths(r.H()) }

// pointsText lists the finite points.
func pointsText(pts []Point) string {
	var parts []string
	for _, p := range pts {
		if p.Finite() {
			parts = append(parts, pointText(p))
		}
	}
	return strings.Join(parts, " ")
}

// covered counts the pixels that are not fully transparent.
func covered(img *Raster) int {
	n := 0
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] != 0 {
			n++
		}
	}
	return n
}

// twoDigits rounds n to its two leading decimal digits.
func twoDigits(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}
