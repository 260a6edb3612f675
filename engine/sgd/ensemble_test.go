package sgd_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
)

func gaussian() *problem.Gaussian {
	return &problem.Gaussian{A: plane.Rotated(1, 0.4, 30), U: plane.Vec{0.5, -0.3}, Sigma: 1}
}

func dataset(n int, s problem.Sampling) *problem.Dataset {
	r := rand.New(rand.NewPCG(1, 1))
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
		y[i] = x[i] + r.NormFloat64()
	}
	return problem.NewDataset(x, y, s)
}

// run names a problem and the batch size to walk on it with.
type run struct {
	name  string
	p     problem.Problem
	batch int
}

// runs go through all the ways to draw a minibatch.
func runs() []run {
	return []run{
		{"gaussian, S = 1", gaussian(), 1},
		{"gaussian, S = 64", gaussian(), 64},
		{"with replacement", dataset(30, problem.WithReplacement), 4},
		{"fresh subset", dataset(30, problem.FreshSubset), 4},
		{"epochs", dataset(30, problem.Epochs), 4},
	}
}

// straight is gradient descent without noise, except that walkers of the given
// numbers meet a gradient that is none.
type straight struct {
	problem.Problem // hides that a Gaussian is a Mover
	broken          []int
}

func (p *straight) Gradients(g, w problem.Columns, _ int, _ *problem.Draws) {
	for i := range w[0] {
		v := p.Grad(plane.Vec{w[0][i], w[1][i]})
		g[0][i], g[1][i] = v[0], v[1]
		if slices.Contains(p.broken, i) {
			g[1][i] = math.NaN()
		}
	}
}

func TestAdvanceIsTheRule(t *testing.T) {
	p := &straight{Problem: gaussian()}
	w, m := plane.Vec{2, -1}, plane.Vec{}
	e := sgd.New(3, 1, w, 1e6)
	for step, r := range []sgd.Rule{{LR: 0.5, Batch: 1}, {LR: 0.5, Momentum: 0.9, Batch: 1}, {LR: 0.1, Momentum: 0.9, Batch: 1}, {LR: 0.2, Momentum: 0.5, Batch: 1},
		{LR: 0.3, Momentum: 0.5, Batch: 1, Lambda: plane.Sym{0.5, -0.2, 0.6}}, {LR: 0.1, Batch: 1, Lambda: plane.Sym{1, 0, 1}}} {
		if !e.Advance(p, r, nil) {
			t.Fatal("not finished without a pause")
		}
		g := p.Grad(w)
		for k := range w {
			m[k] = r.Momentum*m[k] + g[k]
		}
		move := m
		if r.Lambda != (plane.Sym{}) {
			move = r.Lambda.Apply(m)
		}
		for k := range w {
			w[k] -= r.LR * move[k]
		}
		for i := range e.Len() {
			for k := range w {
				if math.Abs(e.W[k][i]-w[k]) > 1e-14 || math.Abs(e.M[k][i]-m[k]) > 1e-14 {
					t.Fatalf("step %d, walker %d, axis %d: at %v with %v, want %v with %v", step, i, k, e.W[k][i], e.M[k][i], w, m)
				}
			}
		}
	}
}

// Equal seeds give equal runs, however a step is paused; another seed doesn't.
func TestRunsDontDependOnPauses(t *testing.T) {
	const walkers, steps = 2*sgd.BlockSize + 500, 12
	rule := func(step, batch int) sgd.Rule {
		return sgd.Rule{LR: 0.05 * float64(1+step%3), Momentum: 0.5, Batch: batch}
	}
	for _, c := range runs() {
		t.Run(c.name, func(t *testing.T) {
			walk := func(seed uint64, pause func() bool) *sgd.Ensemble {
				e := sgd.New(walkers, seed, plane.Vec{1, 1}, 1e6)
				for step := range steps {
					for !e.Advance(c.p, rule(step, c.batch), pause) {
						if !e.MidStep() {
							t.Fatal("paused, but not within a step")
						}
					}
					if e.MidStep() {
						t.Fatal("within a step that is finished")
					}
				}
				return e
			}
			want := walk(7, nil)
			r := rand.New(rand.NewPCG(2, 1))
			for name, pause := range map[string]func() bool{
				"never":     func() bool { return false },
				"always":    func() bool { return true },
				"sometimes": func() bool { return r.IntN(2) == 0 },
			} {
				got := walk(7, pause)
				for k := range got.W {
					if !slices.Equal(got.W[k], want.W[k]) || !slices.Equal(got.M[k], want.M[k]) {
						t.Errorf("a run that pauses %s goes elsewhere", name)
					}
				}
			}
			other := walk(8, nil)
			for i := range walkers {
				if other.W[0][i] == want.W[0][i] && other.W[1][i] == want.W[1][i] {
					t.Fatalf("walker %d is at the same place with another seed", i)
				}
			}
		})
	}
}

