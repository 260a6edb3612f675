package main

import (
	"math"

	"sgdnoise/scenes/plot"
)

const (
	tiny  = 1e-3 // pixels; points closer together are one
	sharp = 0.5  // cosine of the turn beyond which a corner is rounded
)

// line adds a stroked polyline of finite points in CSS pixels. What lies
// outside box, physical pixels, by more than the stroke's width is left out:
// a walker may be 1e12 pixels away, and so many dashes would take for ever.
func (m *mesh) line(pts []plot.Point, st plot.Stroke, scale float64, box plot.Rect) {
	radius := st.Width * scale / 2
	margin := plot.Point{X: radius + 1, Y: radius + 1}
	box.Min, box.Max = plot.Point{X: box.Min.X - margin.X, Y: box.Min.Y - margin.Y}, plot.Point{X: box.Max.X + margin.X, Y: box.Max.Y + margin.Y}
	m.piece = m.piece[:0]
	travelled, start := 0.0, 0.0 // along the line to a, and to the piece's first point
	for i := 1; i < len(pts); i++ {
		a, b := vec{pts[i-1].X, pts[i-1].Y}.mul(scale), vec{pts[i].X, pts[i].Y}.mul(scale)
		t0, t1, ok := cut(a, b, box)
		if !ok || t0 > 0 {
			m.stroke(st.Dash, start, radius, scale)
		}
		length := b.sub(a).len()
		if ok {
			if len(m.piece) == 0 {
				start = travelled + t0*length
				m.piece = append(m.piece, a.to(b, t0))
			}
			if p := a.to(b, t1); p.apart(m.piece[len(m.piece)-1]) {
				m.piece = append(m.piece, p)
			}
		}
		travelled += length
	}
	m.stroke(st.Dash, start, radius, scale)
}

// cut is the part of the segment from a to b inside box, as fractions of it
// (Liang and Barsky, ACM Transactions on Graphics 3, 1984).
func cut(a, b vec, box plot.Rect) (t0, t1 float64, ok bool) {
	t0, t1 = 0, 1
	if box.Contains(plot.Point{X: a.x, Y: a.y}) && box.Contains(plot.Point{X: b.x, Y: b.y}) {
		return t0, t1, true // nearly always, and the rest is slow in wasm
	}
	d := b.sub(a)
	for _, side := range [4]struct{ speed, room float64 }{ // outwards
		{-d.x, a.x - box.Min.X}, {d.x, box.Max.X - a.x},
		{-d.y, a.y - box.Min.Y}, {d.y, box.Max.Y - a.y},
	} {
		t := side.room / side.speed
		switch {
		case side.speed < 0:
			if !(t <= t0) { // the max built-in is a slow call in wasm
				t0 = t
			}
		case side.speed > 0:
			if !(t >= t1) {
				t1 = t
			}
		case side.room < 0:
			return 0, 0, false
		}
	}
	return t0, t1, t0 <= t1 // false also if something overflowed to NaN
}

// stroke draws m.piece, which begins start pixels into its line, and empties it.
func (m *mesh) stroke(dash []float64, start, radius, scale float64) {
	piece := m.piece
	m.piece = m.piece[:0]
	if len(piece) < 2 {
		return
	}
	period := 0.0
	for _, d := range dash {
		period += 2 * d * scale // twice, so that it ends in a gap in any case
	}
	if !(period > 1) {
		m.strip(piece, radius)
		return
	}
	phase := math.Mod(start, period)
	if !(phase >= 0) { // start overflowed
		phase = 0
	}
	path := path{pts: piece}
	for i, at := 0, -phase; !path.done; i++ {
		end := at + dash[i%len(dash)]*scale
		if i%2 == 0 && end > 0 {
			// Round caps add a radius at either end.
			from := max(min(at+radius, (at+end)/2), 0)
			to := max(end-radius, from)
			m.dash = path.part(m.dash[:0], from, to)
			m.strip(m.dash, radius)
		}
		at = end
	}
}

// path is a polyline walked from its start to its end.
type path struct {
	pts    []vec
	at     int     // pts[at] is the last point passed
	passed float64 // length up to there
	done   bool    // the end was reached
}

// part appends the polyline between arc lengths from and to, which must not
// lie before the last to. It is empty beyond the path's end.
func (p *path) part(dst []vec, from, to float64) []vec {
	for p.at+1 < len(p.pts) {
		a, b := p.pts[p.at], p.pts[p.at+1]
		length := b.sub(a).len()
		if from < p.passed+length {
			if len(dst) == 0 {
				dst = append(dst, a.to(b, (from-p.passed)/length))
			}
			end := min(to-p.passed, length)
			if q := a.to(b, end/length); q.apart(dst[len(dst)-1]) {
				dst = append(dst, q)
			}
			if to < p.passed+length {
				return dst
			}
		}
		p.at++
		p.passed += length
	}
	p.done = true
	return dst
}

// strip adds a line through pts as one bent capsule, or as several that
// overlap in sharp corners.
func (m *mesh) strip(pts []vec, radius float64) {
	start := 0
	for i := 1; i < len(pts)-1; i++ {
		in, out := pts[i].sub(pts[i-1]), pts[i+1].sub(pts[i])
		if c := in.dot(out); c < 0 || c*c < sharp*sharp*in.dot(in)*out.dot(out) {
			m.capsule(pts[start:i+1], radius)
			start = i
		}
	}
	if len(pts) > 0 {
		m.capsule(pts[start:], radius)
	}
}

// capsule adds a line through pts without sharp corners, or a disc if there
// is a single point.
func (m *mesh) capsule(pts []vec, radius float64) {
	reach := radius + soft
	first := len(m.vertices)
	dir := vec{1, 0}
	if len(pts) > 1 {
		dir = pts[1].sub(pts[0]).unit()
	}
	m.section(pts[0].sub(dir.mul(reach)), dir.normal(), -reach, radius)
	length := 0.0
	for i := 1; i < len(pts); i++ {
		length += pts[i].sub(pts[i-1]).len()
		if i < len(pts)-1 {
			next := pts[i+1].sub(pts[i]).unit()
			m.section(pts[i], miter(dir.normal(), next.normal()), length, radius)
			dir = next
		}
	}
	m.section(pts[len(pts)-1].add(dir.mul(reach)), dir.normal(), length+reach, radius)
	for i := first; i < len(m.vertices); i++ {
		v := &m.vertices[i]
		v.Custom2 = float32(length) - v.Custom1
		if n := i - first; n >= 2 && n%2 == 0 {
			m.quad(i-2, i-1, i, i+1)
		}
	}
}

// section adds the two vertices across a line at p, along pixels from its start.
func (m *mesh) section(p, normal vec, along, radius float64) {
	reach := radius + soft
	m.vertex(p.add(normal.mul(reach)), reach, along, 0, radius)
	m.vertex(p.sub(normal.mul(reach)), -reach, along, 0, radius)
}
