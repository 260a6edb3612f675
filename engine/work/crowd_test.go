package work

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

// diary is all that a crowd tells on its way.
type diary struct {
	outcomes []Outcome // but for the steps
	steps    []Step
	grids    [][]uint32
	counts   []measure.Histogram
}

// follow gives a crowd a fixed number of steps under changing orders, in batches
// of random size, and asks for everything between them.
func follow(t *testing.T, c Crowd, seed uint64) (d diary) {
	batches := rand.New(rand.NewPCG(seed, 1))
	r := rand.New(rand.NewPCG(1, 1))
	do := func(o Order) *Outcome {
		c.Start(o)
		if !c.Busy() {
			t.Fatal("not busy with an order")
		}
		out := c.Finish(nil)
		for c.Busy() {
			t.Fatal("busy with a finished order")
		}
		return out
	}
	for leg := range 12 {
		o := Order{
			Problem: travellers[leg%2], Rule: sgd.Rule{LR: 0.1 + 0.1*r.Float64(), Momentum: 0.5 * r.Float64(), Batch: 1 + r.IntN(5)},
			Open: leg%3 > 0, Empty: leg%3 == 0, Release: leg == 9,
		}
		if leg >= 5 && leg < 9 { // too much for some
			o.Rule = sgd.Rule{LR: 2, Batch: 1, Lambda: plane.Sym{1, 0.1, 2}}
		}
		o.Centre = o.Problem.Minimum()
		for left := 10; left > 0; o.Empty, o.Release = false, false {
			o.Steps = 1 + batches.IntN(min(left, 8))
			left -= o.Steps
			d.steps = append(d.steps, do(o).Steps...)
		}
		o.Steps, o.Joint, o.Spreads, o.Far, o.Places = 0, true, true, 40, true
		g := measure.Grid{}
		g.Aim(measure.Frame{X0: -3, X1: 3, Y0: -2, Y1: 2, Width: 30, Height: 20})
		h := measure.Histogram{Lo: -2, Hi: 3, Counts: make([]uint64, 10)}
		look := func() {
			g.Aim(g.Frame)
			c.Grid(&g)
			c.Histogram(&h, o.Centre, plane.Vec{0.6, 0.8})
		}
		look()
		out := *do(o)
		if look(); !c.Pictured() {
			t.Fatal("the picture asked for isn't there after an order")
		}
		out.Steps, out.Lost = nil, slices.Clone(out.Lost)
		out.W = problem.Columns{slices.Clone(out.W[0]), slices.Clone(out.W[1])}
		d.outcomes = append(d.outcomes, out)
		d.grids = append(d.grids, slices.Clone(g.Cells))
		d.counts = append(d.counts, measure.Histogram{Lo: h.Lo, Hi: h.Hi, Total: h.Total, Counts: slices.Clone(h.Counts)})
	}
	return d
}

// All that a crowd tells is the same to the last bit, wherever it is, whatever
// the number of workers and the size of batches.
func TestCrowdsAreAlike(t *testing.T) {
	const n, seed, limit = 5*sgd.BlockSize + 300, 7, 50
	start := plane.Vec{1, 1}
	want := follow(t, NewHere(n, seed, start, limit), 1)
	held := 0
	for _, o := range want.outcomes {
		held = max(held, o.Held)
	}
	if held == 0 || want.outcomes[11].Held == held {
		t.Error("no walker is ever held, or none released")
	}
	for _, workers := range []int{1, 2, 5, 8} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			crew, end := Goroutines(workers)
			defer end()
			away := NewAway(crew, n, seed, start, limit)
			got := follow(t, away, uint64(workers))
			for k := range want.outcomes {
				if !reflect.DeepEqual(got.outcomes[k], want.outcomes[k]) {
					t.Fatalf("leg %d tells something else", k)
				}
			}
			if !slices.Equal(got.steps, want.steps) {
				t.Error("steps differ")
			}
			if !reflect.DeepEqual(got.grids, want.grids) || !reflect.DeepEqual(got.counts, want.counts) {
				t.Error("pictures differ")
			}
			away.Leave()
			for crew.Deliver(true) {
			}
		})
	}
}

