package main

import (
	"math"
	"testing"

	"sgdnoise/scenes/plot"
)

var box = plot.R(0, 0, 200, 100)

// covered is how much of the pixel at p the mesh's shader fills, over all its
// triangles: what capsuleShader does, on the processor.
func (m *mesh) covered(p vec) float64 {
	most := 0.0
	for i := 0; i+2 < len(m.indices); i += 3 {
		a, b, c := &m.vertices[m.indices[i]], &m.vertices[m.indices[i+1]], &m.vertices[m.indices[i+2]]
		pa, pb, pc := vec{float64(a.DstX), float64(a.DstY)}, vec{float64(b.DstX), float64(b.DstY)}, vec{float64(c.DstX), float64(c.DstY)}
		whole := cross(pb.sub(pa), pc.sub(pa))
		wa, wb, wc := cross(pc.sub(pb), p.sub(pb))/whole, cross(pa.sub(pc), p.sub(pc))/whole, cross(pb.sub(pa), p.sub(pa))/whole
		if !(wa >= -1e-9 && wb >= -1e-9 && wc >= -1e-9) {
			continue
		}
		mix := func(x, y, z float32) float64 { return wa*float64(x) + wb*float64(y) + wc*float64(z) }
		across, radius := mix(a.Custom0, b.Custom0, c.Custom0), mix(a.Custom3, b.Custom3, c.Custom3)
		beyond := max(-mix(a.Custom1, b.Custom1, c.Custom1), -mix(a.Custom2, b.Custom2, c.Custom2), 0)
		most = max(most, min(radius+0.5-math.Hypot(across, beyond), 2*radius, 1))
	}
	return most
}

func cross(a, b vec) float64 { return a.x*b.y - a.y*b.x }

func pts(xy ...float64) []plot.Point {
	var all []plot.Point
	for i := 0; i < len(xy); i += 2 {
		all = append(all, plot.Point{X: xy[i], Y: xy[i+1]})
	}
	return all
}

// The mesh of a shape covers the shape, softly, and nothing else.
func TestCoverage(t *testing.T) {
	wide := plot.Stroke{Width: 4}
	for _, c := range []struct {
		name   string
		draw   func(m *mesh)
		at     vec
		want   float64
		within float64
	}{
		{"line", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{60, 51}, 1, 0},
		{"line's edge", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{60, 52}, 0.5, 0},
		{"beside the line", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{60, 53}, 0, 0},
		{"in the cap", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{101, 50}, 1, 0},
		{"beyond the cap", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{103, 50}, 0, 0},
		{"the cap is round", func(m *mesh) { m.line(pts(20, 50, 100, 50), wide, 1, box) }, vec{101.9, 51.9}, 0, 0},
		{"scaled", func(m *mesh) { m.line(pts(10, 25, 50, 25), plot.Stroke{Width: 2}, 2, box) }, vec{60, 52}, 0.5, 0},
		{"thin", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 0.25}, 1, box) }, vec{60, 50}, 0.25, 0},
		{"soft corner", func(m *mesh) { m.line(pts(20, 50, 60, 50, 100, 60), wide, 1, box) }, vec{60, 50}, 1, 0},
		{"sharp corner", func(m *mesh) { m.line(pts(20, 50, 60, 50, 20, 52), wide, 1, box) }, vec{61, 50}, 1, 0},
		{"turning back", func(m *mesh) { m.line(pts(20, 50, 60, 50, 20, 50), wide, 1, box) }, vec{40, 50}, 1, 0},
		{"repeated points", func(m *mesh) { m.line(pts(20, 50, 20, 50, 60, 50, 60, 50), wide, 1, box) }, vec{40, 50}, 1, 0},
		{"disc", func(m *mesh) { m.dot(vec{50, 50}, 5) }, vec{53, 54}, 0.5, 1e-6},
		{"beside the disc", func(m *mesh) { m.dot(vec{50, 50}, 5) }, vec{54, 54}, 0, 0},
		{"polygon", func(m *mesh) { m.polygon(pts(10, 10, 50, 10, 50, 50, 10, 50), 1) }, vec{30, 30}, 1, 0},
		{"polygon's edge", func(m *mesh) { m.polygon(pts(10, 10, 10, 50, 50, 50, 50, 10), 1) }, vec{30, 10}, 0.5, 1e-6},
		{"clockwise or not", func(m *mesh) { m.polygon(pts(10, 10, 50, 10, 50, 50, 10, 50), 1) }, vec{30, 10}, 0.5, 1e-6},
		{"beside the polygon", func(m *mesh) { m.polygon(pts(10, 10, 50, 10, 50, 50, 10, 50, 10, 10), 1) }, vec{30, 9}, 0, 0},
		{"in a dash", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{10, 6}}, 1, box) }, vec{40, 50}, 1, 0},
		{"in a gap", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{10, 6}}, 1, box) }, vec{33, 50}, 0, 0},
		{"a dot of a dotted line", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{1, 4}}, 1, box) }, vec{25.5, 50}, 1, 0},
		{"an odd pattern", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{8}}, 1, box) }, vec{40, 50}, 1, 0},
		{"a gap of it", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{8}}, 1, box) }, vec{32, 50}, 0, 0},
		{"no pattern", func(m *mesh) { m.line(pts(20, 50, 100, 50), plot.Stroke{Width: 2, Dash: []float64{0, 0}}, 1, box) }, vec{40, 50}, 1, 0},
	} {
		var m mesh
		c.draw(&m)
		if got := m.covered(c.at); math.Abs(got-c.want) > c.within+1e-9 {
			t.Errorf("%s: %v covered, want %v", c.name, got, c.want)
		}
	}
}

