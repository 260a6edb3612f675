package plot

// contourCell is the side of a marching square in CSS pixels: small enough
// that straight pieces look curved.
const contourCell = 5.0

// Contours traces the lines f = level inside v for every level, by marching
// squares with linear interpolation, joined into polylines in canvas
// coordinates; closed ones repeat their first point. Squares with a corner
// where f is not finite are left out. It costs one evaluation of f for every
// 25 square pixels and allocates: call it when f or v changes, not per frame.
//
// Lorensen and Cline, "Marching cubes", SIGGRAPH 1987, in two dimensions;
// saddles are resolved by the mean of the corners.
func Contours(v View, f func(x, y float64) float64, levels []float64) [][]Point {
	g := newContourGrid(v, f)
	var lines [][]Point
	for _, level := range levels {
		g.march(level)
		lines = g.join(lines, level)
	}
	return lines
}

// contourGrid holds f at nodes (i, j), column i from the left, row j from the
// top, and the crossings of the level at work. Edge 2(j nx + i) runs from node
// (i, j) to the right, the next one downwards.
type contourGrid struct {
	view   View
	nx, ny int
	f      []float64
	links  [][2]int32 // per edge: the edges that the line runs on to, or none
}

const none = -1

func newContourGrid(v View, f func(x, y float64) float64) *contourGrid {
	side := func(px float64) int { return int(min(max(px/contourCell, 8), 512)) + 1 }
	g := &contourGrid{view: v, nx: side(v.Rect.W()), ny: side(v.Rect.H())}
	g.f = make([]float64, g.nx*g.ny)
	g.links = make([][2]int32, 2*len(g.f))
	for e := range g.links {
		g.links[e] = [2]int32{none, none}
	}
	for j := range g.ny {
		for i := range g.nx {
			g.f[j*g.nx+i] = f(v.Data(g.node(float64(i), float64(j))))
		}
	}
	return g
}

// node is the canvas position of grid coordinates (i, j).
func (g *contourGrid) node(i, j float64) Point {
	r := g.view.Rect
	return Point{r.Min.X + i/float64(g.nx-1)*r.W(), r.Min.Y + j/float64(g.ny-1)*r.H()}
}

// march links the edges that the level crosses. Most squares lie on one side of
// it and are passed over at once.
func (g *contourGrid) march(level float64) {
	for j := range g.ny - 1 {
		upper, lower := g.f[j*g.nx:][:g.nx], g.f[(j+1)*g.nx:][:g.nx]
		for i := range g.nx - 1 {
			above := upper[i] >= level
			if above != (upper[i+1] >= level) || above != (lower[i] >= level) || above != (lower[i+1] >= level) {
				g.square(j*g.nx+i, level)
			}
		}
	}
}

// square links the crossed edges of the square whose top left node is n. Above
// means f >= level, so a level that meets a node exactly crosses as any other.
func (g *contourGrid) square(n int, level float64) {
	a, b, c, d := g.f[n], g.f[n+1], g.f[n+g.nx+1], g.f[n+g.nx] // clockwise
	if !finite(a + b + c + d) {
		return
	}
	top, left := 2*n, 2*n+1
	right, bottom := left+2, top+2*g.nx
	var crossed [4]int
	k := 0
	for _, e := range [4]struct {
		edge int
		p, q float64
	}{{top, a, b}, {right, b, c}, {bottom, c, d}, {left, d, a}} {
		if (e.p >= level) != (e.q >= level) {
			crossed[k] = e.edge
			k++
		}
	}
	switch {
	case k == 2:
		g.link(crossed[0], crossed[1])
	case k == 4 && ((a+b+c+d)/4 >= level) == (a >= level):
		// The middle belongs to a and c: the lines cut off b and d.
		g.link(top, right)
		g.link(bottom, left)
	case k == 4:
		g.link(left, top)
		g.link(right, bottom)
	}
}

func (g *contourGrid) link(e, f int) {
	for _, l := range [2][2]int{{e, f}, {f, e}} {
		to := &g.links[l[0]]
		if to[0] == none {
			to[0] = int32(l[1])
		} else {
			to[1] = int32(l[1])
		}
	}
}

// join appends the linked edges as polylines: first those that end at the
// border, then closed ones.
func (g *contourGrid) join(lines [][]Point, level float64) [][]Point {
	for e, l := range g.links {
		if l[0] != none && l[1] == none {
			lines = append(lines, g.follow(e, level))
		}
	}
	for e, l := range g.links {
		if l[0] != none {
			line := g.follow(e, level)
			lines = append(lines, append(line, line[0]))
		}
	}
	return lines
}

// follow walks from edge e to the end of its line and unlinks what it passes.
func (g *contourGrid) follow(e int, level float64) []Point {
	var line []Point
	for from := none; ; {
		line = append(line, g.crossing(e, level))
		l := g.links[e]
		g.links[e] = [2]int32{none, none}
		next := int(l[0])
		if next == from {
			next = int(l[1])
		}
		if next == none || g.links[next][0] == none {
			return line
		}
		from, e = e, next
	}
}

// crossing is where the level crosses edge e.
func (g *contourGrid) crossing(e int, level float64) Point {
	n := e / 2
	i, j := float64(n%g.nx), float64(n/g.nx)
	to := n + 1
	if e%2 == 1 {
		to = n + g.nx
	}
	t := (level - g.f[n]) / (g.f[to] - g.f[n])
	if e%2 == 1 {
		return g.node(i, j+t)
	}
	return g.node(i+t, j)
}