// A walker's run doesn't depend on how many others there are, as far as blocks
// are full, and blocks differ.
func TestBlocksAreIndependent(t *testing.T) {
	r := sgd.Rule{LR: 0.1, Batch: 4}
	one, two := sgd.New(sgd.BlockSize, 1, plane.Vec{}, 1e6), sgd.New(2*sgd.BlockSize, 1, plane.Vec{}, 1e6)
	for range 5 {
		one.Advance(gaussian(), r, nil)
		two.Advance(gaussian(), r, nil)
	}
	if !slices.Equal(one.W[0], two.W[0][:sgd.BlockSize]) {
		t.Error("the first block depends on the second")
	}
	if slices.Equal(one.W[0], two.W[0][sgd.BlockSize:]) {
		t.Error("the second block repeats the first")
	}
}

// Parts of an ensemble walk as they do among the others.
func TestParts(t *testing.T) {
	r := sgd.Rule{LR: 0.1, Batch: 4}
	const n = 4*sgd.BlockSize + 300
	whole, first := sgd.New(n, 1, plane.Vec{1, 1}, 1e6), sgd.NewPart(0, sgd.BlockSize, 1, plane.Vec{1, 1}, 1e6)
	rest := sgd.NewPart(1, n-sgd.BlockSize, 1, plane.Vec{1, 1}, 1e6)
	for range 5 {
		for _, e := range []*sgd.Ensemble{whole, first, rest} {
			e.Advance(gaussian(), r, nil)
		}
	}
	if !slices.Equal(slices.Concat(first.W[0], rest.W[0]), whole.W[0]) {
		t.Error("parts go elsewhere than the whole")
	}
}

// A problem that moves walkers by itself moves them as its gradients would, and
// loses the same ones.
func TestMoverIsTheRule(t *testing.T) {
	for _, r := range []sgd.Rule{{LR: 0.7, Batch: 1}, {LR: 0.9, Batch: 4}, {LR: 0.5, Momentum: 0.6, Batch: 2}} {
		p := gaussian()
		fast, slow := sgd.New(1500, 1, plane.Vec{2, -1}, 6), sgd.New(1500, 1, plane.Vec{2, -1}, 6)
		for step := range 20 {
			fast.Advance(p, r, nil)
			slow.Advance(struct{ problem.Problem }{p}, r, nil)
			for i := range fast.Len() {
				for k := range fast.W {
					if math.Abs(fast.W[k][i]-slow.W[k][i]) > 1e-10 || math.Abs(fast.M[k][i]-slow.M[k][i]) > 1e-10 {
						t.Fatalf("%+v, step %d, walker %d: at %v, want %v", r, step, i, fast.W[k][i], slow.W[k][i])
					}
				}
			}
		}
		if fast.Diverged() != slow.Diverged() || fast.Diverged() == 0 {
			t.Errorf("%+v: %d walkers are held, %d are", r, fast.Diverged(), slow.Diverged())
		}
	}
}

func TestHoldAndRelease(t *testing.T) {
	start := plane.Vec{2, -1}
	broken := []int{0, 7, 500}
	p := &straight{gaussian(), broken}
	e := sgd.New(sgd.BlockSize+100, 1, start, 10) // block 2 has walkers 0 and 7 only
	lost := []int{0, 7, 500, sgd.BlockSize, sgd.BlockSize + 7}
	r := sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: 1}
	check := func(when string, held []int) {
		t.Helper()
		if e.Diverged() != len(held) {
			t.Errorf("%s: %d walkers are held, want %d", when, e.Diverged(), len(held))
		}
		for i := range e.Len() {
			if e.Held[i] != slices.Contains(held, i) {
				t.Errorf("%s: held[%d] is %v", when, i, e.Held[i])
			}
			at := [4]float64{e.W[0][i], e.W[1][i], e.M[0][i], e.M[1][i]}
			if e.Held[i] && at != [4]float64{start[0], start[1], 0, 0} {
				t.Errorf("%s: walker %d is held at %v", when, i, at)
			}
		}
	}
	for step := range 3 {
		e.Advance(p, r, nil)
		check(fmt.Sprintf("broken gradients, step %d", step+1), lost)
	}
	p.broken = nil
	e.Advance(p, r, nil)
	check("walkers wait for their release", lost)
	if n := e.Release(); n != len(lost) {
		t.Errorf("%d walkers are released, want %d", n, len(lost))
	}
	check("released", nil)
	for range 200 {
		e.Advance(p, r, nil)
	}
	check("back", nil)
	for i := range e.Len() {
		if math.Hypot(e.W[0][i]-p.Minimum()[0], e.W[1][i]-p.Minimum()[1]) > 1e-3 {
			t.Errorf("walker %d is at (%v, %v), far from the minimum", i, e.W[0][i], e.W[1][i])
		}
	}
}

