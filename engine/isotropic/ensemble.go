package isotropic

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
	"sgdnoise/engine/sgd"
)

// Ensemble is n independent walkers. As in package sgd they belong to blocks
// with a random stream each, so that a run doesn't depend on its portions.
type Ensemble struct {
	V      []float64       // positions, d numbers per walker, walker after walker
	First  problem.Columns // their first two coordinates; in one dimension the second is 0
	Square []float64       // their |v|²
	Held   []bool          // walkers that went too far and wait at the start

	dim    int
	start  plane.Vec
	limit  float64
	held   int
	blocks []block
	next   int // the block that the step under way moves next
}

type block struct {
	lo, hi   int
	stream   *rng.Stream
	zz, yy   []float64 // χ² numbers, one per walker
	t21, eta []float64 // normal numbers, one per walker; d per walker of a chunk
}

// chunkSize is how many normal numbers are drawn in a row, more or less.
const chunkSize = 1024

// New places n walkers at rest at start in the first two coordinates, as far as
// p has them, and at 0 in all others. A walker with |v| > limit is held: parked
// at the start until [Ensemble.Release].
func New(p Problem, n int, seed uint64, start plane.Vec, limit float64) *Ensemble {
	if p.Dim == 1 {
		start[1] = 0
	}
	e := &Ensemble{
		V: make([]float64, n*p.Dim), Square: make([]float64, n), Held: make([]bool, n),
		First: problem.Columns{make([]float64, n), make([]float64, n)},
		dim:   p.Dim, start: start, limit: limit,
	}
	for i := range n {
		e.park(i)
	}
	chunk := max(1, chunkSize/p.Dim)
	for lo := 0; lo < n; lo += sgd.BlockSize {
		hi := min(lo+sgd.BlockSize, n)
		column := func() []float64 { return make([]float64, hi-lo) }
		e.blocks = append(e.blocks, block{
			lo: lo, hi: hi, stream: rng.New(seed, rng.Walkers, uint64(len(e.blocks))),
			zz: column(), yy: column(), t21: column(), eta: make([]float64, min(chunk, hi-lo)*p.Dim),
		})
	}
	return e
}

// park puts walker i at the start.
func (e *Ensemble) park(i int) {
	v := e.V[i*e.dim : (i+1)*e.dim]
	clear(v)
	copy(v, e.start[:])
	e.First[0][i], e.First[1][i], e.Square[i] = e.start[0], e.start[1], e.start.Dot(e.start)
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
// is, the arguments must stay what they are. p must have the dimension that the
// ensemble was made for. It allocates nothing.
func (e *Ensemble) Advance(p Problem, lr float64, batch int, pause func() bool) bool {
	for {
		b := &e.blocks[e.next]
		if e.step(b, p, lr, batch) || e.held > 0 {
			e.hold(b)
		}
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

// step moves a block and reports whether a walker is lost.
//
// With x = √a z the gradient is (1/S) Σ xᵢrᵢ, rᵢ = xᵢ·v − εᵢ. Along v̂ = v/|v| it
// is the product of two columns of S normal numbers that r is made of; in all
// directions across, z is independent of r, so that given r
//
//	g = (√a/S) (v̂ z·r + |r| P⊥ η),  η ~ N(0, I), P⊥ = I − v̂v̂',
//
// where z is the column along v̂. This is exact. What it needs of z and ε are the
// entries of a 2 × 2 Wishart matrix T T', drawn by Bartlett's factors T.
func (e *Ensemble) step(b *block, p Problem, lr float64, batch int) (lost bool) {
	first, second := rng.NewChiSquare(batch), rng.NewChiSquare(batch-1)
	b.stream.ChiSquares(b.zz, &first)
	b.stream.ChiSquares(b.yy, &second)
	b.stream.Normals(b.t21)
	k, s, far := lr*p.A/float64(batch), p.Sigma/math.Sqrt(p.A), e.limit*e.limit
	d := e.dim
	for i := b.lo; i < b.hi; i++ {
		at := (i - b.lo) * d % len(b.eta)
		if at == 0 {
			b.stream.Normals(b.eta[:min(len(b.eta), (b.hi-i)*d)])
		}
		v, eta := e.V[i*d:(i+1)*d], b.eta[at:at+d]
		t11, t21, norm := math.Sqrt(b.zz[i-b.lo]), b.t21[i-b.lo], math.Sqrt(e.Square[i])
		rho := norm*t11 - s*t21                         // r/√a along z
		kick := k * math.Sqrt(rho*rho+s*s*b.yy[i-b.lo]) // λ√a|r|/S
		keep := 1.0
		if norm > 0 {
			keep -= (k*t11*rho - kick*dot(v, eta)/norm) / norm
		}
		e.Square[i] = update(v, eta, keep, kick)
		e.First[0][i] = v[0]
		if d > 1 {
			e.First[1][i] = v[1]
		}
		lost = lost || !(e.Square[i] <= far) // for NaN, too
	}
	return lost
}

// dot is v·eta.
func dot(v, eta []float64) float64 {
	var sum float64
	for k, x := range v {
		sum += x * eta[k]
	}
	return sum
}

// update sets v ← keep v − kick eta and returns |v|².
func update(v, eta []float64, keep, kick float64) (square float64) {
	for k, x := range v {
		x = keep*x - kick*eta[k]
		v[k] = x
		square += x * x
	}
	return square
}

// hold parks the walkers of a block that are lost or were before.
func (e *Ensemble) hold(b *block) {
	for i := b.lo; i < b.hi; i++ {
		if !e.Held[i] && !(e.Square[i] <= e.limit*e.limit) {
			e.Held[i] = true
			e.held++
		}
		if e.Held[i] {
			e.park(i)
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

// Now estimates the moments over the free walkers, from which a prediction can
// start again.
func (e *Ensemble) Now() State {
	var s State
	free := 0.0
	for i := range e.Held {
		if e.Held[i] {
			continue
		}
		v, r := plane.Vec{e.First[0][i], e.First[1][i]}, e.Square[i]
		s.Mean = plane.Vec{s.Mean[0] + v[0], s.Mean[1] + v[1]}
		s.Second = s.Second.Plus(1, v.Outer())
		s.Square += r
		s.Fourth += r * r
		free++
	}
	k := 1 / free
	return State{plane.Vec{k * s.Mean[0], k * s.Mean[1]}, s.Second.Scale(k), k * s.Square, k * s.Fourth}
}
