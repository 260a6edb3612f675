package theory_test

import (
	"math"
	"strings"
	"testing"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// noiseBy asks the formula of that name.
func noiseBy(t *testing.T, name string, s theory.NoiseSetting) (plane.Sym, bool, string) {
	t.Helper()
	for _, f := range theory.NoiseFormulas {
		if f.Name == name {
			cov, ok, reason := f.Cov(s)
			if ok != (reason == "") {
				t.Errorf("%s: ok is %v, the reason %q", name, ok, reason)
			}
			return cov, ok, reason
		}
	}
	t.Fatalf("no noise formula %q", name)
	return plane.Sym{}, false, ""
}

// linear is a regression as a model of which formulas may ask ∇f.
type linear struct{ *problem.Gaussian }

func (l linear) GaussNewton(plane.Vec) plane.Sym { return l.A }

// Entries of C for the tanh neuron, and by how many per cent formulas miss them.
func TestNoiseOfNeuron(t *testing.T) {
	p := problem.NewTanhNeuron(plane.Vec{1, 1}, 0.5)
	for _, c := range []struct {
		w     plane.Vec
		exact plane.Sym
		off   map[string][3]float64
	}{
		{plane.Vec{1.2, 0.9}, plane.Sym{0.014311, 0.034260, 0.116001}, map[string][3]float64{
			"general": {7, 0.5, -0.4}, "gauss-newton": {0.3, 0.1, -0.4}}},
		{plane.Vec{2, 1.5}, plane.Sym{0.016318, 0.031168, 0.207447}, map[string][3]float64{
			"gauss-newton": {-6, -25, -20}}},
	} {
		s := theory.NoiseSetting{Problem: p, W: c.w, Scale: 0.25, Batch: 1}
		exact := p.NoiseCov(c.w, 1)
		for k := range exact {
			if !printed(exact[k], c.exact[k], 1e-6) {
				t.Errorf("at %v entry %d of C is %v, want %v", c.w, k, exact[k], c.exact[k])
			}
		}
		for name, off := range c.off {
			cov, ok, reason := noiseBy(t, name, s)
			for k := range off {
				place := 1.0
				if off[k] != math.Trunc(off[k]) {
					place = 0.1
				}
				if got := 100 * (cov[k]/exact[k] - 1); !ok || !printed(got, off[k], place) {
					t.Errorf("at %v %s misses entry %d by %v %% (%v %s), want %v", c.w, name, k, got, ok, reason, off[k])
				}
			}
		}
	}
	cov, ok, reason := noiseBy(t, "general", theory.NoiseSetting{Problem: p, W: plane.Vec{2, 1.5}, Scale: 0.25, Batch: 1})
	if ok || !printed(cov[0], -0.0395, 1e-4) || !strings.Contains(reason, "negative") {
		t.Errorf("at (2, 1.5) the general formula has %v, %v, %q", cov, ok, reason)
	}
	if _, ok, _ := noiseBy(t, "hessian", theory.NoiseSetting{Problem: p, W: plane.Vec{2, 1.5}, Scale: 0.25, Batch: 1}); ok {
		t.Error("at (2, 1.5) the Hessian is no covariance")
	}
}

// At a minimum with independent label noise all formulas are right.
func TestNoiseAtMinimum(t *testing.T) {
	for _, p := range []problem.Problem{
		problem.NewTanhNeuron(plane.Vec{1, 1}, 0.5), linear{&problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}, Sigma: 0.5}},
	} {
		w := p.Minimum()
		for _, f := range theory.NoiseFormulas {
			cov, ok, reason := f.Cov(theory.NoiseSetting{Problem: p, W: w, Scale: 0.25, Batch: 3})
			if e := relative(cov, p.NoiseCov(w, 3)); !ok || !(e < 1e-12) {
				t.Errorf("%T, %s: relative error %v (%s)", p, f.Name, e, reason)
			}
		}
	}
	logistic := problem.NewLogistic(plane.Vec{-0.5, 1.5})
	s := theory.NoiseSetting{Problem: logistic, W: logistic.Minimum(), Scale: 1, Batch: 3}
	if cov, ok, _ := noiseBy(t, "hessian", s); !ok || relative(cov, logistic.NoiseCov(s.W, 3)) > 1e-12 {
		t.Errorf("logistic regression: H/S is %v", cov)
	}
	for _, name := range []string{"general", "gauss-newton"} {
		if _, ok, reason := noiseBy(t, name, s); ok || !strings.Contains(reason, "not a squared error") {
			t.Errorf("logistic regression, %s: %v, %q", name, ok, reason)
		}
	}
}