// The limit holds walkers that are farther than it, and none that aren't.
func TestHoldAtTheLimit(t *testing.T) {
	const limit = 3
	e := sgd.New(2000, 1, plane.Vec{1, 0}, limit)
	for range 30 {
		e.Advance(gaussian(), sgd.Rule{LR: 0.9, Batch: 1}, nil)
		for i := range e.Len() {
			if math.Hypot(e.W[0][i], e.W[1][i]) > limit {
				t.Fatalf("walker %d is beyond the limit", i)
			}
		}
	}
	if n := e.Diverged(); n == 0 || n == e.Len() {
		t.Errorf("%d of %d walkers are held", n, e.Len())
	}
	for range 100 {
		e.Release()
		e.Advance(gaussian(), sgd.Rule{LR: 0.02, Batch: 1}, nil)
	}
	if n := e.Diverged(); n > 0 {
		t.Errorf("%d walkers are lost at a small learning rate", n)
	}
}

// Whatever the learning rate, positions and momenta are numbers, and as many
// walkers are held as Diverged says.
func TestNothingButNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for _, c := range runs() {
		t.Run(c.name, func(t *testing.T) {
			e := sgd.New(1200, 1, plane.Vec{1, -2}, 1e12)
			held := 0
			for range 300 {
				rule := sgd.Rule{LR: math.Pow(10, 20*r.Float64()-3), Momentum: 0.99 * r.Float64(), Batch: c.batch}
				if r.IntN(2) == 0 {
					rule.Lambda = plane.Sym{0.5, -0.2, 0.6}
				}
				switch r.IntN(10) {
				case 0:
					rule.LR = 1e300
				case 1:
					rule.LR = math.MaxFloat64
				case 2:
					e.Release()
				}
				e.Advance(c.p, rule, nil)
				held = 0
				for i := range e.Len() {
					sum := e.W[0][i] + e.W[1][i] + e.M[0][i] + e.M[1][i]
					if math.IsNaN(sum) || math.IsInf(sum, 0) {
						t.Fatalf("%+v: walker %d is at (%v, %v) with momentum (%v, %v)", rule, i, e.W[0][i], e.W[1][i], e.M[0][i], e.M[1][i])
					}
					if e.Held[i] {
						held++
					}
				}
				if held != e.Diverged() {
					t.Fatalf("%d walkers are held, Diverged is %d", held, e.Diverged())
				}
			}
			if held == 0 {
				t.Error("no walker was ever lost")
			}
		})
	}
}

func TestAdvanceAllocatesNothing(t *testing.T) {
	for _, c := range runs() {
		e := sgd.New(1500, 1, plane.Vec{}, 1e6)
		pause := func() bool { return true }
		e.Advance(c.p, sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: c.batch}, nil)
		for _, lambda := range []plane.Sym{{}, {0.5, -0.2, 0.6}} {
			r := sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: c.batch, Lambda: lambda}
			if n := testing.AllocsPerRun(20, func() { e.Advance(c.p, r, pause) }); n != 0 {
				t.Errorf("%s, Λ = %v: %v allocations per step", c.name, lambda, n)
			}
		}
	}
}

func BenchmarkAdvance(b *testing.B) {
	const walkers = 10_000
	for _, batch := range []int{1, 8, 64, 1024} {
		b.Run(fmt.Sprintf("S=%d", batch), func(b *testing.B) {
			e, p := sgd.New(walkers, 1, plane.Vec{}, 1e6), gaussian()
			for b.Loop() {
				e.Advance(p, sgd.Rule{LR: 0.1, Momentum: 0.5, Batch: batch}, nil)
			}
			b.ReportMetric(walkers*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msteps/s")
		})
	}
}
