package problem

import (
	"math"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/rng"
)

// walk is a step of a block of walkers under way: all that its loops need, which
// are here in Go and in gaussianloop_wasm.s for WebAssembly. A loop goes on until
// a walker's words leave its numbers unsettled. The caller settles them and enters
// the loop again, where that walker is the first to move.
type walk struct {
	words       rng.Words
	shared, own uint64  // words of the next walker to move
	z1, z2, c   float64 // its numbers; c is χ², or normal for a single sample
	w, m        Columns
	lr, mu      float64
	squares     float64 // Σ |w|² of those that have moved

	l11, l21, l22   float64 // A = L L'
	u1, u2          float64 // the slope that fits the inputs seen
	sigma, variance float64 // of the residual there
	above           float64 // σ, or a little more
	g11, g21, g22   float64 // L/S
	chi             rng.ChiSquare
}

// follow sets the law of the gradients: inputs of covariance a, and labels with a
// slope and a residual of standard deviation sigma.
func (k *walk) follow(a plane.Sym, slope plane.Vec, sigma float64, batch int) {
	k.l11, k.l21, k.l22 = a.Cholesky()
	k.u1, k.u2 = slope[0], slope[1]
	k.sigma, k.variance = sigma, sigma*sigma
	k.above = sigma + math.SmallestNonzeroFloat64 // not 0 where p and σ are
	inv := 1 / float64(batch)
	k.g11, k.g21, k.g22 = inv*k.l11, inv*k.l21, inv*k.l22
	k.chi = rng.NewChiSquare(batch)
}

// draw takes the words of the next walker.
func (k *walk) draw() {
	k.shared, k.words = k.words.Next()
	k.own, k.words = k.words.Next()
}

// moveSingles moves walker i with the numbers that are there for it, and those after
// it that need no settling, by the gradients x (x·v + |ε|) of a sample each. It
// returns the first that hasn't moved, whose words are drawn, or their number.
func (k *walk) moveSingles(i int) (next int) {
	l11, l21, l22, u1, u2, sigma, lr, mu := k.l11, k.l21, k.l22, k.u1, k.u2, k.sigma, k.lr, k.mu
	n := len(k.w[0])
	w1s, w2s, m1s, m2s := k.w[0][:n], k.w[1][:n], k.m[0][:n], k.m[1][:n]
	words, shared, own, squares := k.words, k.shared, k.own, k.squares
	z1, z2, e := k.z1, k.z2, k.c
	for i < n {
		x1, x2 := l11*z1, l21*z1+l22*z2
		w1, w2 := w1s[i], w2s[i]
		r := x1*(w1-u1) + x2*(w2-u2) + sigma*math.Abs(e)
		m1, m2 := mu*m1s[i]+x1*r, mu*m2s[i]+x2*r
		w1 -= lr * m1
		w2 -= lr * m2
		m1s[i], m2s[i], w1s[i], w2s[i] = m1, m2, w1, w2
		squares += w1*w1 + w2*w2
		if i++; i == n {
			break
		}
		shared, words = words.Next()
		own, words = words.Next()
		if rng.Unsettled(shared, own) {
			break
		}
		z1, z2, e = rng.Low(shared), rng.High(shared), rng.Normal(own)
	}
	k.words, k.shared, k.own, k.squares = words, shared, own, squares
	return i
}

// moveBatches is moveSingles for the gradients of two or more samples each.
func (k *walk) moveBatches(i int) (next int) {
	l11, l21, l22, g11, g21, g22 := k.l11, k.l21, k.l22, k.g11, k.g21, k.g22
	u1, u2, variance, above, lr, mu, chi := k.u1, k.u2, k.variance, k.above, k.lr, k.mu, k.chi
	n := len(k.w[0])
	w1s, w2s, m1s, m2s := k.w[0][:n], k.w[1][:n], k.m[0][:n], k.m[1][:n]
	words, shared, own, squares := k.words, k.shared, k.own, k.squares
	z1, z2, c := k.z1, k.z2, k.c
	for i < n {
		w1, w2 := w1s[i], w2s[i]
		v2 := w2 - u2
		p1, p2 := l11*(w1-u1)+l21*v2, l22*v2
		spread, root := math.Sqrt(variance+p1*p1+p2*p2), math.Sqrt(c)
		along, around := c-root*(p1*z1+p2*z2)/(above+spread), root*spread
		q1, q2 := along*p1+around*z1, along*p2+around*z2
		m1, m2 := mu*m1s[i]+g11*q1, mu*m2s[i]+g21*q1+g22*q2
		w1 -= lr * m1
		w2 -= lr * m2
		m1s[i], m2s[i], w1s[i], w2s[i] = m1, m2, w1, w2
		squares += w1*w1 + w2*w2
		if i++; i == n {
			break
		}
		shared, words = words.Next()
		own, words = words.Next()
		settled := false
		if c, settled = chi.Of(own); !settled || rng.Unsettled(shared, own) {
			break
		}
		z1, z2 = rng.Low(shared), rng.High(shared)
	}
	k.words, k.shared, k.own, k.squares = words, shared, own, squares
	return i
}
