package scenes

import (
	"math"
	"testing"

	"sgdnoise/scenes/plot"
)

// stack is a canvas that watches where layers lie. A screen draws all of them below
// everything else, on one picture that is kept.
type stack struct {
	*plot.Record
	t      *testing.T
	placed []plot.Rect // layers
	inside bool        // the last of them
	drawn  []plot.Rect // outside of layers
	clip   plot.Rect
}

func (s *stack) Layer(_ *plot.Layer, r plot.Rect) bool {
	s.over(r, s.placed, "another")
	s.placed, s.inside = append(s.placed, r), true
	return true
}

func (s *stack) EndLayer() { s.inside, s.clip = false, plot.Rect{} }

func (s *stack) Clip(r plot.Rect) { s.clip = r }

// over complains if r lies over any of others.
func (s *stack) over(r plot.Rect, others []plot.Rect, what string) {
	const touch = 1e-6
	for _, o := range others {
		if c := common(r, o); c.W() > touch && c.H() > touch {
			s.t.Errorf("what a layer has at %v lies over %s at %v", r, what, o)
		}
	}
}

// common is the part that two rectangles share, with a negative side if there is none.
func common(a, b plot.Rect) plot.Rect {
	return plot.Rect{
		Min: plot.Point{X: math.Max(a.Min.X, b.Min.X), Y: math.Max(a.Min.Y, b.Min.Y)},
		Max: plot.Point{X: math.Min(a.Max.X, b.Max.X), Y: math.Min(a.Max.Y, b.Max.Y)},
	}
}

// add notes what covers the given points and reach pixels around them.
func (s *stack) add(reach float64, pts ...plot.Point) {
	inf := math.Inf(1)
	r := plot.Rect{Min: plot.Point{X: inf, Y: inf}, Max: plot.Point{X: -inf, Y: -inf}}
	for _, p := range pts {
		if p.Finite() {
			r.Min = plot.Point{X: math.Min(r.Min.X, p.X-reach), Y: math.Min(r.Min.Y, p.Y-reach)}
			r.Max = plot.Point{X: math.Max(r.Max.X, p.X+reach), Y: math.Max(r.Max.Y, p.Y+reach)}
		}
	}
	if s.clip != (plot.Rect{}) {
		r = common(r, s.clip)
	}
	if s.inside {
		s.over(common(r, s.placed[len(s.placed)-1]), s.drawn, "what is drawn before")
	} else {
		s.drawn = append(s.drawn, r)
	}
}

func (s *stack) Image(r plot.Rect, _ *plot.Raster)     { s.add(0, r.Min, r.Max) }
func (s *stack) Polygon(pts []plot.Point, _ plot.Fill) { s.add(0, pts...) }
func (s *stack) Line(pts []plot.Point, st plot.Stroke) { s.add(st.Width/2+st.Halo, pts...) }
func (s *stack) Dots(pts []plot.Point, r float64, _ plot.Fill) {
	for _, p := range pts {
		s.add(r, p)
	}
}
func (s *stack) Rects(rs []plot.Rect, _ plot.Fill) {
	for _, r := range rs {
		s.add(0, r.Min, r.Max)
	}
}

// TestLayersLieBelow: no layer lies over another, and nothing in one over what is drawn
// before it, in whatever size.
func TestLayersLieBelow(t *testing.T) {
	eachScene(t, func(t *testing.T, i Info) {
		s := open(t, i.ID, map[string]any{"walkers": 500})
		s.Settle()
		s.Advance(60, nil)
		for _, size := range [][2]float64{{820, 640}, {820, 460}, {620, 900}, {432, 360}, {358, 440}, {316, 210}, {300, 700}} {
			c := &stack{Record: plot.NewRecord(size[0], size[1], plot.Light), t: t}
			s.Draw(c)
			if len(c.placed) == 0 {
				t.Errorf("%v: no layers", size)
			}
		}
	})
}
