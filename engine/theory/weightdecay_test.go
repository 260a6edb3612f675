package theory_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// randomDecay is a random weight-decay problem that has a window, and a γ well
// inside it.
func randomDecay(r *rand.Rand, dims int) (d *theory.WeightDecay, gamma float64) {
	for {
		d = &theory.WeightDecay{LR: math.Exp(between(r, -2, 1)), Mu: randomMomentum(r), Batch: 1 + r.IntN(64)}
		if r.IntN(2) == 0 {
			d.Variance = math.Pow(between(r, 0.3, 2), 2)
		}
		for range dims {
			d.A = append(d.A, between(r, 0.2, 2))
			d.U = append(d.U, r.NormFloat64())
		}
		if lo, hi, ok := d.Window(); ok {
			return d, between(r, 0.9*lo+0.1*hi, 0.1*lo+0.9*hi)
		}
	}
}

// asGaussian is the problem of d at γ, and its law.
func asGaussian(d *theory.WeightDecay, gamma float64) (*problem.Gaussian, problem.Law) {
	p := &problem.Gaussian{
		A: plane.Sym{d.A[0], 0, d.A[1]}, U: plane.Vec(d.U), Sigma: math.Sqrt(d.Variance),
		Ridge: plane.Sym{gamma, 0, gamma},
	}
	return p, p.Law(d.Batch)
}

// decaySigma are the entries of Σ (derived; exact for A and Γ that commute).
func decaySigma(d *theory.WeightDecay, gamma float64) (s plane.Sym) {
	test, _ := d.TestLoss(gamma)
	k, q := [2]float64{d.A[0] + gamma, d.A[1] + gamma}, [2]float64{}
	for i, a := range d.A {
		q[i] = gamma * d.U[i] / (a + gamma)
	}
	mu, n := d.Mu, float64(d.Batch)
	for e, at := range [3][2]int{{0, 0}, {0, 1}, {1, 1}} {
		i, j := at[0], at[1]
		noise := d.A[i] * d.A[j] * q[i] * q[j]
		if i == j {
			noise += (2*test + d.Variance) * d.A[i] // T + p + σ²
		}
		noise *= d.LR / n
		back := (1+mu*mu)*k[i]*k[j]/(1-mu*mu) - mu*(k[i]*k[i]+k[j]*k[j])/(1-mu*mu) + d.A[i]*d.A[j]/n
		s[e] = noise / ((1-mu)*(k[i]+k[j]) - d.LR*back)
	}
	return s
}

// theorem4 is Thm 4 (eq. 11) of the paper, μ = 0, with label noise (derived).
func theorem4(d *theory.WeightDecay, gamma float64) float64 {
	n := float64(d.Batch)
	var p, sum, r float64
	for i, a := range d.A {
		k := a + gamma
		g := 2 - d.LR*(k+a*a/k/n)
		sum += a * a / k / g
		r += math.Pow(a, 3) / math.Pow(k, 3) * gamma * gamma / g * d.U[i] * d.U[i]
		p += a * math.Pow(gamma*d.U[i]/k, 2)
	}
	den := 1 - d.LR/n*sum
	kappa := sum / den
	return d.LR/(2*n)*((p+d.Variance)*kappa+r/den) + p/2
}

func TestWeightDecayClosedForms(t *testing.T) {
	r := rand.New(rand.NewPCG(30, 1))
	for range trials(1000) {
		d, gamma := randomDecay(r, 2)
		p, law := asGaussian(d, gamma)
		sigma, ok := theory.Stationary(&law, d.LR, d.Mu)
		if e := relative(decaySigma(d, gamma), sigma); !ok || !(e < 1e-12) {
			t.Errorf("%+v at γ = %v: Σ is off by %.1e (%v)", d, gamma, e, ok)
		}
		want := p.TestLoss().Mean(law.Min, sigma)
		if got, ok := d.TestLoss(gamma); !ok || !(math.Abs(got/want-1) < 1e-12) {
			t.Errorf("%+v at γ = %v: test loss %v (%v), want %v", d, gamma, got, ok, want)
		}
		if d.Mu == 0 {
			if got := theorem4(d, gamma); !(math.Abs(got/want-1) < 1e-12) {
				t.Errorf("%+v at γ = %v: Thm 4 has %v, want %v", d, gamma, got, want)
			}
		}
	}
}

