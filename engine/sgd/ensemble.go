// Package sgd moves ensembles of independent SGD walkers.
//
// Walkers live in columns and belong to blocks of fixed size, each with its own
// random stream. A run is therefore the same whoever steps the blocks, in
// whatever portions.
package sgd

import (
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// BlockSize is the number of walkers in a block; the last may have fewer.
const BlockSize = 1000

// Rule is the update m ← μ m + g, w ← w − λ Λ m with minibatches of S samples
// (heavy ball without dampening; eq. 1 of Ziyin et al. 2022 at μ = 0).
type Rule struct {
	LR       float64   // λ
	Momentum float64   // μ, in [0, 1)
	Batch    int       // S
	Lambda   plane.Sym // preconditioner Λ, positive definite; the zero value stands for the identity
}

// Ensemble is n walkers under one rule on one problem.
type Ensemble struct {
	W, M problem.Columns // positions w and momenta m
	Held []bool          // walkers that went too far and wait at the start

	start  plane.Vec
	limit  float64
	held   int
	blocks []block
	next   int // the block that the step under way moves next
}

type block struct {
	w, m, g problem.Columns
	held    []bool
	draws   *problem.Draws
}

// New places n walkers at rest at start. A walker farther than limit from the
// origin, or nowhere any more, is held: parked at the start until [Ensemble.Release].
func New(n int, seed uint64, start plane.Vec, limit float64) *Ensemble {
	return NewPart(0, n, seed, start, limit)
}

// NewPart places n walkers of a larger ensemble, those from the given block on;
// all blocks but the ensemble's last must be complete. They walk as they would
// among the others.
func NewPart(first, n int, seed uint64, start plane.Vec, limit float64) *Ensemble {
	e := &Ensemble{start: start, limit: limit, Held: make([]bool, n)}
	for k := range 2 {
		e.W[k], e.M[k] = make([]float64, n), make([]float64, n)
		for i := range n {
			e.W[k][i] = start[k]
		}
	}
	for lo := 0; lo < n; lo += BlockSize {
		hi := min(lo+BlockSize, n)
		stream := rng.New(seed, rng.Walkers, uint64(first+len(e.blocks)))
		e.blocks = append(e.blocks, block{
			w: e.W.Slice(lo, hi), m: e.M.Slice(lo, hi), held: e.Held[lo:hi],
			g:     problem.Columns{make([]float64, hi-lo), make([]float64, hi-lo)},
			draws: problem.NewDraws(hi-lo, stream),
		})
	}
	return e
}

// Len is the number of walkers, held ones included.
func (e *Ensemble) Len() int { return len(e.Held) }

// Diverged is the number of walkers held.
func (e *Ensemble) Diverged() int { return e.held }

// MidStep reports whether a step is under way and not finished.
func (e *Ensemble) MidStep() bool { return e.next > 0 }

// Advance finishes the step under way or takes a new one, block by block. If
// pause is not nil it is asked between blocks, and true leaves the rest of the
// step to the next call. Advance reports whether the step is finished; until it
// is, p and r must stay what they are. It allocates nothing once warmed up.
func (e *Ensemble) Advance(p problem.Problem, r Rule, pause func() bool) bool {
	for {
		e.step(&e.blocks[e.next], p, r)
		e.next++
		if e.next == len(e.blocks) {
			e.next = 0
			return true
		}
		if pause != nil && pause() {
			return false
		}
	}
}

// step moves a block. The squares of walkers that can be seen add up to less than
// infinity, so one comparison a block finds out if any needs a look.
func (e *Ensemble) step(b *block, p problem.Problem, r Rule) {
	far := e.limit * e.limit
	squares, done := 0.0, false
	if q, ok := p.(problem.Mover); ok && r.Lambda == (plane.Sym{}) {
		squares, done = q.Move(b.w, b.m, r.LR, r.Momentum, r.Batch, b.draws)
	}
	if !done {
		p.Gradients(b.g, b.w, r.Batch, b.draws)
		if r.Lambda == (plane.Sym{}) {
			squares = b.move(r.LR, r.Momentum)
		} else {
			squares = b.movePreconditioned(r.Lambda.Scale(r.LR), r.Momentum)
		}
	}
	if !(squares <= far) || e.held > 0 { // true for NaN, too
		e.hold(b, far)
	}
}

// move updates a block's walkers and returns Σ |w|².
func (b *block) move(lr, mu float64) (squares float64) {
	n := len(b.held)
	w1, w2, m1, m2 := b.w[0][:n], b.w[1][:n], b.m[0][:n], b.m[1][:n]
	g1, g2 := b.g[0][:n], b.g[1][:n]
	for i := range n {
		a1, a2 := mu*m1[i]+g1[i], mu*m2[i]+g2[i]
		x1, x2 := w1[i]-lr*a1, w2[i]-lr*a2
		m1[i], m2[i], w1[i], w2[i] = a1, a2, x1, x2
		squares += x1*x1 + x2*x2
	}
	return squares
}

// movePreconditioned is move with the matrix rate λΛ.
func (b *block) movePreconditioned(rate plane.Sym, mu float64) (squares float64) {
	n := len(b.held)
	w1, w2, m1, m2 := b.w[0][:n], b.w[1][:n], b.m[0][:n], b.m[1][:n]
	g1, g2 := b.g[0][:n], b.g[1][:n]
	for i := range n {
		a1, a2 := mu*m1[i]+g1[i], mu*m2[i]+g2[i]
		x1, x2 := w1[i]-(rate[0]*a1+rate[1]*a2), w2[i]-(rate[1]*a1+rate[2]*a2)
		m1[i], m2[i], w1[i], w2[i] = a1, a2, x1, x2
		squares += x1*x1 + x2*x2
	}
	return squares
}

// hold parks the walkers of a block that are lost or were before.
func (e *Ensemble) hold(b *block, far float64) {
	for i := range b.held {
		x1, x2 := b.w[0][i], b.w[1][i]
		if !b.held[i] && !(x1*x1+x2*x2 <= far) {
			b.held[i] = true
			e.held++
		}
		if b.held[i] {
			b.w[0][i], b.w[1][i], b.m[0][i], b.m[1][i] = e.start[0], e.start[1], 0, 0
		}
	}
}

// Release lets the held walkers go on from the start and returns their number.
func (e *Ensemble) Release() int {
	n := e.held
	clear(e.Held)
	e.held = 0
	return n
}
