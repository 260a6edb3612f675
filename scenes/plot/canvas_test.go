package plot

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"
)

// checkCanvas draws everything with every kind of broken argument on the
// canvas and returns what it wrote: it must not panic, write a number that is
// not one, or take its arguments' memory.
func checkCanvas(t *testing.T, c Canvas, text func() string) string {
	t.Helper()
	w, h := c.Size()
	if w != 320 || h != 200 || c.Theme() != Light {
		t.Errorf("canvas is %v by %v, theme %v", w, h, c.Theme().Name)
	}
	nan, inf := math.NaN(), math.Inf(1)
	pts := []Point{{1, 2}, {nan, 3}, {4, inf}, {5, -inf}, {10, 20}, {30, 40}, {1e300, 5}, {nan, nan}, {7, 8}, {9, 9}}
	rects := []Rect{R(1, 2, 3, 4), R(nan, 0, 1, 1), R(0, 0, inf, 1), R(5, 5, -3, 0)}
	img := &Raster{W: 2, H: 1, Pix: []byte{255, 0, 0, 255, 0, 0, 0, 0}, Version: 1, Key: "k"}
	keep := append([]Point(nil), pts[:1]...)
	for _, clip := range []Rect{R(0, 0, 100, 100), R(5, 5, 10, 10), {}, R(nan, 0, 1, 1), R(0, 0, 50, 50)} {
		c.Clip(clip)
		for n := range len(pts) + 1 {
			c.Line(pts[:n], Measured.Stroke())
			c.Polygon(pts[:n], Fill{Color: Theory, Alpha: 0.5})
			c.Dots(pts[:n], 3, Fill{Color: Ink})
		}
		for _, role := range meanings {
			c.Line(pts, role.Stroke().WithAlpha(0.3))
		}
		c.Rects(rects, Fill{Color: BandHeavy})
		c.Rects(nil, Fill{})
		for _, r := range rects {
			c.Image(r, img)
		}
		c.Text(Point{nan, 0}, "lost", TextStyle{})
		c.Text(Point{12.34, 5}, "a<b>&\"'\x00\x1b\xff\ufffe λ", TextStyle{Size: 12, Align: Right, Bold: true, Italic: true, Ground: true})
	}
	if keep[0] != pts[0] {
		t.Error("the canvas wrote to its arguments")
	}
	out := text()
	if m := regexp.MustCompile(`(?i)nan|[+-]?inf\b|lost|e\+`).FindString(out); m != "" {
		t.Errorf("%q in the output", m)
	}
	return out
}

func TestRecordIsACanvas(t *testing.T) {
	r := NewRecord(320, 200, Light)
	checkCanvas(t, r, r.String)
}

func TestSVGIsACanvas(t *testing.T) {
	s := NewSVG(320, 200, Light, "a <title> & more", "\x00")
	out := checkCanvas(t, s, func() string { return string(s.Bytes()) })
	wellFormed(t, out)
	if strings.Contains(out, "<b>") || strings.Contains(out, "<title> &") {
		t.Error("text is not escaped")
	}
	if again := string(s.Bytes()); again != out {
		t.Error("Bytes changes the document")
	}
	s.Dots([]Point{{1, 1}}, 2, Fill{})
	wellFormed(t, string(s.Bytes()))
}

// wellFormed parses doc and checks that nothing in it points elsewhere.
func wellFormed(t *testing.T, doc string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range element.Attr {
			switch {
			case a.Name.Local == "id" && ids[a.Value]:
				t.Errorf("id %q occurs twice", a.Value)
			case a.Name.Local == "id":
				ids[a.Value] = true
			case a.Name.Local == "href" && !strings.HasPrefix(a.Value, "data:image/png;base64,"):
				t.Errorf("reference to %q", a.Value)
			case a.Name.Local == "clip-path" && !ids[strings.TrimSuffix(strings.TrimPrefix(a.Value, "url(#"), ")")]:
				t.Errorf("clip path %q does not exist", a.Value)
			}
		}
	}
}

