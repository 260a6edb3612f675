package plot

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"
)

// SVG is a Canvas that writes a self-contained SVG 1.1 document.
type SVG struct {
	w, h    float64
	theme   *Theme
	body    bytes.Buffer
	clips   int
	clipped bool
}

var _ Canvas = (*SVG)(nil)

// NewSVG is an empty figure w by h CSS pixels large on the theme's background;
// title and desc are its text alternative.
func NewSVG(w, h float64, th *Theme, title, desc string) *SVG {
	return NewEnlargedSVG(w, h, 1, th, title, desc)
}

// NewEnlargedSVG is NewSVG, shown enlarged by a factor.
func NewEnlargedSVG(w, h, factor float64, th *Theme, title, desc string) *SVG {
	s := &SVG{w: w, h: h, theme: th}
	s.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" font-family="system-ui, sans-serif">`+"\n",
		number(w*factor), number(h*factor), number(w), number(h))
	s.printf("<title>%s</title>\n<desc>%s</desc>\n", escape(title), escape(desc))
	s.Rects([]Rect{R(0, 0, w, h)}, Fill{Color: Background})
	return s
}

// Bytes is the document, complete as it stands.
func (s *SVG) Bytes() []byte {
	end := "</svg>\n"
	if s.clipped {
		end = "</g>\n" + end
	}
	return append(bytes.Clone(s.body.Bytes()), end...)
}

// Size implements Canvas.
func (s *SVG) Size() (w, h float64) { return s.w, s.h }

// Theme implements Canvas.
func (s *SVG) Theme() *Theme { return s.theme }

// Clip implements Canvas.
func (s *SVG) Clip(r Rect) {
	if s.clipped {
		s.printf("</g>\n")
		s.clipped = false
	}
	if r == (Rect{}) || !r.Finite() {
		return
	}
	s.clips++
	s.printf("<clipPath id=\"clip%d\">%s</clipPath>\n<g clip-path=\"url(#clip%[1]d)\">\n", s.clips, rectTag(r))
	s.clipped = true
}

// Layer implements Canvas: a figure is drawn once.
func (s *SVG) Layer(*Layer, Rect) bool { return true }

// EndLayer implements Canvas.
func (s *SVG) EndLayer() { s.Clip(Rect{}) }

// Image implements Canvas; the raster becomes a PNG data URI.
func (s *SVG) Image(r Rect, img *Raster) {
	if !r.Finite() || img.W <= 0 || img.H <= 0 {
		return
	}
	s.printf(`<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`+"\n",
		number(r.Min.X), number(r.Min.Y), number(r.W()), number(r.H()), base64.StdEncoding.EncodeToString(encodePNG(img)))
}

// Polygon implements Canvas.
func (s *SVG) Polygon(pts []Point, f Fill) {
	s.printf("<path d=\"%sZ\"%s/>\n", path(finitePoints(pts)), s.fill(f))
}

// Rects implements Canvas.
func (s *SVG) Rects(rs []Rect, f Fill) {
	s.printf("<g shape-rendering=\"crispEdges\"%s>", s.fill(f))
	for _, r := range rs {
		if r.Finite() {
			s.body.WriteString(rectTag(r))
		}
	}
	s.printf("</g>\n")
}

// Line implements Canvas.
func (s *SVG) Line(pts []Point, st Stroke) {
	var d string
	for run := range Runs(pts) {
		d += path(run)
	}
	if d == "" {
		return
	}
	if st.Halo > 0 {
		halo := Stroke{Color: Panel, Alpha: st.Alpha, Width: st.Width + 2*st.Halo}
		s.printf("<path d=\"%s\"%s/>\n", d, s.stroke(halo))
	}
	s.printf("<path d=\"%s\"%s/>\n", d, s.stroke(st))
}

// Dots implements Canvas.
func (s *SVG) Dots(pts []Point, radius float64, f Fill) {
	s.printf("<g%s>", s.fill(f))
	for _, p := range finitePoints(pts) {
		s.printf(`<circle cx="%s" cy="%s" r="%s"/>`, number(p.X), number(p.Y), number(radius))
	}
	s.printf("</g>\n")
}

