package plot

import "sync"

// Shapes of few points, without an allocation for each: a slice that goes to a
// canvas would otherwise be one, in every frame.

// shape is memory for one of them.
type shape struct {
	points [5]Point
	rects  [1]Rect
}

var shapes = sync.Pool{New: func() any { return new(shape) }}

// Segment draws a straight line.
func Segment(c Canvas, a, b Point, s Stroke) {
	m := shapes.Get().(*shape)
	m.points[0], m.points[1] = a, b
	c.Line(m.points[:2], s)
	shapes.Put(m)
}

// Dot draws one disc.
func Dot(c Canvas, at Point, radius float64, f Fill) {
	m := shapes.Get().(*shape)
	m.points[0] = at
	c.Dots(m.points[:1], radius, f)
	shapes.Put(m)
}

// Box fills one rectangle.
func Box(c Canvas, r Rect, f Fill) {
	m := shapes.Get().(*shape)
	m.rects[0] = r
	c.Rects(m.rects[:], f)
	shapes.Put(m)
}

// Outline draws the border of a rectangle.
func Outline(c Canvas, r Rect, s Stroke) {
	m := shapes.Get().(*shape)
	a, b := r.Min, r.Max
	m.points = [5]Point{a, {b.X, a.Y}, b, {a.X, b.Y}, a}
	c.Line(m.points[:], s)
	shapes.Put(m)
}

// Patch fills a polygon of at most five corners.
func Patch(c Canvas, f Fill, corners ...Point) {
	m := shapes.Get().(*shape)
	n := copy(m.points[:], corners)
	c.Polygon(m.points[:n], f)
	shapes.Put(m)
}
