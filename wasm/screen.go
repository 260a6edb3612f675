package main

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// screen is the plot.Canvas on an Ebitengine image. It works in physical
// pixels, scale of them to a CSS pixel; scenes see CSS pixels. Shapes are
// gathered in one mesh, drawn when a clip or a picture comes between. Text is
// not drawn but left in labels for whoever shows it over the picture.
//
// All buffers are kept between frames: begin and end frame the use.
//
// What was tried, measured in Chromium with software GL, where the fill of pixels and
// the number of vertices decide:
//
//   - Ebitengine copies every vertex several times on its way to the graphics card, 48
//     bytes each, and the contours of label-noise were 3000 of 7000 vertices: they, the
//     surface below them and the axes rest in a layer (screen_layer.go).
//   - Its linear filter reads four pixels for each one drawn. It serves the density only
//     where walkers are (screen_picture.go), and the surface only when a layer is made.
//   - The ground is filled by the fastest shader, not by the mesh's; Ebitengine's own
//     clearing of the screen is switched off, because begin covers all of it.
//   - WritePixels after drawing makes Ebitengine call finish. In Chromium that is a
//     flush and costs 0.2 ms a frame. Walkers drawn as triangles, which would avoid it,
//     took 3.3 ms for 20,000 of them in a trial, a picture of their density 0.75 ms.
//   - A frame of a scene at rest allocates nothing (TestDrawKeepsMemory in scenes/).
//     It was more than a hundred allocations in most scenes: axis labels, the ruler,
//     closures for curves and handles, and slices of one or two points.
type screen struct {
	labels []label // this frame's texts, complete after end

	dst     *ebiten.Image
	clipped *ebiten.Image // the part of dst that the clip leaves
	clip    plot.Rect     // physical pixels
	scale   float64
	theme   *plot.Theme
	mesh    mesh
	shader  *ebiten.Shader
	images  map[string]*picture
	quad    quad // scratch

	layers map[*plot.Layer]*layer
	drawn  *layer        // the layer under way, and
	behind *ebiten.Image // the picture that it will be put on
	first  int           // label of it
	copy   ebiten.DrawImageOptions
}

// label is a text to be set over the picture; positions and sizes are CSS
// pixels, and y is the middle of the line.
type label struct {
	x, y float64
	text string
	plot.TextStyle
}

var _ plot.Canvas = (*screen)(nil)

// begin starts a frame on dst, with scale physical pixels to the CSS pixel.
func (s *screen) begin(dst *ebiten.Image, scale float64, th *plot.Theme) {
	if s.shader == nil {
		s.shader = newCapsuleShader()
		s.images, s.layers = map[string]*picture{}, map[*plot.Layer]*layer{}
	}
	s.dst, s.scale, s.theme = dst, scale, th
	s.labels = s.labels[:0]
	s.Clip(plot.Rect{})
	dst.Fill(th.Of(plot.Background)) // by a shader that is faster than the mesh's
}

// end draws what is left to draw and forgets pictures and layers that were not shown.
func (s *screen) end() {
	s.flush()
	s.forgetLayers()
	for key, p := range s.images {
		if !p.shown {
			p.image.Deallocate()
			delete(s.images, key)
		}
		p.shown = false
	}
}

func (s *screen) flush() {
	if len(s.mesh.indices) > 0 {
		s.clipped.DrawTrianglesShader32(s.mesh.vertices, s.mesh.indices, s.shader, nil)
	}
	s.mesh.reset()
}

// Size implements plot.Canvas.
func (s *screen) Size() (w, h float64) {
	b := s.dst.Bounds()
	return float64(b.Dx()) / s.scale, float64(b.Dy()) / s.scale
}

// Theme implements plot.Canvas.
func (s *screen) Theme() *plot.Theme { return s.theme }

// Clip implements plot.Canvas.
func (s *screen) Clip(r plot.Rect) {
	bounds := s.dst.Bounds()
	if r != (plot.Rect{}) && r.Finite() {
		bounds = bounds.Intersect(s.pixels(r))
	}
	clipped := s.dst.SubImage(bounds).(*ebiten.Image)
	if clipped == s.clipped {
		return
	}
	s.flush()
	s.clipped = clipped
	s.clip = plot.R(float64(bounds.Min.X), float64(bounds.Min.Y), float64(bounds.Dx()), float64(bounds.Dy()))
}

// pixels is r in whole physical pixels.
func (s *screen) pixels(r plot.Rect) image.Rectangle {
	whole := func(x float64) int { return int(min(max(math.Round(x*s.scale), -1<<20), 1<<20)) }
	return image.Rect(whole(r.Min.X), whole(r.Min.Y), whole(r.Max.X), whole(r.Max.Y))
}

// Rects implements plot.Canvas. Edges are on whole pixels, so that thin
// rectangles make crisp lines; none gets thinner than a pixel.
func (s *screen) Rects(rs []plot.Rect, f plot.Fill) {
	s.mesh.color = s.color(f.Color, f.Alpha)
	for _, r := range rs {
		if r.Finite() {
			p := s.pixels(r)
			p.Max.X, p.Max.Y = max(p.Max.X, p.Min.X+1), max(p.Max.Y, p.Min.Y+1)
			s.mesh.rect(p)
		}
	}
}

// Polygon implements plot.Canvas.
func (s *screen) Polygon(pts []plot.Point, f plot.Fill) {
	s.mesh.color = s.color(f.Color, f.Alpha)
	s.mesh.polygon(pts, s.scale)
}

// Line implements plot.Canvas.
func (s *screen) Line(pts []plot.Point, st plot.Stroke) {
	if st.Halo > 0 {
		s.line(pts, plot.Stroke{Color: plot.Panel, Alpha: st.Alpha, Width: st.Width + 2*st.Halo})
	}
	s.line(pts, st)
}

func (s *screen) line(pts []plot.Point, st plot.Stroke) {
	s.mesh.color = s.color(st.Color, st.Alpha)
	for run := range plot.Runs(pts) {
		s.mesh.line(run, st, s.scale, s.clip)
	}
}

// Dots implements plot.Canvas.
func (s *screen) Dots(pts []plot.Point, radius float64, f plot.Fill) {
	s.mesh.color = s.color(f.Color, f.Alpha)
	for run := range plot.Runs(pts) {
		for _, p := range run {
			s.mesh.dot(vec{p.X * s.scale, p.Y * s.scale}, radius*s.scale)
		}
	}
}

// Text implements plot.Canvas. A text whose anchor the clip excludes is dropped.
func (s *screen) Text(at plot.Point, text string, st plot.TextStyle) {
	if s.clip.Contains(plot.Point{X: at.X * s.scale, Y: at.Y * s.scale}) {
		s.labels = append(s.labels, label{at.X, at.Y, text, st})
	}
}

// color is role c at opacity alpha, where 0 means 1, premultiplied.
func (s *screen) color(c plot.Color, alpha float64) [4]float32 {
	if alpha == 0 {
		alpha = 1
	}
	a, rgb := float32(alpha), s.theme.Of(c)
	return [4]float32{a * float32(rgb.R) / 255, a * float32(rgb.G) / 255, a * float32(rgb.B) / 255, a}
}
