package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// oneDimensional is regression on a single feature of variance a in the
// first coordinate; the second is so weak that it changes nothing within 1e-8.
func oneDimensional(a float64) *problem.Gaussian {
	return &problem.Gaussian{A: plane.Sym{a, 0, 1e-9}, Sigma: 1}
}

// approximate asks the approximation of that name for Σ.
func approximate(t *testing.T, name string, s theory.Setting) (plane.Sym, bool) {
	t.Helper()
	for _, a := range theory.Approximations {
		if a.Name == name {
			sigma, ok, reason := a.Sigma(s)
			if ok != (reason == "") {
				t.Errorf("%s: ok is %v, the reason %q", name, ok, reason)
			}
			return sigma, ok
		}
	}
	t.Fatalf("no approximation %q", name)
	return plane.Sym{}, false
}

// printed reports whether x is y as a table prints it, to the given place.
func printed(x, y, place float64) bool { return math.Abs(x-y) <= 0.5001*place }

// Thms 2 and 3 and the losses that follow from them, in closed form for any A;
// with input noise by the replacements A → K = A + B and
// σ² → σ² + u'A K⁻¹ B u (derived).
func TestStationaryClosedForm(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for i := range trials(400) {
		p, mu := randomGaussian(r), randomMomentum(r)
		if i%2 == 1 {
			p.Input = randomNoisy(r).Input
		}
		batch := 1 + r.IntN(64)
		law, s := p.Law(batch), float64(batch)
		lr := between(r, 0.05, 0.9) * theory.LimitsOf(&law, mu).Variance
		k := p.A.Plus(1, p.Input)
		k1, k2, axis := k.Eigen()
		angle := math.Atan2(axis[1], axis[0]) * 180 / math.Pi
		g := func(k float64) float64 { return 2*(1-mu) - ((1-mu)/(1+mu)+1/s)*lr*k }
		tau := lr*k1/g(k1) + lr*k2/g(k2)
		kappa := tau / (1 - tau/s)
		lost := k.Solve(p.Input.Apply(p.U)) // u − w*
		s2 := p.Sigma*p.Sigma + lost.Dot(p.A.Apply(p.U))
		scale := s2 / s * (1 + kappa/s)

		sigma, ok := theory.Stationary(&law, lr, mu)
		want := plane.Rotated(scale*lr/g(k1), scale*lr/g(k2), angle)
		where := fmt.Sprintf("%+v, S %d, λ %v, μ %v", *p, batch, lr, mu)
		if e := relative(sigma, want); !ok || !(e < 1e-12) {
			t.Errorf("%s: Σ is %v (%v), Thm 2 has %v (relative error %.1e)", where, sigma, ok, want, e)
		}
		noise := func(k float64) float64 { return s2/s*k + scale/s*(lr*k/g(k)+tau)*k }
		if got, want := law.Noise(plane.Vec{}, sigma), plane.Rotated(noise(k1), noise(k2), angle); !(relative(got, want) < 1e-12) {
			t.Errorf("%s: C is %v, Thm 3 has %v", where, got, want)
		}
		train, test := s2/2/(1-tau/s), p.A.TraceProd(want)/2+p.A.Quad(lost)/2
		for _, c := range [][2]float64{
			{theory.Loss(&law, sigma), train},
			{p.TrainLoss().Mean(law.Min, sigma), train},
			{p.TestLoss().Mean(law.Min, sigma), test},
		} {
			if !(math.Abs(c[0]/c[1]-1) < 1e-12) {
				t.Errorf("%s: losses %v, want %v", where, c[0], c[1])
			}
		}
		if p.Input == (plane.Sym{}) && !(math.Abs(test/(s2/2*kappa/s)-1) < 1e-12) {
			t.Errorf("%s: test loss %v, want %v", where, test, s2/2*kappa/s)
		}
	}
}

