package main

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// screen is the plot.Canvas on Ebitengine's images. It works in physical
// pixels, scale of them to a CSS pixel; scenes see CSS pixels. Layers are drawn on
// the picture at rest, which is kept until one of them changes; all else is gathered
// in a pile, and drawn over a copy of that. Text is not drawn but left in labels for
// whoever shows it over the picture.
//
// All buffers are kept between frames: begin and end frame the use, and then comes show.
//
// What was tried, measured in Chromium with software GL, where the fill of pixels and
// the number of vertices decide:
//
//   - Ebitengine copies every vertex several times on its way to the graphics card, 48
//     bytes each, and the contours of label-noise were 3000 of 7000 vertices: they, the
//     surface below them and the axes rest in a layer (screen_layer.go).
//   - All layers share one image, and that is Ebitengine's own: its clearing is switched
//     off, and the final screen, on which it would be copied anyway, takes the rest.
//   - Its linear filter reads four pixels for each one drawn. It serves the density only
//     where walkers are (screen_picture.go), and the surface only when a layer is made.
//   - Of WebGL's default screen, with four samples per pixel, depth and stencil, a pass took
//     longer than all of the rest: stage-context.js asks for a plain one. An opaque one is slower.
//   - WritePixels makes Ebitengine call finish. In Chromium that is a flush and costs 0.7 ms
//     of a frame, even before its first draw; stage-context.js leaves it out. Walkers drawn as
//     triangles took 3.3 ms for 20,000 of them in a trial, a picture of their density 0.75 ms.
//   - A frame of a scene at rest allocates nothing (TestDrawKeepsMemory in scenes/).
//     It was more than a hundred allocations in most scenes: axis labels, the ruler,
//     closures for curves and handles, and slices of one or two points.
type screen struct {
	labels []label // this frame's texts, complete after end

	rest    *ebiten.Image // the picture at rest
	bounds  image.Rectangle
	within  image.Rectangle // of the picture, or of the layer under way
	scale   float64
	theme   *plot.Theme
	moving  pile  // drawn anew in each frame
	resting pile  // of the layer under way
	pile    *pile // one of them
	shader  *ebiten.Shader
	images  map[string]*picture

	layers map[*plot.Layer]*layer
	drawn  *layer // the layer under way, and
	first  int    // label of it
	moved  bool   // a layer of this frame has
	all    [1]plot.Rect
}

// label is a text to be set over the picture; positions and sizes are CSS
// pixels, and y is the middle of the line.
type label struct {
	x, y float64
	text string
	plot.TextStyle
}

var _ plot.Canvas = (*screen)(nil)

var (
	copied  = ebiten.DrawImageOptions{Blend: ebiten.BlendCopy}
	nothing = make([]ebiten.Vertex, 3)
	corners = []uint32{0, 1, 2}
)

// begin starts a frame with rest as picture at rest, as large as the screen, with scale
// physical pixels to the CSS pixel.
func (s *screen) begin(rest *ebiten.Image, scale float64, th *plot.Theme) {
	if s.shader == nil {
		s.shader = newCapsuleShader()
		s.images, s.layers = map[string]*picture{}, map[*plot.Layer]*layer{}
	}
	if rest != s.rest || scale != s.scale || th != s.theme {
		s.rest, s.scale, s.theme = rest, scale, th
		s.clear()
	}
	s.start(rest.Bounds())
}

// start empties what is drawn in each frame.
func (s *screen) start(bounds image.Rectangle) {
	s.bounds, s.within, s.pile = bounds, bounds, &s.moving
	s.all[0] = plot.R(0, 0, float64(bounds.Dx())/s.scale, float64(bounds.Dy())/s.scale)
	s.labels = s.labels[:0]
	s.moving.reset()
	s.Clip(plot.Rect{})
}

