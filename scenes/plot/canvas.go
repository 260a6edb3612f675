// Package plot is the narrow drawing surface between scenes and screens.
//
// A scene draws on a [Canvas]: six batch verbs, a clip, and layers, which are parts
// of the picture that are kept until they change. There are three
// canvases: the stage's, on an Ebitengine image (in wasm/), [Record], a text
// display list for tests, and [SVG], a figure of exactly what is on screen.
// Coordinates are CSS pixels, x to the right, y down, origin at the top left.
package plot

import "image"

// Point is a position on the canvas in CSS pixels.
type Point struct{ X, Y float64 }

// Rect is an axis-parallel rectangle in CSS pixels; Min is its top left corner.
type Rect struct{ Min, Max Point }

// R is the rectangle with top left corner (x, y), width w and height h.
func R(x, y, w, h float64) Rect { return Rect{Point{x, y}, Point{x + w, y + h}} }

// W is the rectangle's width.
func (r Rect) W() float64 { return r.Max.X - r.Min.X }

// H is the rectangle's height.
func (r Rect) H() float64 { return r.Max.Y - r.Min.Y }

// Contains reports whether p lies inside r.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.Min.X && p.X <= r.Max.X && p.Y >= r.Min.Y && p.Y <= r.Max.Y
}

// Color is a role in the visual language, not a pigment: the theme decides
// what it looks like, so that a meaning keeps its colour in every scene.
type Color int

// The roles. Every scene uses the same role for the same meaning.
const (
	Background   Color = iota // the page behind the panels
	Panel                     // the ground of a plot
	Ink                       // text, axes that matter, the highlighted walker
	Muted                     // tick labels, captions
	Faint                     // contours, grid lines, axis lines
	Theory                    // everything predicted exactly
	Measured                  // everything measured
	Continuous                // the continuous-time approximation
	SDE                       // the continuous-time limit with the exact noise
	Hessian                   // the Hessian approximation
	General                   // the general-minimum formula
	BandStable                // ruler: variance exists
	BandHeavy                 // ruler: heavy tails
	BandDiverges              // ruler: runs leave
	numColors
)

// Stroke says how a line is drawn. Joins are round, and so are the ends of
// lines, half a width beyond them, and of dashes, inside their length.
type Stroke struct {
	Color Color
	Alpha float64   // opacity from 0 to 1; 0 means 1
	Width float64   // CSS pixels
	Dash  []float64 // lengths on, off, on, ...; nil for a solid line
	Halo  float64   // width of a Panel-coloured outline on either side; 0 for none
}

// Fill says how an area is filled.
type Fill struct {
	Color Color
	Alpha float64 // opacity from 0 to 1; 0 means 1
}

// Align places text relative to its anchor point.
type Align int

// Horizontal alignments. Vertically the anchor is the middle of the line.
const (
	Left Align = iota
	Center
	Right
)

// TextStyle says how a label is set.
type TextStyle struct {
	Color  Color
	Size   float64 // CSS pixels
	Align  Align
	Bold   bool
	Italic bool
	Ground bool // put the panel's colour behind the text, where lines cross it
}

// Raster is a picture computed pixel by pixel, such as a density.
type Raster struct {
	W, H    int
	Pix     []byte // premultiplied RGBA, row by row, len 4*W*H
	Version uint64 // changes whenever Pix does; equal versions need no new upload
	Key     string // names the raster's place in the scene, unique per scene
	// Part holds all pixels that aren't transparent, and perhaps others; empty, it
	// stands for the whole raster.
	Part image.Rectangle
}

// Layer is a part of a picture that rarely changes. Its owner says when it has; a
// canvas may keep what was drawn until then. The zero value is ready.
type Layer struct{ version uint64 }

// Changed notes that the layer must be drawn again.
func (l *Layer) Changed() { l.version++ }

// Version tells the layer's contents apart.
func (l *Layer) Version() uint64 { return l.version }

// Canvas is what scenes draw on. A call costs once per batch, not per point.
// Arguments are only read and may be reused by the caller afterwards, except
// that a Raster must stay as it is while its Version does. Points and rectangles
// that are not finite are left out, and break a line where they are.
type Canvas interface {
	// Size is the canvas's width and height in CSS pixels.
	Size() (w, h float64)
	// Theme is the palette in use; rasters take their colours from it.
	Theme() *Theme
	// Clip limits everything that follows to r, until Clip is called again;
	// the zero Rect lifts the limit, as does one that is not finite.
	Clip(r Rect)
	// Layer begins the layer l, which covers r, and reports whether it must be
	// drawn: if not, the canvas has kept it. Until EndLayer all drawing belongs to
	// the layer; it stays inside r. No layer covers a part of another, nor is anything
	// in it drawn over what came before: a canvas may lay all layers below the rest.
	// Theme and Size may change between frames, the canvas sees to that.
	Layer(l *Layer, r Rect) bool
	// EndLayer puts the layer on the picture and lifts the clip.
	EndLayer()
	// Image stretches a raster over r, smoothly.
	Image(r Rect, img *Raster)
	// Polygon fills a closed convex polygon.
	Polygon(pts []Point, f Fill)
	// Rects fills rectangles, all in one colour.
	Rects(rs []Rect, f Fill)
	// Line draws a polyline; close it by repeating the first point.
	Line(pts []Point, s Stroke)
	// Dots draws discs, all of one radius and colour.
	Dots(pts []Point, radius float64, f Fill)
	// Text sets one line of text.
	Text(at Point, s string, st TextStyle)
}