// Text implements Canvas.
func (s *SVG) Text(at Point, text string, st TextStyle) {
	if !at.Finite() {
		return
	}
	if st.Ground {
		s.ground(at, text, st)
	}
	style := ""
	if st.Bold {
		style += ` font-weight="bold"`
	}
	if st.Italic {
		style += ` font-style="italic"`
	}
	anchor := [...]string{Left: "start", Center: "middle", Right: "end"}[st.Align]
	// Half the height of a digit below the middle puts digits in the middle.
	s.printf("<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\"%s%s>%s</text>\n", number(at.X), number(at.Y+0.35*st.Size),
		number(st.Size), anchor, style, s.paint("fill", st.Color, 0), escape(text))
}

// ground puts the panel's colour behind a text.
func (s *SVG) ground(at Point, text string, st TextStyle) {
	const margin = 3
	w := TextWidth(text, st.Size, st.Bold)
	x := at.X - w*[...]float64{Left: 0, Center: 0.5, Right: 1}[st.Align]
	s.Rects([]Rect{R(x-margin, at.Y-0.65*st.Size, w+2*margin, 1.3*st.Size)}, Fill{Color: Panel, Alpha: 0.8})
}

func (s *SVG) printf(format string, args ...any) { fmt.Fprintf(&s.body, format, args...) }

func (s *SVG) fill(f Fill) string { return s.paint("fill", f.Color, f.Alpha) }

func (s *SVG) stroke(st Stroke) string {
	return ` fill="none" stroke-linejoin="round" stroke-linecap="round"` + s.paint("stroke", st.Color, st.Alpha) +
		` stroke-width="` + number(st.Width) + `"` + dashes(st)
}

// dashes is the attributes of a dash pattern whose round caps lie inside the
// dashes, where SVG adds them at the ends.
func dashes(st Stroke) string {
	n := len(st.Dash)
	if n == 0 {
		return ""
	}
	shrink := func(i int) float64 { return min(st.Dash[i%n], st.Width) }
	var list []string
	for i := range n + n%2 { // SVG, too, repeats an odd pattern to make it even
		if i%2 == 0 {
			list = append(list, number(st.Dash[i%n]-shrink(i)))
		} else {
			list = append(list, number(st.Dash[i%n]+(shrink(i-1)+shrink(i+1))/2))
		}
	}
	return fmt.Sprintf(` stroke-dasharray="%s" stroke-dashoffset="%s"`, strings.Join(list, " "), number(-shrink(0)/2))
}

// paint is the attributes of a fill or stroke; alpha 0 means opaque.
func (s *SVG) paint(attribute string, c Color, alpha float64) string {
	p := " " + attribute + `="` + Hex(s.theme.Of(c)) + `"`
	if alpha != 0 && alpha != 1 {
		p += " " + attribute + `-opacity="` + number(alpha) + `"`
	}
	return p
}

func rectTag(r Rect) string {
	return fmt.Sprintf(`<rect x="%s" y="%s" width="%s" height="%s"/>`,
		number(r.Min.X), number(r.Min.Y), number(max(r.W(), 0)), number(max(r.H(), 0)))
}

// path is the path data of a polyline.
func path(pts []Point) string {
	var b strings.Builder
	for i, p := range pts {
		b.WriteString([...]string{"M", "L"}[min(i, 1)])
		b.WriteString(number(p.X))
		b.WriteByte(' ')
		b.WriteString(number(p.Y))
	}
	return b.String()
}

func finitePoints(pts []Point) []Point {
	var kept []Point
	for run := range Runs(pts) {
		kept = append(kept, run...)
	}
	return kept
}

// number writes x with two decimals at most. Renderers work in float32: far
// outside the picture it is clamped.
func number(x float64) string {
	const far = 1e6
	s := strconv.FormatFloat(min(max(x, -far), far), 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// escape makes any string character data of an XML document.
func escape(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, s)) // Map has replaced invalid UTF-8 by U+FFFD
}