// end forgets pictures and layers that were not shown. If it returns false, a layer has
// left its place: the frame must be drawn again.
func (s *screen) end() bool {
	for key, p := range s.images {
		if !p.shown {
			p.image.Deallocate()
			delete(s.images, key)
		}
		p.shown = false
	}
	if s.left() {
		s.clear()
		return false
	}
	s.rest.DrawTrianglesShader32(nothing, corners, s.shader, nil) // without a change Ebitengine shows no frame
	return true
}

// show draws the frame.
func (s *screen) show(on ebiten.FinalScreen) {
	on.DrawImage(s.rest, &copied)
	s.moving.draw(on, s.shader)
}

// Size implements plot.Canvas.
func (s *screen) Size() (w, h float64) {
	return s.all[0].Max.X, s.all[0].Max.Y
}

// Theme implements plot.Canvas.
func (s *screen) Theme() *plot.Theme { return s.theme }

// Clip implements plot.Canvas.
func (s *screen) Clip(r plot.Rect) {
	b := s.within
	if r != (plot.Rect{}) && r.Finite() {
		b = b.Intersect(s.pixels(r))
	}
	s.pile.limit(plot.R(float64(b.Min.X), float64(b.Min.Y), float64(b.Dx()), float64(b.Dy())))
}

// pixels is r in whole physical pixels.
func (s *screen) pixels(r plot.Rect) image.Rectangle {
	whole := func(x float64) int { return int(min(max(math.Round(x*s.scale), -1<<20), 1<<20)) }
	return image.Rect(whole(r.Min.X), whole(r.Min.Y), whole(r.Max.X), whole(r.Max.Y))
}

// Rects implements plot.Canvas. Edges are on whole pixels, so that thin
// rectangles make crisp lines; none gets thinner than a pixel.
func (s *screen) Rects(rs []plot.Rect, f plot.Fill) {
	m := s.shapes(f.Color, f.Alpha)
	for _, r := range rs {
		if r.Finite() {
			p := s.pixels(r)
			p.Max.X, p.Max.Y = max(p.Max.X, p.Min.X+1), max(p.Max.Y, p.Min.Y+1)
			m.rect(p)
		}
	}
}

// Polygon implements plot.Canvas.
func (s *screen) Polygon(pts []plot.Point, f plot.Fill) {
	s.shapes(f.Color, f.Alpha).polygon(pts, s.scale)
}

// Line implements plot.Canvas.
func (s *screen) Line(pts []plot.Point, st plot.Stroke) {
	if st.Halo > 0 {
		s.line(pts, plot.Stroke{Color: plot.Panel, Alpha: st.Alpha, Width: st.Width + 2*st.Halo})
	}
	s.line(pts, st)
}

func (s *screen) line(pts []plot.Point, st plot.Stroke) {
	m := s.shapes(st.Color, st.Alpha)
	for run := range plot.Runs(pts) {
		m.line(run, st, s.scale, s.pile.clip)
	}
}

// Dots implements plot.Canvas.
func (s *screen) Dots(pts []plot.Point, radius float64, f plot.Fill) {
	m := s.shapes(f.Color, f.Alpha)
	for run := range plot.Runs(pts) {
		for _, p := range run {
			m.dot(vec{p.X * s.scale, p.Y * s.scale}, radius*s.scale)
		}
	}
}

// Text implements plot.Canvas. A text whose anchor the clip excludes is dropped.
func (s *screen) Text(at plot.Point, text string, st plot.TextStyle) {
	if s.pile.clip.Contains(plot.Point{X: at.X * s.scale, Y: at.Y * s.scale}) {
		s.labels = append(s.labels, label{at.X, at.Y, text, st})
	}
}

// shapes is where shapes are added, in role c at opacity alpha, where 0 means 1.
func (s *screen) shapes(c plot.Color, alpha float64) *mesh {
	if alpha == 0 {
		alpha = 1
	}
	a, rgb := float32(alpha), s.theme.Of(c)
	m := &s.pile.shapes().mesh
	m.color = [4]float32{a * float32(rgb.R) / 255, a * float32(rgb.G) / 255, a * float32(rgb.B) / 255, a}
	return m
}
