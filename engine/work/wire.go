package work

import (
	"encoding/binary"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// Walkers that are away: what goes to a worker, and what comes back.

// settlement says which walkers a worker is to have.
type settlement struct {
	First, Walkers int64 // their first block, and their number
	Home           home
}

func (s settlement) request() []byte { return appendAll([]byte{kindSettle}, s) }

func settle(request []byte) *part {
	var s settlement
	readAll(request, &s)
	return newPart(int(s.First), int(s.Walkers), s.Home)
}

// picture is what a picture wants of walkers: a grid and a histogram.
type picture struct {
	Left, Right, Lower, Upper float64
	Width, Height             int32
	Lo, Hi                    float64
	Bins                      int32
	Centre, Axis              plane.Vec
}

// aim empties grid and histogram and makes them what the picture wants.
func (p *picture) aim(g *measure.Grid, h *measure.Histogram) {
	g.Aim(measure.Frame{X0: p.Left, X1: p.Right, Y0: p.Lower, Y1: p.Upper, Width: int(p.Width), Height: int(p.Height)})
	*h = measure.Histogram{Lo: p.Lo, Hi: p.Hi, Counts: make([]uint64, p.Bins)}
}

// wireOrder is an [Order] without its task, in numbers of fixed size, and with
// what the picture wants.
type wireOrder struct {
	Centre         plane.Vec
	Release, Empty bool
	Steps          int64
	Open           bool
	Joint, Spreads bool
	Far            int64
	Places         bool
	Picture        picture
}

func (o *Order) request(p picture) []byte {
	return appendAll(appendTask([]byte{kindOrder}, o.Problem, o.Rule), wireOrder{
		Centre: o.Centre, Release: o.Release, Empty: o.Empty, Steps: int64(o.Steps), Open: o.Open,
		Joint: o.Joint, Spreads: o.Spreads, Far: int64(o.Far), Places: o.Places, Picture: p,
	})
}

func readOrder(request []byte) (o Order, p picture) {
	task, rule, rest := readTask(request)
	var w wireOrder
	readAll(rest, &w)
	return Order{
		Problem: task, Rule: rule, Centre: w.Centre, Release: w.Release, Empty: w.Empty, Steps: int(w.Steps), Open: w.Open,
		Joint: w.Joint, Spreads: w.Spreads, Far: int(w.Far), Places: w.Places,
	}, w.Picture
}

// share is what a part of the walkers tells.
type share struct {
	held            int
	leaders         []leader       // after every step, from the part that has walker 0
	steps           []measure.Sums // block after block, step after step
	joint           []measure.JointSums
	window, instant []measure.Spread
	far             []float64
	w               problem.Columns
	lost            []bool
	grid            measure.Grid
	histogram       measure.Histogram
}

// tell fills in what an order wants to know after its steps.
func (p *part) tell(o *Order, s *share) {
	s.held = p.ens.Diverged()
	if o.Joint {
		s.joint = p.joint(o.Centre)
	}
	if o.Spreads {
		s.window, s.instant = p.spreads(o.Centre)
	}
	if o.Far > 0 {
		s.far = p.far(o.Centre, o.Far)
	}
	if o.Places {
		s.w, s.lost = p.ens.W, p.ens.Held
	}
}

// add adds what the next part tells.
func (out *Outcome) add(s *share) {
	out.Held += s.held
	mergeInto(&out.Joint, s.joint)
	mergeInto(&out.Window, s.window)
	mergeInto(&out.Instant, s.instant)
	out.Far = append(out.Far, s.far...)
	for c := range out.W {
		out.W[c] = append(out.W[c], s.w[c]...)
	}
	out.Lost = append(out.Lost, s.lost...)
}

// leader is walker 0.
type leader struct {
	At   plane.Vec
	Held bool
}

// answer carries out an order.
func (p *part) answer(request []byte) []byte {
	o, want := readOrder(request)
	var s share
	p.prepare(&o)
	for range o.Steps {
		p.step(&o, nil)
		s.steps = p.sums(s.steps, o.Centre)
		s.leaders = append(s.leaders, p.leader())
	}
	p.tell(&o, &s)
	want.aim(&s.grid, &s.histogram)
	if want.Width > 0 {
		s.grid.Add(p.ens.W, p.ens.Held)
	}
	if want.Bins > 0 {
		s.histogram.Project(p.ens.W, want.Centre, want.Axis, p.ens.Held)
	}
	return s.append(nil)
}

func (s *share) append(b []byte) []byte {
	b = appendAll(b, int64(s.held), s.histogram.Total)
	b = appendList(b, s.leaders)
	b = appendList(b, s.steps)
	b = appendList(b, s.joint)
	b = appendList(b, s.window)
	b = appendList(b, s.instant)
	b = appendList(b, s.far)
	b = appendList(b, s.w[0])
	b = appendList(b, s.w[1])
	b = appendList(b, s.lost)
	b = appendList(b, s.grid.Cells)
	return appendList(b, s.histogram.Counts)
}

func readShare(b []byte) (s share) {
	var held int64
	b = readAll(b, &held, &s.histogram.Total)
	s.held = int(held)
	s.leaders, b = readList[leader](b)
	s.steps, b = readList[measure.Sums](b)
	s.joint, b = readList[measure.JointSums](b)
	s.window, b = readList[measure.Spread](b)
	s.instant, b = readList[measure.Spread](b)
	s.far, b = readList[float64](b)
	s.w[0], b = readList[float64](b)
	s.w[1], b = readList[float64](b)
	s.lost, b = readList[bool](b)
	s.grid.Cells, b = readList[uint32](b)
	s.histogram.Counts, _ = readList[uint64](b)
	return s
}

func appendList[T any](b []byte, list []T) []byte {
	return appendAll(b, uint32(len(list)), list)
}

func readList[T any](b []byte) (list []T, rest []byte) {
	var n uint32
	b = readAll(b, &n)
	list = make([]T, n)
	size := binary.Size(list)
	readAll(b[:size], list) // exactly: lists of bool are read as far as there are bytes
	return list, b[size:]
}