// mortal is a crew whose workers die.
type mortal struct {
	Crew
	dead bool
}

func (m *mortal) Ask(worker int, request []byte, reply func([]byte)) {
	m.Crew.Ask(worker, request, func(answer []byte) {
		if m.dead {
			answer = nil
		}
		reply(answer)
	})
}

// A crowd that has lost walkers says so, and nothing else.
func TestLostWalkers(t *testing.T) {
	crew, end := Goroutines(2)
	defer end()
	m := &mortal{Crew: crew}
	c := NewAway(m, 3000, 1, plane.Vec{}, 1e6)
	o := Order{Problem: travellers[0], Rule: sgd.Rule{LR: 0.1, Batch: 1}, Steps: 2}
	c.Start(o)
	if out := c.Finish(nil); c.Gone() || len(out.Steps) != 2 {
		t.Fatalf("a good crew: gone is %v, %d steps", c.Gone(), len(out.Steps))
	}
	fresh, stop := Goroutines(2)
	defer stop()
	c.crew = fresh // workers that have never heard of the walkers
	c.Start(o)
	if c.Finish(nil); !c.Gone() {
		t.Error("new workers have the walkers of the old ones")
	}
	c = NewAway(m, 3000, 1, plane.Vec{}, 1e6)
	m.dead = true
	c.Start(o)
	if out := c.Finish(nil); !c.Gone() || len(out.Steps) != 0 || c.Busy() {
		t.Errorf("dead workers: gone is %v, %d steps", c.Gone(), len(out.Steps))
	}
}

// An order to walkers that are away doesn't wait unless it is told to.
func TestAwayDoesNotWait(t *testing.T) {
	crew, end := Goroutines(2)
	defer end()
	c := NewAway(crew, 200_000, 1, plane.Vec{}, 1e6)
	c.Start(Order{Problem: travellers[0], Rule: sgd.Rule{LR: 0.1, Batch: 4}, Steps: c.Batch()})
	polls := 0
	for c.Finish(func() bool { return false }) == nil {
		polls++
		runtime.Gosched() // wasm has one thread
	}
	if polls == 0 || c.Busy() {
		t.Errorf("%d polls, busy is %v", polls, c.Busy())
	}
}

func TestHereAllocatesNothing(t *testing.T) {
	c := NewHere(2500, 1, plane.Vec{}, 1e6)
	o := Order{Problem: travellers[0], Rule: sgd.Rule{LR: 0.1, Batch: 4}, Steps: 1, Open: true}
	step := func() {
		c.Start(o)
		c.Finish(nil)
	}
	step()
	if n := testing.AllocsPerRun(20, step); n != 0 {
		t.Errorf("%v allocations per step", n)
	}
}

// BenchmarkCrowd is a step of a million walkers, here and with crews.
func BenchmarkCrowd(b *testing.B) {
	const n = 1_000_000
	start := plane.Vec{1, 1}
	bench := func(name string, c func() Crowd) {
		b.Run(name, func(b *testing.B) {
			c := c()
			o := Order{Problem: travellers[0], Rule: sgd.Rule{LR: 0.1, Batch: 4}, Steps: c.Batch(), Open: true}
			steps := 0
			for b.Loop() {
				c.Start(o)
				steps += len(c.Finish(nil).Steps)
			}
			b.ReportMetric(float64(steps)*n/b.Elapsed().Seconds()/1e6, "Msteps/s")
		})
	}
	bench("here", func() Crowd { return NewHere(n, 1, start, 1e12) })
	for workers := 1; workers <= runtime.NumCPU(); workers *= 2 {
		crew, end := Goroutines(workers)
		bench(fmt.Sprintf("workers=%d", workers), func() Crowd { return NewAway(crew, n, 1, start, 1e12) })
		end()
	}
}
