package plot

import (
	"math"
	"strings"
	"testing"
)

// shown is a canvas that keeps what axes, bars and legends draw.
type shown struct {
	*Record
	texts []shownText
	rects []Rect
}

type shownText struct {
	at Point
	s  string
	TextStyle
}

func newShown() *shown { return &shown{Record: NewRecord(600, 600, Light)} }

func (s *shown) Text(at Point, text string, st TextStyle) {
	s.texts = append(s.texts, shownText{at, text, st})
}

func (s *shown) Rects(rs []Rect, f Fill) { s.rects = append(s.rects, rs...) }

// box is the room that a text takes up.
func (s shownText) box() Rect {
	w := TextWidth(s.s, s.Size, s.Bold)
	x := s.at.X - w*[...]float64{Left: 0, Center: 0.5, Right: 1}[s.Align]
	return R(x, s.at.Y-s.Size/2, w, s.Size)
}

func overlap(a, b Rect) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}

func TestAxes(t *testing.T) {
	outer := R(20, 30, 500, 400)
	for _, o := range []AxesOptions{{}, {XTitle: "w₁", YTitle: "w₂", Grid: true}, {LogX: true, LogY: true, XTitle: "λ"}, {HideY: true}, {HideX: true}} {
		for _, span := range []float64{1e-7, 0.3, 4, 900, 5e8} {
			if (o.LogX || o.LogY) && span > 900 {
				continue // 10^span overflows
			}
			inner := o.Inset(outer)
			c := newShown()
			Axes(c, View{inner, -span / 3, span, -span / 3, span}, o)
			for i, a := range c.texts {
				b := a.box()
				// A long label at an end of the x axis sticks out by less than half its width.
				out := b.W() / 2
				if a.Align != Center {
					out = 0
				}
				if b.Min.X < outer.Min.X-out || b.Min.Y < outer.Min.Y || b.Max.Y > outer.Max.Y || b.Max.X > outer.Max.X+out {
					t.Errorf("%+v, span %v: %q at %v leaves the outer box", o, span, a.s, b)
				}
				for _, other := range c.texts[:i] {
					if overlap(b, other.box()) {
						t.Errorf("%+v, span %v: %q covers %q", o, span, a.s, other.s)
					}
				}
			}
			for _, r := range c.rects {
				if !r.Finite() {
					t.Errorf("%+v, span %v: mark %v", o, span, r)
				}
			}
		}
	}
}

func TestAxesShowEnoughTicks(t *testing.T) {
	v := View{Rect: R(60, 10, 480, 480)}
	for _, end := range []float64{1, 1.7, 2, 2.5, 3, 4.2, 5, 7, 9.9} {
		v.X0, v.X1, v.Y0, v.Y1 = -end, end, 0, end
		c := newShown()
		Axes(c, v, AxesOptions{})
		x, y := 0, 0
		for _, text := range c.texts {
			if text.Align == Center {
				x++
			} else {
				y++
			}
		}
		if x < 5 || y < 5 {
			t.Errorf("end %v: %d ticks along x, %d along y, want 5 at least", end, x, y)
		}
	}
}

func TestAxesSurviveAnything(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, lim := range []float64{nan, inf, -inf, 0, 1e308} {
		for _, log := range []bool{false, true} {
			r := NewRecord(100, 100, Light)
			Axes(r, View{R(10, 10, 80, 80), -lim, lim, lim, -lim}, AxesOptions{LogX: log, LogY: log, Grid: true})
			if s := r.String(); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Errorf("limit %v: %s", lim, s)
			}
		}
	}
}

func TestBars(t *testing.T) {
	v := View{Rect: R(0, 0, 100, 100), X0: 0, X1: 10, Y0: 0, Y1: 10}
	c := newShown()
	Bars(c, nil, v, []float64{-5, 2, 4, 6, 8, 30}, []float64{5, 0, 20, math.NaN(), 2}, Fill{Color: Measured})
	want := []Rect{
		{Point{0, 50}, Point{19.5, 100}}, // cut off at the left
		{Point{40.5, 0}, Point{59.5, 100}},
		{Point{80.5, 80}, Point{100, 100}},
	}
	if len(c.rects) != len(want) {
		t.Fatalf("bars %v, want %v", c.rects, want)
	}
	for i, r := range c.rects {
		if !near(r.Min, want[i].Min, 1e-9) || !near(r.Max, want[i].Max, 1e-9) {
			t.Errorf("bar %d is %v, want %v", i, r, want[i])
		}
	}
}

func TestLegend(t *testing.T) {
	items := []LegendItem{}
	for _, c := range meanings {
		items = append(items, LegendItem{Stroke: c.Stroke(), Label: c.String() + ", as measured"})
	}
	for _, c := range []struct{ width, rows float64 }{{2000, 1}, {600, 3}, {300, 6}, {10, 6}} {
		s := newShown()
		h := Legend(s, Point{20, 50}, c.width, items)
		if h != c.rows*legendRow {
			t.Errorf("width %v: height %v, want %v rows", c.width, h, c.rows)
		}
		for i, text := range s.texts {
			b := text.box()
			if c.width > 250 && b.Max.X > 20+c.width || b.Min.Y < 50 || b.Max.Y > 50+h {
				t.Errorf("width %v: %q at %v leaves the legend", c.width, text.s, b)
			}
			for _, other := range s.texts[:i] {
				if overlap(b, other.box()) {
					t.Errorf("width %v: %q covers %q", c.width, text.s, other.s)
				}
			}
		}
	}
	if h := Legend(newShown(), Point{}, 100, nil); h != 0 {
		t.Errorf("an empty legend is %v high", h)
	}
}

// Reference widths in ems: Helvetica's published metrics (Adobe Font Metrics),
// which system fonts stay near; the estimate may be a sixth too wide.
func TestTextWidth(t *testing.T) {
	for s, em := range map[string]float64{
		"measured":       4.446,
		"theory, exact":  5.725,
		"continuous":     4.836,
		"0123456789":     5.560,
		"training loss":  5.335,
		"Learning rate ": 6.176,
	} {
		got := TextWidth(s, 10, false) / 10
		if got < 0.95*em || got > 1.17*em {
			t.Errorf("%q: %.2f em, Helvetica has %.2f", s, got, em)
		}
	}
	if w := TextWidth("e\u0301", 10, false); w != TextWidth("e", 10, false) {
		t.Error("a combining accent takes room")
	}
}