// One parameter: the closed form, and the two copies of problem.Scalar.
func TestWeightDecayInOneDimension(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	for range trials(300) {
		d, gamma := randomDecay(r, 1)
		p := &problem.Scalar{A: d.A[0], U: d.U[0], Sigma: math.Sqrt(d.Variance), Ridge: gamma}
		law := p.Law(d.Batch)
		sigma, ok := theory.Stationary(&law, d.LR, d.Mu)
		want := p.TestLoss().Mean(law.Min, sigma)
		if got, gotOK := d.TestLoss(gamma); !ok || !gotOK || !(math.Abs(got/want-1) < 1e-12) {
			t.Errorf("%+v at γ = %v: test loss %v (%v), want %v (%v)", d, gamma, got, gotOK, want, ok)
		}
		if d.Mu > 0 {
			continue
		}
		a, k, n := d.A[0], d.A[0]+gamma, float64(d.Batch)
		p2 := a * math.Pow(gamma*d.U[0]/k, 2)
		trace := d.LR * a * a / n * (2*p2 + d.Variance) / (2*k - d.LR*k*k - 2*d.LR*a*a/n)
		if !(math.Abs((trace+p2)/2/want-1) < 1e-12) {
			t.Errorf("%+v at γ = %v: closed form %v, want %v", d, gamma, (trace+p2)/2, want)
		}
	}
}

// At the ends of the window λ is the variance limit; inside it is below,
// outside above or there is no minimum.
func TestWeightDecayWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	for range trials(100) {
		d, inside := randomDecay(r, 2)
		lo, hi, _ := d.Window()
		limit := func(gamma float64) float64 {
			_, law := asGaussian(d, gamma)
			return theory.LimitsOf(&law, d.Mu).Variance
		}
		for _, gamma := range []float64{lo, hi} {
			if l := limit(gamma); !(math.Abs(l/d.LR-1) < 1e-8) {
				t.Errorf("%+v: variance limit %v at the end %v of the window, want λ", d, l, gamma)
			}
		}
		if l := limit(inside); !(l > d.LR) {
			t.Errorf("%+v: variance limit %v at γ = %v inside the window", d, l, inside)
		}
		for _, gamma := range []float64{lo - 0.01*(hi-lo), hi + 0.01*(hi-lo)} {
			if l := limit(gamma); !(l < d.LR) {
				t.Errorf("%+v: variance limit %v at γ = %v outside the window", d, l, gamma)
			}
			if loss, ok := d.TestLoss(gamma); ok {
				t.Errorf("%+v: test loss %v at γ = %v outside the window", d, loss, gamma)
			}
		}
	}
}

// Where a window is missing, no γ on a wide grid has bounded second moments.
func TestWeightDecayWithoutWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	missing := 0
	for range trials(100) {
		d := &theory.WeightDecay{
			A: []float64{between(r, 0.2, 2), between(r, 0.2, 2)}, U: []float64{1, 1},
			LR: math.Exp(between(r, -1, 2)), Mu: randomMomentum(r), Batch: 1 + r.IntN(10),
		}
		if _, _, ok := d.Window(); ok {
			continue
		}
		missing++
		for gamma := -2.0; gamma < 10; gamma += 0.9 {
			_, law := asGaussian(d, gamma)
			if l := theory.LimitsOf(&law, d.Mu).Variance; l > d.LR {
				t.Errorf("%+v has no window, but a variance limit %v at γ = %v", d, l, gamma)
			}
		}
		if g, l, why := d.Best(); why == "" {
			t.Errorf("%+v has no window, but %v is best with %v", d, g, l)
		}
	}
	if missing < 10 {
		t.Errorf("only %d problems without a window", missing)
	}
}

// Best is not worse than any point of a grid, and the sign of it with label
// noise is that of Σ (1 − λaᵢ/(1+μ))/gᵢ² (derived), if γ = 0 is stable.
func TestWeightDecayBest(t *testing.T) {
	r := rand.New(rand.NewPCG(34, 1))
	signs := map[bool]int{}
	for range 500 {
		d, _ := randomDecay(r, 2)
		gamma, least, why := d.Best()
		lo, hi, _ := d.Window()
		for i := range 300 {
			at := lo + (hi-lo)*float64(i+1)/301
			if l, ok := d.TestLoss(at); why != "" || !ok || l < least*(1-1e-12) {
				t.Fatalf("%+v: best is %v with %v (%s), but %v has %v (%v)", d, gamma, least, why, at, l, ok)
			}
		}
		_, stable := d.TestLoss(0)
		if d.Variance == 0 {
			if stable && gamma != 0 {
				t.Errorf("%+v: best is %v without label noise", d, gamma)
			}
			continue
		}
		if !stable {
			continue
		}
		var sign float64
		for _, a := range d.A {
			g := 2*(1-d.Mu) - ((1-d.Mu)/(1+d.Mu)+1/float64(d.Batch))*d.LR*a
			sign += (1 - d.LR*a/(1+d.Mu)) / (g * g)
		}
		signs[sign > 0]++
		// In two dimensions a second valley may lie lower: near 0 it is the slope.
		const h = 1e-6
		up, _ := d.TestLoss(h)
		down, _ := d.TestLoss(-h)
		if (up < down) != (sign > 0) {
			t.Errorf("%+v: the test loss is %v at %v and %v at −%v, the sign rule has %v", d, up, h, down, h, sign)
		}
	}
	if signs[true] < 20 || signs[false] < 20 {
		t.Errorf("signs %v: not both are tried", signs)
	}
}

