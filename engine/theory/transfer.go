package theory

import (
	"math"

	"sgdnoise/engine/plane"
)

// TailTooLight is why TailPlane and TailMomentum give no exponent above
// [MaxTail]: nobody could measure it, and rare batches decide it that the
// quadrature leaves out.
const TailTooLight = "the tail is lighter than any that could be measured"

// MaxTail is the largest exponent that the transfer operator is asked for.
const MaxTail = 64

// Numbers of basis functions: enough for 1e-5 at ratios of curvatures up to 30,
// and at momenta up to 0.99.
const (
	planeTerms    = 14
	momentumTerms = 65
)

// TailPlane is the exact tail exponent of two parameters on endless Gaussian data
// with covariance A: the β > 0 at which the transfer operator
//
//	(K f)(e) = E |M e|^β f(M e/|M e|),  M = I − λÂ,
//
// on functions of a direction has spectral radius 1 (Kesten 1973; for SGD
// derived), to about 1e-5.
func TailPlane(a plane.Sym, lr float64, batch int) Tail {
	l1, l2, _ := a.Eigen()
	return newPlaneTransfer(lr*l1, lr*l2, batch).tail()
}

// TailMomentum is the exact tail exponent of one parameter with momentum μ on
// endless Gaussian data, c = λa, from the same operator on the directions of
// (w, λm), where M = [[1−cG, −μ], [cG, μ]] with G = χ²(S)/S (derived).
func TailMomentum(c, mu float64, batch int) Tail {
	return newMomentumTransfer(c, mu, batch).tail()
}

// transfer is the operator on functions of an angle φ mod π, by collocation.
// Functions are sums of cos 2kφ and, unless they are even, of sin 2kφ.
type transfer struct {
	even   bool
	terms  int       // basis functions, and angles
	angles []float64 // where they are collocated
	images [][]image // by angle: where batches send the unit vector
}

// image is what a batch makes of a unit vector.
type image struct{ logWeight, log, cos, sin float64 } // ln|M e|; of twice the angle

func newTransfer(terms int, even bool) *transfer {
	t := &transfer{even: even, terms: terms, images: make([][]image, terms)}
	for i := range terms {
		angle := math.Pi * float64(i) / float64(terms)
		if even { // Chebyshev nodes in cos 2φ
			angle = math.Pi * (float64(i) + 0.5) / float64(2*terms)
		}
		t.angles = append(t.angles, angle)
	}
	return t
}

// add adds the image (x, y) of the vector at angle i, unless it weighs nothing
// at any order up to MaxTail (as 0 does).
func (t *transfer) add(i int, logWeight, x, y float64) {
	const small = -35
	xx, yy := x*x, y*y
	if xx+yy == 0 {
		return
	}
	log := math.Log(xx+yy) / 2
	if logWeight+math.Max(0, MaxTail*log) > small {
		r := 1 / (xx + yy)
		t.images[i] = append(t.images[i], image{logWeight, log, (xx - yy) * r, 2 * x * y * r})
	}
}

// basis adds weight times each basis function of an angle to row, given the
// cosine and sine of twice the angle.
func (t *transfer) basis(row []float64, weight, cos, sin float64) {
	c, s := weight, 0.0
	row[0] += c
	for k := 1; k < len(row); k++ {
		c, s = c*cos-s*sin, s*cos+c*sin
		row[k] += c
		if !t.even {
			k++
			row[k] += s
		}
	}
}

// excess has the sign of ρ(K) − 1 and, near its zero, is proportional to it: K
// maps positive functions to positive ones, so that f = 1 + K f has a positive
// solution if and only if ρ(K) < 1, and its size is like 1/(1−ρ).
func (t *transfer) excess(b float64) float64 {
	n := t.terms
	system := newSquare(n)
	values := make([][]float64, n)
	x := make([]float64, n)
	for i, angle := range t.angles {
		values[i] = make([]float64, n)
		sin, cos := math.Sincos(2 * angle)
		t.basis(values[i], 1, cos, sin)
		row := system.a[i*n : (i+1)*n]
		copy(row, values[i])
		for _, m := range t.images[i] {
			t.basis(row, -math.Exp(m.logWeight+b*m.log), m.cos, m.sin)
		}
		x[i] = 1
	}
	system.solve(x)
	sign, size := -1.0, 0.0
	for i := range values {
		var f float64
		for k, v := range values[i] {
			f += v * x[k]
		}
		size = math.Max(size, math.Abs(f))
		if !(f > 0) {
			sign = 1
		}
	}
	return sign / size
}

// tail finds the order at which the radius is 1 again, as it is at 0.
func (t *transfer) tail() Tail {
	lo, hi := 1.0/64, 1.0/64
	if t.excess(lo) > 0 {
		return none(TypicalRunsLeave)
	}
	for t.excess(hi) < 0 {
		lo, hi = hi, 2*hi
		if hi > MaxTail {
			return none(TailTooLight)
		}
	}
	return Tail{Beta: zero(t.excess, lo, t.excess(lo), hi, t.excess(hi)), OK: true}
}

// newPlaneTransfer is the operator in two parameters whose curvatures times λ
// are c1 and c2. In u = A^½ v the update is u − (λA/S) W u with W ~ Wishart(I, S),
// and W e = R (Q, √Q Z) for the unit vector e = R (1, 0), Q ~ χ²(S), Z ~ N(0, 1).
// The nodes gather where e is sent to 0, at Q = q and √Q Z = p.
func newPlaneTransfer(c1, c2 float64, batch int) *transfer {
	t := newTransfer(planeTerms, true)
	s := float64(batch)
	logWeights, ys := halfNormalNodes()
	for i, angle := range t.angles {
		sin, cos := math.Sincos(angle)
		q, p := s*(cos*cos/c1+sin*sin/c2), s*sin*cos*(1/c2-1/c1)
		eachBatch(s/q, batch, 5, func(logWeight, logT, _ float64) {
			if logWeight < -200 {
				return
			}
			const likely = 2.5 // gathering isn't worth it where Z is rarer
			along := q * math.Exp(logT)
			root := math.Sqrt(along)
			centre := math.Max(-likely, math.Min(p/root, likely))
			for j, y := range ys {
				z := centre + y
				across := root * z
				t.add(i, logWeight+logWeights[j]-z*z/2,
					cos-c1/s*(along*cos-across*sin), sin-c2/s*(along*sin+across*cos))
			}
		})
	}
	return t
}

// halfNormalNodes are nodes for the line that gather doubly exponentially at 0
// and are evenly spaced far from it, with weights to be multiplied by exp(−z²/2).
func halfNormalNodes() (logWeight, y []float64) {
	const h = 0.25
	for t := -2.8; t < 14; t += h {
		e := math.Exp(-t)
		x := t - e // y = ln(1 + exp(x))
		logSlope, _ := logistic(x)
		w := logSlope + math.Log(h*(1+e)/math.Sqrt(2*math.Pi))
		at := math.Log1p(math.Exp(x))
		logWeight, y = append(logWeight, w, w), append(y, at, -at)
	}
	return logWeight, y
}

// newMomentumTransfer is the operator of one parameter with momentum.
func newMomentumTransfer(c, mu float64, batch int) *transfer {
	t := newTransfer(momentumTerms, false)
	logWeights, logQ := chiSquareNodes(batch, -200, 16)
	for i, angle := range t.angles {
		sin, cos := math.Sincos(angle)
		for j, logWeight := range logWeights {
			p := c/float64(batch)*math.Exp(logQ[j])*cos + mu*sin
			t.add(i, logWeight, cos-p, p)
		}
	}
	return t
}