func TestSVGImage(t *testing.T) {
	s := NewSVG(10, 10, Light, "", "")
	s.Image(R(0, 0, 10, 10), &Raster{W: 2, H: 1, Pix: []byte{100, 50, 0, 200, 0, 0, 0, 0}})
	_, rest, _ := strings.Cut(string(s.Bytes()), "base64,")
	data, _, _ := strings.Cut(rest, `"`)
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	// PNG holds straight colours of 8 bits: premultiplied ones come back within 1.
	r, g, b, a := img.At(0, 0).RGBA()
	for i, c := range []struct{ got, want int }{{int(r >> 8), 100}, {int(g >> 8), 50}, {int(b >> 8), 0}, {int(a >> 8), 200}} {
		if c.got < c.want-1 || c.got > c.want+1 {
			t.Errorf("channel %d is %d, want %d", i, c.got, c.want)
		}
	}
	if _, _, _, a := img.At(1, 0).RGBA(); a != 0 {
		t.Error("a transparent pixel is not")
	}
}

// Caps are half a width long and lie inside the dashes.
func TestDashes(t *testing.T) {
	for _, c := range []struct {
		width float64
		dash  []float64
		want  string
	}{
		{2, nil, ""},
		{2, []float64{10, 5}, ` stroke-dasharray="8 7" stroke-dashoffset="-1"`},
		{2, []float64{1, 3}, ` stroke-dasharray="0 4" stroke-dashoffset="-0.5"`},
		{2, []float64{9, 3, 1, 3}, ` stroke-dasharray="7 4.5 0 4.5" stroke-dashoffset="-1"`},
		{2, []float64{6}, ` stroke-dasharray="4 8" stroke-dashoffset="-1"`},
	} {
		if got := dashes(Stroke{Width: c.width, Dash: c.dash}); got != c.want {
			t.Errorf("%v wide %v: %q, want %q", c.width, c.dash, got, c.want)
		}
	}
}

func TestRecord(t *testing.T) {
	r := NewRecord(100, 80, Dark)
	r.Clip(R(0, 0, 50, 40))
	r.Image(R(0, 0, 50, 40), &Raster{W: 20, H: 10, Pix: bytes.Repeat([]byte{1, 1, 1, 1}, 200), Key: "cloud"})
	r.Line([]Point{{0.04, 0}, {1.26, -0.01}, {math.NaN(), 0}, {3, 3}, {4, 5}}, Measured.Stroke())
	r.Line([]Point{{0, 0}, {1, 1}}, Theory.Stroke().WithAlpha(0.5))
	r.Clip(Rect{})
	r.Polygon([]Point{{0, 0}, {1, 0}, {0, 1}}, Fill{Color: Ink})
	r.Rects([]Rect{R(1, 2, 3, 4.56)}, Fill{Color: BandStable, Alpha: 0.25})
	r.Dots([]Point{{1, 1}, {2, 2}}, 3.5, Fill{Color: Ink})
	r.Text(Point{5, 6}, "λ = 0.8", TextStyle{Color: Muted, Size: 12, Align: Center, Bold: true})
	want := `clip 0,0+50x40
image 0,0+50x40 cloud 20x10 covered 200
line measured w2.5 halo 1.5 0,0 1.3,0
line measured w2.5 halo 1.5 3,3 4,5
line theory a0.50 w2.5 dash 13,6 0,0 1,1
clip none
polygon ink 0,0 1,0 0,1
rects band-stable a0.25 1,2+3x4.6
dots ink r 3.5 1,1 2,2
text muted 12 center bold 5,6 "λ = 0.8"
`
	if got := r.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestTwoDigits(t *testing.T) {
	for n, want := range map[int]int{0: 0, 7: 7, 99: 99, 100: 100, 104: 100, 105: 110, 12345: 12000, 99950: 100000} {
		if got := twoDigits(n); got != want {
			t.Errorf("twoDigits(%d) = %d, want %d", n, got, want)
		}
	}
}
