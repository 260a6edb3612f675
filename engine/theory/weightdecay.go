package theory

import "math"

// WeightDecay is regression with weight decay in closed form, for any dimension:
// feature covariance A, label noise, Γ = γ I, in coordinates along A's
// eigenvectors (section 4.3 of Ziyin et al. 2022; momentum, label noise and the
// limits derived). It equals Stationary and LimitsOf and is fast enough for
// curves over γ.
type WeightDecay struct {
	A        []float64 // eigenvalues of A, positive
	U        []float64 // components of the teacher
	Variance float64   // σ² of the label noise
	LR       float64
	Mu       float64
	Batch    int
}

// TestLoss is the expected test loss ½ E (w−u)'A(w−u) = ½ (T + p) at γ, with
// T = Tr[AΣ] and p what the bias costs (Thm 4 of the paper at μ = 0 and σ = 0).
// ok is false where Σ doesn't exist.
func (d *WeightDecay) TestLoss(gamma float64) (loss float64, ok bool) {
	share := d.LR / float64(d.Batch)
	tau, ok := d.tau(gamma)
	if !ok || share*tau >= 1 {
		return 0, false
	}
	var p, rho float64
	for i, a := range d.A {
		q := gamma * d.U[i] / (a + gamma)
		p += a * q * q
		rho += a * a * a * q * q / d.damping(a, gamma)
	}
	t := share * ((p+d.Variance)*tau + rho) / (1 - share*tau)
	return (t + p) / 2, true
}

// damping is 2(1−μ)k − λ((1−μ)/(1+μ) k² + a²/S) with k = a + γ: what is left of
// the damping along an eigenvector after curvature and noise. Without any, the
// second moments grow.
func (d *WeightDecay) damping(a, gamma float64) float64 {
	k := a + gamma
	return 2*(1-d.Mu)*k - d.LR*((1-d.Mu)/(1+d.Mu)*k*k+a*a/float64(d.Batch))
}

// tau is Σ a²/damping; ok is false unless all dampings are positive. It is
// convex in γ. Second moments stay bounded if and only if λ τ < S.
func (d *WeightDecay) tau(gamma float64) (tau float64, ok bool) {
	for _, a := range d.A {
		g := d.damping(a, gamma)
		if !(g > 0) {
			return 0, false
		}
		tau += a * a / g
	}
	return tau, true
}

// Window is the open interval of γ in which Σ exists; ok is false if there is
// none, because the noise alone is too strong at this λ and S (derived).
func (d *WeightDecay) Window() (lo, hi float64, ok bool) {
	lo, hi, ok = d.damped()
	if !ok {
		return 0, 0, false
	}
	lowest := zeroBetween(lo, hi, d.slope)
	excess := func(gamma float64) float64 {
		if tau, ok := d.tau(gamma); ok {
			return d.LR*tau/float64(d.Batch) - 1
		}
		return math.Inf(1)
	}
	if !(excess(lowest) < 0) {
		return 0, 0, false
	}
	return zeroBetween(lowest, lo, excess), zeroBetween(lowest, hi, excess), true
}

// slope has the sign of dτ/dγ.
func (d *WeightDecay) slope(gamma float64) (s float64) {
	for _, a := range d.A {
		g := d.damping(a, gamma)
		s -= a * a * (1 - d.LR*(a+gamma)/(1+d.Mu)) / (g * g)
	}
	return s
}

// zeroBetween is the zero of f between from, where f < 0, and to, where f > 0.
func zeroBetween(from, to float64, f func(float64) float64) float64 {
	at := func(share float64) float64 { return from + share*(to-from) }
	return at(zero(func(share float64) float64 { return f(at(share)) }, 0, math.Inf(-1), 1, math.Inf(1)))
}

// damped is the interval of γ in which all dampings are positive.
func (d *WeightDecay) damped() (lo, hi float64, ok bool) {
	lo, hi = math.Inf(-1), math.Inf(1)
	for _, a := range d.A {
		// The roots in k of damping = 0.
		mid := (1 + d.Mu) / d.LR
		r := mid*mid - (1+d.Mu)/(1-d.Mu)*a*a/float64(d.Batch)
		if !(r > 0) {
			return 0, 0, false
		}
		half := math.Sqrt(r)
		lo, hi = math.Max(lo, mid-half-a), math.Min(hi, mid+half-a)
	}
	return lo, hi, lo < hi
}

// Best is the weight decay with the least test loss in the window, and that
// loss, or why there is none (Cor. 1 of the paper: it may be negative).
func (d *WeightDecay) Best() (gamma, loss float64, reason string) {
	lo, hi, ok := d.Window()
	if !ok {
		return 0, 0, "at this λ and S no weight decay keeps the variance finite"
	}
	if d.Variance == 0 && norm(d.U) == 0 {
		return 0, 0, "without label noise and with the teacher at 0 nothing depends on the weight decay"
	}
	if at0, ok := d.TestLoss(0); ok && at0 == 0 {
		return 0, 0, "" // no loss is less
	}
	f := func(gamma float64) float64 {
		if loss, ok := d.TestLoss(gamma); ok {
			return loss
		}
		return math.Inf(1)
	}
	gamma = minimum(f, lo, hi)
	return gamma, f(gamma), ""
}

// minimum is where f is least between lo and hi, to about the root of the
// rounding error: by golden sections around the best point of a grid, because
// in two dimensions f may have two valleys. The grid is fine near both ends.
func minimum(f func(float64) float64, lo, hi float64) float64 {
	const n, golden = 400, math.Phi - 1
	grid := func(i int) float64 { return lo + (hi-lo)*(1-math.Cos(math.Pi*float64(i)/n))/2 }
	best, least := 0, math.Inf(1)
	for i := range n + 1 {
		if y := f(grid(i)); y < least {
			best, least = i, y
		}
	}
	lo, hi = grid(max(best-1, 0)), grid(min(best+1, n))
	for range 60 {
		x, y := hi-golden*(hi-lo), lo+golden*(hi-lo)
		if f(x) < f(y) {
			hi = y
		} else {
			lo = x
		}
	}
	return (lo + hi) / 2
}

func norm(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x * x
	}
	return math.Sqrt(s)
}
