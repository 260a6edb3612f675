package main

import (
	"github.com/hajimehoshi/ebiten/v2"

	"sgdnoise/scenes/plot"
)

// bounds are those of a plot.Rect as vertices have them.
type bounds struct{ x0, y0, x1, y1 float32 }

// leaves reports whether a vertex lies outside.
func (b *bounds) leaves(v *ebiten.Vertex) bool {
	return v.DstX < b.x0 || v.DstX > b.x1 || v.DstY < b.y0 || v.DstY > b.y1
}

// depth is how far inside one of the four sides a vertex lies.
func (b *bounds) depth(v *ebiten.Vertex, side int) float32 {
	switch side {
	case 0:
		return v.DstX - b.x0
	case 1:
		return b.x1 - v.DstX
	case 2:
		return v.DstY - b.y0
	}
	return b.y1 - v.DstY
}

// cut leaves of what was added since the last cut what lies inside box: a scissor would
// do the same, but needs a call of its own for each, and on Ebitengine's final screen
// there is none.
func (m *mesh) cut(box plot.Rect) {
	b := bounds{float32(box.Min.X), float32(box.Min.Y), float32(box.Max.X), float32(box.Max.Y)}
	added := m.vertices[m.whole.vertices:]
	for i := range added {
		if b.leaves(&added[i]) {
			m.cutTriangles(&b)
			break
		}
	}
	m.whole.vertices, m.whole.indices = len(m.vertices), len(m.indices)
}

func (m *mesh) cutTriangles(b *bounds) {
	m.tested = append(m.tested[:0], m.indices[m.whole.indices:]...)
	m.indices = m.indices[:m.whole.indices]
	for t := m.tested; len(t) > 0; t = t[3:] {
		if b.leaves(&m.vertices[t[0]]) || b.leaves(&m.vertices[t[1]]) || b.leaves(&m.vertices[t[2]]) {
			m.cutTriangle(t[:3], b)
		} else {
			m.indices = append(m.indices, t[0], t[1], t[2])
		}
	}
}

// cutTriangle adds what lies inside of a triangle, side by side of the box
// (Sutherland and Hodgman, Communications of the ACM 17, 1974).
func (m *mesh) cutTriangle(corners []uint32, box *bounds) {
	var room [2][8]uint32 // each side adds a corner at most
	rest := append(room[0][:0], corners...)
	for side := range 4 {
		inside := room[(side+1)%2][:0]
		for i, b := range rest {
			a := rest[(i+len(rest)-1)%len(rest)]
			before, here := box.depth(&m.vertices[a], side), box.depth(&m.vertices[b], side)
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

// between adds the vertex at t of the way from a to b, which have one colour.
func (m *mesh) between(a, b uint32, t float32) uint32 {
	v, to := m.vertices[a], &m.vertices[b]
	mix := func(x *float32, y float32) { *x += t * (y - *x) }
	mix(&v.DstX, to.DstX)
	mix(&v.DstY, to.DstY)
	mix(&v.SrcX, to.SrcX)
	mix(&v.SrcY, to.SrcY)
	mix(&v.Custom0, to.Custom0)
	mix(&v.Custom1, to.Custom1)
	mix(&v.Custom2, to.Custom2)
	mix(&v.Custom3, to.Custom3)
	m.vertices = append(m.vertices, v)
	return uint32(len(m.vertices) - 1)
}