// Away from the minimum of a linear regression the formulas miss the part that
// grows with the distance.
func TestNoiseOfRegression(t *testing.T) {
	p := linear{&problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}, Sigma: math.Sqrt(0.8)}}
	s := theory.NoiseSetting{Problem: p, W: plane.Vec{1.5, -0.7}, Scale: 0.8, Batch: 3}
	general, _, _ := noiseBy(t, "general", s)
	same, _, _ := noiseBy(t, "gauss-newton", s)
	hessian, _, _ := noiseBy(t, "hessian", s)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"exact", p.NoiseCov(s.W, 3)[0], 1.44303}, {"general", general[0], 0.33363},
		{"Gauss-Newton", same[0], 0.33363}, {"Hessian", hessian[0], 0.26667},
	} {
		if !printed(c.got, c.want, 1e-5) {
			t.Errorf("entry 00, %s: %v, want %v", c.what, c.got, c.want)
		}
	}
}

// Misfit bounds the ratio of variances along every direction and is attained.
func TestMisfit(t *testing.T) {
	cov, exact := plane.Sym{2, 0.7, 0.5}, plane.Sym{1, -0.3, 0.9}
	lo, hi, ok := theory.Misfit(cov, exact)
	least, most := math.Inf(1), math.Inf(-1)
	for k := range 10_000 {
		s, c := math.Sincos(math.Pi * float64(k) / 10_000)
		off := cov.Quad(plane.Vec{c, s})/exact.Quad(plane.Vec{c, s}) - 1
		least, most = min(least, off), max(most, off)
	}
	if !ok || math.Abs(lo-least) > 1e-6 || math.Abs(hi-most) > 1e-6 {
		t.Errorf("misfit from %v to %v (%v), want %v to %v", lo, hi, ok, least, most)
	}
	if _, _, ok := theory.Misfit(cov, plane.Sym{1, 1, 1}); ok {
		t.Error("a singular covariance has a misfit")
	}
}

// To leading order in λ/S the covariance around a curved minimum is that of the
// noise and the Hessian there.
func TestTangent(t *testing.T) {
	for _, c := range []struct {
		p     problem.Curved
		lr    float64
		batch int
		tol   float64 // of the leading order
	}{
		{problem.NewTanhNeuron(plane.Vec{1, 1}, 0.5), 0.5, 64, 0.05},
		{problem.NewLogistic(plane.Vec{-0.5, 1.5}), 0.4, 64, 0.05},
	} {
		law := problem.Tangent{Curved: c.p}.Law(c.batch)
		want, ok := theory.Additive(&law, c.lr, 0)
		const n = 1000
		e := sgd.New(n, 1, c.p.Minimum(), 1e12)
		var sum plane.Sym
		const burn, steps = 300, 100
		for k := range burn + steps {
			e.Advance(c.p, sgd.Rule{LR: c.lr, Batch: c.batch}, nil)
			if k < burn {
				continue
			}
			for i := range n {
				v := plane.Vec{e.W[0][i], e.W[1][i]}.Sub(law.Min)
				sum = sum.Plus(1.0/(n*steps), v.Outer())
			}
		}
		t.Logf("%T: Σ %v, simulated %v", c.p, want, sum)
		if e := relative(sum, want); !ok || e > c.tol {
			t.Errorf("%T: Σ %v (%v), simulated %v (relative difference %v)", c.p, want, ok, sum, e)
		}
	}
}
