package problem

import "sgdnoise/engine/plane"

// Sampling says how a minibatch is drawn from a finite dataset.
type Sampling int

// The samplings.
const (
	WithReplacement Sampling = iota // S independent draws
	FreshSubset                     // S distinct points, anew for every batch
	Epochs                          // reshuffled each epoch, cut into ⌊N/S⌋ batches; the rest is dropped
)

// begin prepares the batches of one step: where to put a walker's points, and
// how many points of its order the epoch has used before.
func (p *Dataset) begin(batch int, d *Draws) (index []int32, from int) {
	n := len(p.Y)
	if cap(d.index) < batch {
		d.index = make([]int32, batch)
	}
	switch p.Sampling {
	case FreshSubset:
		d.shuffled(n, 1)
	case Epochs:
		d.shuffled(n, d.n)
		if d.used+batch > n {
			d.used = 0
		}
		from = d.used
		d.used += batch
	}
	return d.index[:batch], from
}

// draw stores the points of one walker's batch in index.
func (p *Dataset) draw(index []int32, walker, from int, d *Draws) {
	n := len(p.Y)
	switch p.Sampling {
	case WithReplacement:
		d.Stream.Indices(index, n)
	case FreshSubset:
		d.take(index, d.order, 0)
	case Epochs:
		d.take(index, d.order[walker*n:(walker+1)*n], from)
	}
}

// shuffled makes sure that there are so many orders of n points.
func (d *Draws) shuffled(n, orders int) {
	if d.points == n && len(d.order) == n*orders {
		return
	}
	d.points, d.used = n, 0
	d.order = make([]uint16, n*orders)
	for i := range d.order {
		d.order[i] = uint16(i % n)
	}
}

// take moves random points of order[from:] to its front, one Fisher-Yates step
// each, and stores them. From any order a subset so taken is uniform.
func (d *Draws) take(dst []int32, order []uint16, from int) {
	for k := range dst {
		at := from + k
		var pick [1]int32
		d.Stream.Indices(pick[:], len(order)-at)
		j := at + int(pick[0])
		order[at], order[j] = order[j], order[at]
		dst[k] = int32(order[at])
	}
}

// Gradients implements [Problem] by drawing the S points of every batch. They
// are computed from v = w − w*, so that walkers come to rest at a minimum that
// fits all points.
func (p *Dataset) Gradients(g, w Columns, batch int, d *Draws) {
	index, from := p.begin(batch, d)
	x1s, x2s, rs := p.X1, p.X2, p.residuals
	inv := 1 / float64(batch)
	for i := range w[0] {
		v1, v2 := w[0][i]-p.min[0], w[1][i]-p.min[1]
		var g1, g2 float64
		p.draw(index, i, from, d)
		for _, k := range index {
			x1, x2 := x1s[k], x2s[k]
			r := v1*x1 + v2*x2 + rs[k]
			g1 += x1 * r
			g2 += x2 * r
		}
		g[0][i], g[1][i] = inv*g1, inv*g2
	}
}

// Hessians implements [Linear].
func (p *Dataset) Hessians(dst []plane.Sym, batch int, d *Draws) {
	inv := 1 / float64(batch)
	for i := range dst {
		var h plane.Sym
		index, from := p.begin(batch, d)
		p.draw(index, 0, from, d)
		for _, k := range index {
			h = h.Plus(inv, p.Input(int(k)).Outer())
		}
		dst[i] = h
	}
}