// The printed numbers of figure 3, right, and of the cases around it.
func TestWeightDecayPublishedNumbers(t *testing.T) {
	negative := &problem.Scalar{A: 1, U: 1, Ridge: -0.4}
	law := negative.Law(32)
	if sigma, ok := theory.Stationary(&law, 1.9, 0); !ok || !printed(sigma[0], 0.132858, 1e-6) || sigma[1] != 0 || sigma[2] != sigma[0] {
		t.Errorf("γ = −0.4, S = 32, λ = 1.9: Σ is %v (%v)", sigma, ok)
	}
	one := func(lr float64, batch int, variance float64) *theory.WeightDecay {
		return &theory.WeightDecay{A: []float64{1}, U: []float64{1}, Variance: variance, LR: lr, Batch: batch}
	}
	figure := one(0.5, 1, 0)
	for gamma, want := range map[float64]float64{-0.3: 0.684332, -0.1: 0.0218003, 0: 0, 0.2: 0.0343137, 1: 0.25, 2: 0.666667} {
		if got, ok := figure.TestLoss(gamma); !ok || !printed(got, want, 1e-6) {
			t.Errorf("figure 3, right: test loss %v (%v) at γ = %v, want %v", got, ok, gamma, want)
		}
	}
	for _, c := range []struct {
		d                  *theory.WeightDecay
		lo, hi, best, loss float64 // NaN: not printed
	}{
		{figure, -0.41421, 2.41421, 0, 0},
		{one(1.9, 10, 0), -0.75119, -0.19618, -0.267430, 0.453278},
		{one(1.8, 10, 0), math.NaN(), math.NaN(), -0.169783, 0.146869},
		{one(0.68, 1, 0), 0.06731, 0.87386, 0.135370, 0.289961},
		{one(0.5, 4, 1), math.NaN(), math.NaN(), 0.0339878, math.NaN()},
		{one(1, 8, 1), math.NaN(), math.NaN(), 0, math.NaN()},
		{one(1.5, 16, 1), math.NaN(), math.NaN(), -0.102645, math.NaN()},
	} {
		lo, hi, ok := c.d.Window()
		best, loss, why := c.d.Best()
		same := func(got, want, place float64) bool { return math.IsNaN(want) || printed(got, want, place) }
		if !ok || why != "" || !same(lo, c.lo, 1e-5) || !same(hi, c.hi, 1e-5) ||
			!same(best, c.best, 1e-6) || !same(loss, c.loss, 1e-6) {
			t.Errorf("%+v: window (%v, %v), best %v with %v, want %+v", c.d, lo, hi, best, loss, c)
		}
	}
	if lo, hi, ok := one(1, 2, 0).Window(); ok { // 2S/(S+2) = √(S/2)
		t.Errorf("S = 2, λ = 1: window (%v, %v)", lo, hi)
	}
}

// Where A and the teacher's u u' don't commute, eq. 12 of the paper read
// literally is off the diagonal wrong and not even symmetric; the diagonal is right.
func TestEquation12(t *testing.T) {
	d := &theory.WeightDecay{A: []float64{1, 0.5}, U: []float64{1, -2}, LR: 0.8, Batch: 4}
	const gamma = 0.3
	_, law := asGaussian(d, gamma)
	sigma, _ := theory.Stationary(&law, d.LR, 0)
	test, _ := d.TestLoss(gamma)
	literal := func(i, j int) float64 {
		k := func(i int) float64 { return d.A[i] + gamma }
		g := 2 - d.LR*(k(j)+d.A[j]*d.A[j]/k(j)/4)
		x := math.Pow(d.A[i]*gamma/k(i), 2) * d.U[i] * d.U[j]
		if i == j {
			x += 2 * test * d.A[i]
		}
		return d.LR / 4 * x / (k(j) * g)
	}
	for i, want := range map[int]float64{0: sigma[0], 1: sigma[2]} {
		if got := literal(i, i); !(math.Abs(got/want-1) < 1e-12) {
			t.Errorf("diagonal %d is %v, want %v", i, got, want)
		}
	}
	if !printed(sigma[1], -0.014818, 1e-6) || !printed(literal(0, 1), -0.0205, 1e-4) || !printed(literal(1, 0), -0.0134, 1e-4) {
		t.Errorf("off the diagonal Σ is %v, eq. 12 has %v and %v", sigma[1], literal(0, 1), literal(1, 0))
	}
	if off := 100 * (literal(0, 1)/sigma[1] - 1); !printed(off, 38, 1) {
		t.Errorf("eq. 12 is %v %% off, want 38", off)
	}
}
