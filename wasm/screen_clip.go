package main

import (
	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// cut leaves of what was added since the last cut what lies inside box: a scissor would
// do the same, but needs a call of its own for each, and on Ebitengine's final screen
// there is none.
func (m *mesh) cut(box plot.Rect) {
	first := m.whole
	if m.outside(box) {
		m.tested = append(m.tested[:0], m.indices[first.indices:]...)
		m.indices = m.indices[:first.indices]
		for i := 0; i < len(m.tested); i += 3 {
			m.cutTriangle(m.tested[i:i+3], box)
		}
	}
	m.whole.vertices, m.whole.indices = len(m.vertices), len(m.indices)
}

// outside reports whether a vertex added since the last cut lies outside box.
func (m *mesh) outside(box plot.Rect) bool {
	x0, y0, x1, y1 := float32(box.Min.X), float32(box.Min.Y), float32(box.Max.X), float32(box.Max.Y)
	added := m.vertices[m.whole.vertices:]
	for i := range added {
		if v := &added[i]; v.DstX < x0 || v.DstX > x1 || v.DstY < y0 || v.DstY > y1 {
			return true
		}
	}
	return false
}

// cutTriangle adds what lies inside box of a triangle, side by side of the box
// (Sutherland and Hodgman, Communications of the ACM 17, 1974).
func (m *mesh) cutTriangle(corners []uint32, box plot.Rect) {
	var room [2][8]uint32 // each side adds a corner at most
	rest := append(room[0][:0], corners...)
	for side := range 4 {
		inside := room[(side+1)%2][:0]
		for i, b := range rest {
			a := rest[(i+len(rest)-1)%len(rest)]
			before, here := depth(&m.vertices[a], side, box), depth(&m.vertices[b], side, box)
			if (before < 0) != (here < 0) {
				inside = append(inside, m.between(a, b, before/(before-here)))
			}
			if here >= 0 {
				inside = append(inside, b)
			}
		}
		rest = inside
	}
	for i := 2; i < len(rest); i++ {
		m.indices = append(m.indices, rest[0], rest[i-1], rest[i])
	}
}

// depth is how far inside a side of the box a vertex lies.
func depth(v *ebiten.Vertex, side int, box plot.Rect) float32 {
	switch side {
	case 0:
		return v.DstX - float32(box.Min.X)
	case 1:
		return float32(box.Max.X) - v.DstX
	case 2:
		return v.DstY - float32(box.Min.Y)
	}
	return float32(box.Max.Y) - v.DstY
}

// between adds the vertex at t of the way from a to b, which have one colour.
func (m *mesh) between(a, b uint32, t float32) uint32 {
	v, to := m.vertices[a], &m.vertices[b]
	for _, pair := range [8]struct {
		x *float32
		y float32
	}{
		{&v.DstX, to.DstX}, {&v.DstY, to.DstY}, {&v.SrcX, to.SrcX}, {&v.SrcY, to.SrcY},
		{&v.Custom0, to.Custom0}, {&v.Custom1, to.Custom1}, {&v.Custom2, to.Custom2}, {&v.Custom3, to.Custom3},
	} {
		*pair.x += t * (pair.y - *pair.x)
	}
	m.vertices = append(m.vertices, v)
	return uint32(len(m.vertices) - 1)
}