// The numbers behind figures 3 and 4 of Ziyin et al. 2022 and of simulations
// with one draw per sample.
func TestStationaryPublishedNumbers(t *testing.T) {
	skew := &problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}, Sigma: 1}
	half := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	for _, c := range []struct {
		p      *problem.Gaussian
		lr, mu float64
		batch  int
		entry  int
		want   float64
		place  float64
	}{
		{oneDimensional(1.5), 1, 0, 7, 0, 2, 1e-7}, // figure 3, left
		{oneDimensional(1.5), 1, 0, 8, 0, 1, 1e-7},
		{oneDimensional(1.5), 1, 0, 10, 0, 0.5, 1e-7},
		{oneDimensional(1.5), 1, 0, 16, 0, 0.2, 1e-7},
		{oneDimensional(1.5), 1, 0, 32, 0, 0.0769, 1e-4},
		{oneDimensional(1.5), 1, 0, 64, 0, 0.03448, 1e-5},
		{oneDimensional(1), 0.5, 0, 10, 0, 0.035714, 1e-6}, // figure 4a
		{oneDimensional(1), 1, 0, 10, 0, 0.125, 1e-6},
		{oneDimensional(1), 1.5, 0, 10, 0, 0.75, 1e-6},
		{oneDimensional(1), 1.6, 0, 10, 0, 2, 1e-6},
		{half, 1.5, 0, 50, 0, 0.0690780, 1e-7}, // figures 4b and 4c
		{half, 1.5, 0, 50, 2, 0.0262888, 1e-7},
		{half, 1.5, 0, 10, 0, 0.844311, 1e-6},
		{half, 1.5, 0, 10, 2, 0.251497, 1e-6},
		{oneDimensional(1), 1.5, 0.5, 64, 0, 0.0517241, 1e-7},
		{oneDimensional(1), 1.5, 0.9, 64, 0, 0.315965, 1e-6},
		{skew, 1, 0, 16, 0, 0.0803611, 1e-7},
		{skew, 1, 0, 16, 1, 0.0174401, 1e-7},
		{skew, 1, 0, 16, 2, 0.0512943, 1e-7},
		{skew, 1, 0.9, 64, 0, 0.147089, 1e-6},
	} {
		law := c.p.Law(c.batch)
		sigma, ok := theory.Stationary(&law, c.lr, c.mu)
		if !ok || !printed(sigma[c.entry], c.want, c.place) {
			t.Errorf("A %v, λ %v, μ %v, S %d: Σ[%d] is %v (%v), want %v", c.p.A, c.lr, c.mu, c.batch, c.entry, sigma[c.entry], ok, c.want)
		}
	}
}

func TestStationaryRefused(t *testing.T) {
	p := oneDimensional(1.5) // at λ = 1 stable for S > 6 only
	for _, batch := range []int{1, 2, 5} {
		law := p.Law(batch)
		if sigma, ok := theory.Stationary(&law, 1, 0); ok {
			t.Errorf("S %d: Σ is %v above the limit", batch, sigma)
		}
	}
}

func TestApproximationsInTwoDimensions(t *testing.T) {
	p := &problem.Gaussian{A: plane.Sym{1, 0, 0.5}, Sigma: 1}
	for _, c := range []struct {
		name   string
		batch  int
		s1, s2 float64
	}{
		{"continuous", 50, 0.015, 0.015},
		{"hessian", 50, 0.06, 0.024},
		{"continuous", 10, 0.075, 0.075},
		{"hessian", 10, 0.3, 0.12},
		{"general", 10, 0.323829, 0.158859},
	} {
		law := p.Law(c.batch)
		s, ok := approximate(t, c.name, theory.Setting{Law: &law, Scale: 1, LR: 1.5, Batch: c.batch})
		if !ok || !printed(s[0], c.s1, 1e-6) || s[1] != 0 || !printed(s[2], c.s2, 1e-6) {
			t.Errorf("%s, S %d: Σ is %v (%v), want diag(%v, %v)", c.name, c.batch, s, ok, c.s1, c.s2)
		}
	}
}