// A clip leaves the part of a mesh that lies inside of it, and nothing else.
func TestCut(t *testing.T) {
	for name, draw := range map[string]func(m *mesh){
		"line":    func(m *mesh) { m.line(pts(20, 50, 100, 50, 120, 20, 180, 95), plot.Stroke{Width: 9}, 1, box) },
		"dashes":  func(m *mesh) { m.line(pts(20, 45, 180, 55), plot.Stroke{Width: 4, Dash: []float64{10, 6}}, 1, box) },
		"disc":    func(m *mesh) { m.dot(vec{60, 40}, 20) },
		"polygon": func(m *mesh) { m.polygon(pts(30, 10, 150, 20, 120, 90), 1) },
		"far":     func(m *mesh) { m.dot(vec{1e300, 40}, 20) },
	} {
		var whole, part mesh
		draw(&whole)
		part.cut(plot.R(150, 90, 1, 1))
		draw(&part)
		clip := plot.R(60, 40, 70, 30)
		part.cut(clip)
		for y := 0.5; y < 100; y += 1 {
			for x := 0.5; x < 200; x += 1 {
				want := 0.0
				if clip.Contains(plot.Point{X: x, Y: y}) {
					want = whole.covered(vec{x, y})
				}
				if got := part.covered(vec{x, y}); math.Abs(got-want) > 1e-3 {
					t.Fatalf("%s: %v covered at (%v, %v), want %v", name, got, x, y, want)
				}
			}
		}
		n := len(part.indices)
		if part.cut(plot.R(0, 0, 1, 1)); len(part.indices) != n {
			t.Errorf("%s: what has been cut is cut again", name)
		}
	}
}

// Dashes keep their places when the line is seen in part, or its points are
// denser: the pattern belongs to the line.
func TestDashesKeepTheirPhase(t *testing.T) {
	st := plot.Stroke{Width: 2, Dash: []float64{10, 6}}
	var whole, part, dense mesh
	whole.line(pts(-1003, 50, 400, 50), st, 1, plot.R(-2000, 0, 3000, 100))
	part.line(pts(-1003, 50, 400, 50), st, 1, box)
	var steps []plot.Point
	for x := -1003.0; x <= 400; x += 0.5 {
		steps = append(steps, plot.Point{X: x, Y: 50})
	}
	dense.line(steps, st, 1, box)
	for x := 0.25; x < 200; x += 0.5 {
		want := whole.covered(vec{x, 50})
		if a, b := part.covered(vec{x, 50}), dense.covered(vec{x, 50}); math.Abs(a-want) > 1e-3 || math.Abs(b-want) > 1e-3 {
			t.Fatalf("at %v: %v and %v covered, want %v", x, a, b, want)
		}
	}
}

// Points anywhere give few vertices, all of them near the picture.
func TestFarPoints(t *testing.T) {
	inf := math.Inf(1)
	for _, st := range []plot.Stroke{{Width: 3}, {Width: 3, Dash: []float64{5, 5}}} {
		for _, far := range []float64{1e4, 1e12, 1e300, math.MaxFloat64} {
			var m mesh
			m.line(pts(-far, 50, 100, 50, far, far/2, far, -far, 0, -far, 20, 20, -far, -far), st, 1, box)
			if n := len(m.vertices); n == 0 || n > 1000 {
				t.Errorf("far %v: %d vertices", far, n)
			}
			for _, v := range m.vertices {
				if !(math.Abs(float64(v.DstX)) < 300 && math.Abs(float64(v.DstY)) < 300) {
					t.Fatalf("far %v: vertex at (%v, %v)", far, v.DstX, v.DstY)
				}
			}
			if m.covered(vec{50, 50}) == 0 && far < 1e300 && len(st.Dash) == 0 {
				t.Errorf("far %v: the part inside is missing", far)
			}
		}
	}
	var m mesh
	m.polygon(pts(inf, 0, 1, 1, 2, 2), 1)
	m.polygon(pts(1, 1, 1, 1, 1, 1), 1)
	m.line(pts(5, 5), plot.Stroke{Width: 3}, 1, box)
	m.line(pts(5, 5, 5, 5), plot.Stroke{Width: 3}, 1, box)
	if len(m.vertices) != 0 {
		t.Errorf("%d vertices of nothing", len(m.vertices))
	}
}

func TestMeshKeepsMemory(t *testing.T) {
	circle := plot.Ellipse(nil, plot.View{Rect: box, X0: -2, X1: 2, Y0: -1, Y1: 1}, 0, 0, [3]float64{1, 0, 1}, 0.9)
	dashed := plot.Theory.Stroke()
	var m mesh
	draw := func() {
		m.reset()
		m.line(circle, plot.Measured.Stroke(), 1, box)
		m.line(circle, dashed, 1, box)
		m.polygon(circle, 1)
		m.dot(vec{5, 5}, 3)
		m.cut(plot.R(50, 20, 100, 50))
	}
	draw()
	if n := testing.AllocsPerRun(10, draw); n != 0 {
		t.Errorf("%v allocations per frame", n)
	}
	for _, i := range m.indices {
		if int(i) >= len(m.vertices) {
			t.Fatalf("index %d of %d vertices", i, len(m.vertices))
		}
	}
}
