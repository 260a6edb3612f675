package measure

// The loops over walkers that a frame consists of are here in Go, and in
// loops_wasm.s for WebAssembly, where they do the same bit by bit. held tells which
// walkers to leave out.

// adding is an addition to a [Sums] under way.
type adding struct {
	xs, ys []float64
	held   []bool // as long as xs
	c1, c2 float64

	free          int
	s1, s2        float64
	s11, s12, s22 float64
}

func (a *adding) run() {
	n := len(a.held)
	xs, ys := a.xs[:n], a.ys[:n]
	free, s1, s2, s11, s12, s22 := a.free, a.s1, a.s2, a.s11, a.s12, a.s22
	for i, out := range a.held {
		if out {
			continue
		}
		x, y := xs[i]-a.c1, ys[i]-a.c2
		s1 += x
		s2 += y
		s11 += x * x
		s12 += x * y
		s22 += y * y
		free++
	}
	a.free, a.s1, a.s2, a.s11, a.s12, a.s22 = free, s1, s2, s11, s12, s22
}

// windowing is a step added to a [Window].
type windowing struct {
	xs, ys []float64
	c1, c2 float64
	sums   [5][]float64 // as long as xs
}

func (a *windowing) run() {
	n := len(a.xs)
	xs, ys := a.xs, a.ys[:n]
	s1, s2, s11, s12, s22 := a.sums[0][:n], a.sums[1][:n], a.sums[2][:n], a.sums[3][:n], a.sums[4][:n]
	for i := range xs {
		x, y := xs[i]-a.c1, ys[i]-a.c2
		s1[i] += x
		s2[i] += y
		s11[i] += x * x
		s12[i] += x * y
		s22[i] += y * y
	}
}

// counting is an addition to a [Grid].
type counting struct {
	xs, ys []float64
	held   []bool // as long as xs, or nil

	sx, ox, sy, oy float64 // a walker at x is in cell ox + x sx,
	endX, endY     float64 // counted from 1 up to here
	cells          []uint32
	stride         int
}

func (a *counting) run() {
	cells, ys := a.cells, a.ys
	for i, x := range a.xs {
		gx, gy := a.ox+x*a.sx, a.oy+ys[i]*a.sy
		// Not the opposite conditions: a NaN must not get through.
		if !(gx >= 1 && gx < a.endX && gy >= 1 && gy < a.endY) || a.held != nil && a.held[i] {
			continue
		}
		fx, fy := uint32(gx*16), uint32(gy*16)
		kx, ky := &kernel[fx&15], &kernel[fy&15]
		at := int(fy>>4-1)*a.stride + int(fx>>4-1)
		for _, k := range ky {
			row := (*[3]uint32)(cells[at:]) // one bounds check
			row[0] += k * kx[0]
			row[1] += k * kx[1]
			row[2] += k * kx[2]
			at += a.stride
		}
	}
}

// projecting is the filling of a [Histogram].
type projecting struct {
	xs, ys    []float64
	held      []bool // as long as xs
	c1, c2    float64
	a1, a2    float64
	lo, scale float64
	counts    []uint64
	total     int
}

func (a *projecting) run() {
	n := len(a.held)
	xs, ys, counts := a.xs[:n], a.ys[:n], a.counts
	end := float64(len(counts))
	for i, out := range a.held {
		if out {
			continue
		}
		a.total++
		x := (a.a1*(xs[i]-a.c1) + a.a2*(ys[i]-a.c2) - a.lo) * a.scale
		if x >= 0 && x < end {
			counts[int(x)]++
		}
	}
}
