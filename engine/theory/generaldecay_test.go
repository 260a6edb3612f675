package theory_test

import (
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// generalSigma are the entries of Σ by the general-minimum formula in closed
// form: those of decaySigma with the other sign of what is quadratic in A.
func generalSigma(d *theory.WeightDecay, gamma float64) (s plane.Sym) {
	mu, share := d.Mu, d.LR/float64(d.Batch)
	var k, q [2]float64
	var p, tau, rho float64
	for i, a := range d.A {
		k[i], q[i] = a+gamma, gamma*d.U[i]/(a+gamma)
		damping := 2*(1-mu)*k[i] - d.LR*((1-mu)/(1+mu)*k[i]*k[i]-a*a/float64(d.Batch))
		p += a * q[i] * q[i]
		tau += a * a / damping
		rho += a * a * a * q[i] * q[i] / damping
	}
	t := share * ((p+d.Variance)*tau - rho) / (1 - share*tau)
	for e, at := range [3][2]int{{0, 0}, {0, 1}, {1, 1}} {
		i, j := at[0], at[1]
		noise := -d.A[i] * d.A[j] * q[i] * q[j]
		if i == j {
			noise += (t + p + d.Variance) * d.A[i]
		}
		back := (1+mu*mu)*k[i]*k[j]/(1-mu*mu) - mu*(k[i]*k[i]+k[j]*k[j])/(1-mu*mu) - d.A[i]*d.A[j]/float64(d.Batch)
		s[e] = share * noise / ((1-mu)*(k[i]+k[j]) - d.LR*back)
	}
	return s
}

// generalAt is the general-minimum approximation of d at γ, and the exact Σ.
func generalAt(t *testing.T, d *theory.WeightDecay, gamma float64) (general, exact plane.Sym) {
	t.Helper()
	p, law := asGaussian(d, gamma)
	exact, _ = theory.Stationary(&law, d.LR, d.Mu)
	general, ok := approximate(t, "general", theory.Setting{
		Law: &law, Scale: 2 * p.TrainLoss().At(law.Min), Ridge: p.Ridge, LR: d.LR, Mu: d.Mu, Batch: d.Batch,
	})
	if !ok {
		t.Errorf("%+v, γ %v: refused", *d, gamma)
	}
	return general, exact
}

// TestGeneralWithWeightDecay holds the formula for general minima with weight
// decay to its closed form, to Cor. 3 where λ/S is small, and to the exact result:
// with much label noise and a weak pull they agree, without label noise the
// formula has the pull's noise with the wrong sign.
func TestGeneralWithWeightDecay(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	for range trials(300) {
		d, gamma := randomDecay(r, 2)
		if got, _ := generalAt(t, d, gamma); relative(got, generalSigma(d, gamma)) > 1e-10 {
			t.Errorf("%+v, γ %v: Σ %v, in closed form %v", *d, gamma, got, generalSigma(d, gamma))
		}
	}
	leading := &theory.WeightDecay{A: []float64{1, 0.5}, U: []float64{1, -2}, Variance: 0.3, LR: 0.3, Mu: 0.5, Batch: 1e7}
	const gamma = 0.3
	got, _ := generalAt(t, leading, gamma)
	var loss float64 // 2L₀(w*)
	for i, a := range leading.A {
		q := gamma * leading.U[i] / (a + gamma)
		loss += a * q * q
	}
	loss += leading.Variance
	for i, a := range leading.A {
		k := a + gamma
		w := a * leading.U[i] / k
		cor3 := leading.LR / (1 - leading.Mu) / 1e7 * (loss*a - gamma*gamma*w*w) / k / (2 - leading.LR*k/(1+leading.Mu))
		near(t, "Cor. 3", got[2*i]/cor3, 1, 1e-6)
	}

	good := &theory.WeightDecay{A: []float64{1, 0.5}, U: []float64{1, -2}, Variance: 1, LR: 0.3, Batch: 256}
	if got, exact := generalAt(t, good, 0.02); !(relative(got, exact) < 0.01) {
		t.Errorf("with much label noise Σ is %v, exact %v", got, exact)
	}
	// By Cor. 3 alone, without what grows with Σ, Σ₂₂ would be 0.000089.
	bad := &theory.WeightDecay{A: []float64{1, 0.5}, U: []float64{1, -2}, LR: 0.3, Batch: 64}
	got, exact := generalAt(t, bad, gamma)
	for e, want := range [3][2]float64{{0.000630, 0.000873}, {0.000227, -0.000227}, {0.000090, 0.001028}} {
		if !printed(got[e], want[0], 1e-6) || !printed(exact[e], want[1], 1e-6) {
			t.Errorf("entry %d: %.6f and exact %.6f, want %v", e, got[e], exact[e], want)
		}
	}
	one := problem.Scalar{A: 1, U: 1, Ridge: gamma} // one weight: no noise at all, it says
	law := one.Law(4)
	set := theory.Setting{Law: &law, Scale: 2 * one.TrainLoss().At(law.Min), Ridge: plane.Sym{gamma, 0, gamma}, LR: 0.5, Batch: 4}
	got, _ = approximate(t, "general", set)
	if exact, _ := theory.Stationary(&law, 0.5, 0); !(got.Norm() < 1e-15) || !(exact[0] > 0.008) {
		t.Errorf("one weight: Σ is %v, exact %v", got, exact)
	}
}