// How far each approximation is off in one dimension, a = 1 and S = 10, in per cent.
func TestApproximationsErrors(t *testing.T) {
	const batch = 10
	p := oneDimensional(1)
	law := p.Law(batch)
	for _, c := range []struct {
		name    string
		lr      float64
		percent float64
	}{
		{"continuous", 0.1, -6}, {"continuous", 1, -60}, {"continuous", 1.5, -90}, {"continuous", 1.65, -99},
		{"sde", 1, -56}, {"sde", 1.5, -88},
		{"hessian", 0.1, -1}, {"hessian", 0.5, -7}, {"hessian", 1, -20}, {"hessian", 1.5, -60}, {"hessian", 1.65, -94},
		{"general", 0.1, -1}, {"general", 0.5, -7}, {"general", 1, -20}, {"general", 1.5, -60}, {"general", 1.65, -94},
	} {
		exact, _ := theory.Stationary(&law, c.lr, 0)
		s, ok := approximate(t, c.name, theory.Setting{Law: &law, Scale: 1, LR: c.lr, Batch: batch})
		if percent := 100 * (s[0]/exact[0] - 1); !ok || !printed(percent, c.percent, 1) {
			t.Errorf("%s at λ %v is %.2f %% off (%v), want %v", c.name, c.lr, percent, ok, c.percent)
		}
	}
}

// The closed forms for commuting matrices, at random places.
func TestApproximationsClosedForms(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range trials(100) {
		p := randomGaussian(r)
		batch, mu, s2 := 1+r.IntN(64), randomMomentum(r), p.Sigma*p.Sigma
		law, s := p.Law(batch), float64(batch)
		a1, a2, axis := p.A.Eigen()
		lr := between(r, 0.05, 0.5) / a1
		angle := math.Atan2(axis[1], axis[0]) * 180 / math.Pi
		for name, of := range map[string]func(a float64) float64{
			"continuous": func(float64) float64 { return lr * s2 / (2 * s * (1 - mu)) },
			"hessian": func(a float64) float64 {
				return lr * s2 / s / (2*(1-mu) - (1-mu)/(1+mu)*lr*a)
			},
			"general": func(a float64) float64 { // Thm 2 with −1/S in place of 1/S
				g := func(a float64) float64 { return 2*(1-mu) - ((1-mu)/(1+mu)-1/s)*lr*a }
				tau := lr*a1/g(a1) + lr*a2/g(a2)
				return s2 / s / (1 - tau/s) * lr / g(a)
			},
			"sde": func(a float64) float64 {
				q := lr * a1 / (2*s - lr*a1)
				q += lr * a2 / (2*s - lr*a2)
				return lr * s2 / (1 - q) / (2*s - lr*a)
			},
		} {
			at := theory.Setting{Law: &law, Scale: s2, LR: lr, Mu: mu, Batch: batch}
			sigma, ok := approximate(t, name, at)
			if name == "sde" && mu > 0 {
				if ok {
					t.Errorf("sde gives %v with momentum", sigma)
				}
				continue
			}
			want := plane.Rotated(of(a1), of(a2), angle)
			if name == "general" && want[0] < 0 {
				continue // the approximation has a limit of its own
			}
			if name == "hessian" { // for a Gaussian, the noise at the minimum
				if got, ok := theory.Additive(&law, lr, mu); !ok || relative(got, want) > 1e-10 {
					t.Errorf("additive, A %v, S %d, λ %v, μ %v: Σ is %v (%v), want %v", p.A, batch, lr, mu, got, ok, want)
				}
			}
			if e := relative(sigma, want); !ok || !(e < 1e-10) {
				t.Errorf("%s, A %v, S %d, λ %v, μ %v: Σ is %v (%v), want %v", name, p.A, batch, lr, mu, sigma, ok, want)
			}
		}
	}
}

func TestApproximationsRefused(t *testing.T) {
	law := oneDimensional(1).Law(2)
	for _, c := range []struct {
		name   string
		lr, mu float64
	}{
		{"hessian", 2, 0}, {"hessian", 3.1, 0.5}, {"general", 2.1, 0}, {"sde", 0.1, 0.5}, {"sde", 2.1, 0},
	} {
		if s, ok := approximate(t, c.name, theory.Setting{Law: &law, Scale: 1, LR: c.lr, Mu: c.mu, Batch: 2}); ok {
			t.Errorf("%s at λ %v, μ %v gives %v", c.name, c.lr, c.mu, s)
		}
	}
}
