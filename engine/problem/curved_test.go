package problem_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

var (
	neuronTeacher   = plane.Vec{1, 1}
	logisticTeacher = plane.Vec{-0.5, 1.5}
)

// curved are the problems whose gradients are not affine.
func curved() []testCase[problem.Problem] {
	sizes := []int{1, 2, 8, 64}
	return []testCase[problem.Problem]{
		{"valley", &problem.Valley{A: 1, C: 1, Sigma: 1}, sizes},
		{"valley bent the other way", &problem.Valley{A: 0.7, C: -2, Sigma: 0.5}, sizes},
		{"valley without label noise", &problem.Valley{A: 2, C: 0.3}, sizes},
		{"valley, full batches", &problem.Valley{A: 1, C: 1, Sigma: 1, FullBatch: true}, sizes},
		{"tanh neuron", problem.NewTanhNeuron(neuronTeacher, 0.5), []int{1, 3}},
		{"logistic regression", problem.NewLogistic(logisticTeacher), []int{1, 3}},
	}
}

// Every step multiplies D = w₁² − w₂² by exactly 1 − λ²γ², γ being the random
// number with g = γ (w₂, w₁).
func TestValleyBalance(t *testing.T) {
	const n, lr = 1000, 0.3
	p := &problem.Valley{A: 1.3, C: 0.8, Sigma: 1}
	for _, at := range []plane.Vec{{2, 0.5}, {-1, 1.5}, {1, 1}, {0.5, 0}} {
		w, g := columns(n, at), columns(n, plane.Vec{})
		p.Gradients(g, w, 2, problem.NewDraws(n, rng.New(5, rng.Walkers, 0)))
		d := at[0]*at[0] - at[1]*at[1]
		for i := range n {
			gamma := (g[0][i]*at[1] + g[1][i]*at[0]) / at.Dot(at)
			x, y := at[0]-lr*g[0][i], at[1]-lr*g[1][i]
			scale := 1 + x*x + y*y
			if got, want := x*x-y*y, d*(1-lr*lr*gamma*gamma); !(math.Abs(got-want) <= 1e-14*scale) {
				t.Fatalf("from %v the gradient %v leads to D = %v, want %v", at, plane.Vec{g[0][i], g[1][i]}, got, want)
			}
		}
	}
}

// TestValleyDirectly compares the gradients with as many that draw their samples.
func TestValleyDirectly(t *testing.T) {
	n := scaled(100_000)
	p := &problem.Valley{A: 1.3, C: 0.8, Sigma: 1}
	at := plane.Vec{1.5, -0.4}
	for _, batch := range []int{1, 2, 5} {
		w, g := columns(n, at), columns(n, plane.Vec{})
		p.Gradients(g, w, batch, problem.NewDraws(n, rng.New(6, rng.Walkers, 0)))
		s := rng.New(7, rng.Walkers, 0)
		direct := make([]float64, n)
		for i := range direct {
			for range batch {
				var z [2]float64
				s.Normals(z[:])
				x := math.Sqrt(p.A) * z[0]
				e := at[0]*at[1]*x - p.C*x - p.Sigma*z[1]
				direct[i] += e * at[1] * x / float64(batch)
			}
		}
		slices.Sort(g[0])
		slices.Sort(direct)
		if d := stat.KolmogorovSmirnov(g[0], nil, direct, nil); d > closest(n) {
			t.Errorf("S = %d: the distributions differ by %v", batch, d)
		}
	}
}

// overNormal is E f(x) for x ~ N(0, 1), by another rule than the package's.
func overNormal(f func(x float64) float64) float64 {
	const reach, cuts = 9, 40
	var sum float64
	for k := range cuts {
		lo := -reach + 2*reach*float64(k)/cuts
		sum += quad.Fixed(func(x float64) float64 {
			return f(x) * math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)
		}, lo, lo+2.0*reach/cuts, 40, quad.Legendre{}, 0)
	}
	return sum
}

// sample is a sample's loss and gradient where its label is y.
type sample func(w plane.Vec, x, y float64) (loss float64, grad plane.Vec)

func neuronSample(w plane.Vec, x, y float64) (float64, plane.Vec) {
	e := w[1]*math.Tanh(w[0]*x) - y
	c := math.Cosh(w[0] * x)
	return e * e / 2, plane.Vec{e * w[1] * x / (c * c), e * math.Tanh(w[0]*x)}
}

func logisticSample(w plane.Vec, x, y float64) (float64, plane.Vec) {
	p := 1 / (1 + math.Exp(-w[0]-w[1]*x))
	return -y*math.Log(p) - (1-y)*math.Log(1-p), plane.Vec{p - y, (p - y) * x}
}

// TestQuadrature compares loss and noise covariance with their definitions as
// averages over samples. Labels take two values, y₁ with probability p(x) and
// y₂; for the neuron's label noise ±σ will do as well as a normal one.
func TestQuadrature(t *testing.T) {
	const sigma = 0.5
	neuronLabels := func(x float64) (p, y1, y2 float64) {
		y := neuronTeacher[1] * math.Tanh(neuronTeacher[0]*x)
		return 0.5, y + sigma, y - sigma
	}
	logisticLabels := func(x float64) (p, y1, y2 float64) {
		return 1 / (1 + math.Exp(-logisticTeacher[0]-logisticTeacher[1]*x)), 1, 0
	}
	for _, c := range []struct {
		name   string
		p      problem.Problem
		one    sample
		labels func(x float64) (p, y1, y2 float64)
		tol    float64 // as documented
	}{
		{"tanh neuron", problem.NewTanhNeuron(neuronTeacher, sigma), neuronSample, neuronLabels, 1e-8},
		{"logistic regression", problem.NewLogistic(logisticTeacher), logisticSample, logisticLabels, 1e-12},
	} {
		for _, w := range []plane.Vec{{1, 1}, {-0.5, 1.5}, {0, 0}, {2, -1.5}, {4, 3}, {-4, -4}} {
			over := func(f func(loss float64, grad plane.Vec) float64) float64 {
				return overNormal(func(x float64) float64 {
					p, y1, y2 := c.labels(x)
					return p*f(c.one(w, x, y1)) + (1-p)*f(c.one(w, x, y2))
				})
			}
			what := fmt.Sprintf("%s at %v: ", c.name, w)
			near(t, what+"loss", c.p.Loss(w), over(func(l float64, _ plane.Vec) float64 { return l }), c.tol)
			var raw plane.Sym
			var mean plane.Vec
			for k := range 3 {
				raw[k] = over(func(_ float64, g plane.Vec) float64 { return g.Outer()[k] })
			}
			for k := range 2 {
				mean[k] = over(func(_ float64, g plane.Vec) float64 { return g[k] })
			}
			nearSym(t, what+"noise", c.p.NoiseCov(w, 3), raw.Plus(-1, mean.Outer()).Scale(1.0/3), c.tol)
		}
	}
}

// At the minimum of a well-specified model, and only there, S C = H.
func TestInformationIdentity(t *testing.T) {
	p := problem.NewLogistic(logisticTeacher)
	nearSym(t, "S C at the minimum", p.NoiseCov(logisticTeacher, 1), p.Hess(logisticTeacher), 1e-14)
	w := plane.Vec{1, 0.5}
	if d := p.NoiseCov(w, 1).Plus(-1, p.Hess(w)).Norm(); d < 0.1*p.Hess(w).Norm() {
		t.Errorf("away from the minimum S C and H differ by %v only", d)
	}
}

// The Hessian is the Gauss-Newton part where every residual is zero on
// average, at the teacher, and nowhere else.
func TestGaussNewton(t *testing.T) {
	for _, c := range curved() {
		p, ok := c.p.(problem.SquaredError)
		if !ok {
			continue
		}
		for k, w := range places(p) {
			h, gn := p.Hess(w), p.GaussNewton(w)
			if k == 0 {
				nearSym(t, c.name+": Gauss-Newton part at the minimum", gn, h, 1e-14)
			} else if gn.Plus(-1, h).Norm() < 0.01 {
				t.Errorf("%s at %v: the Gauss-Newton part %v is all of the Hessian", c.name, w, gn)
			}
			if _, l2, _ := gn.Eigen(); l2 < -1e-14 {
				t.Errorf("%s at %v: the Gauss-Newton part has the eigenvalue %v", c.name, w, l2)
			}
		}
	}
}

// TestTangent holds what is said of a sample's Hessian at the minimum to how
// gradients of the same minibatches differ near it, and the Hessians drawn to the
// law, each within 4 standard errors.
func TestTangent(t *testing.T) {
	const batch, step = 3, 1e-5
	n := scaled(100_000)
	for _, c := range curved() {
		p, ok := c.p.(problem.Curved)
		if !ok {
			continue
		}
		gradients := func(by plane.Vec) problem.Columns {
			w, g := columns(n, p.Minimum().Add(by)), columns(n, plane.Vec{})
			p.Gradients(g, w, batch, problem.NewDraws(n, rng.New(8, rng.Walkers, 0)))
			return g
		}
		differences := make([]plane.Sym, n)
		right, left := gradients(plane.Vec{step}), gradients(plane.Vec{-step})
		up, down := gradients(plane.Vec{0, step}), gradients(plane.Vec{0, -step})
		for i := range differences {
			differences[i] = plane.Sym{right[0][i] - left[0][i], right[1][i] - left[1][i], up[1][i] - down[1][i]}.Scale(0.5 / step)
		}
		drawn := make([]plane.Sym, n)
		p.Hessians(drawn, batch, problem.NewDraws(1, rng.New(9, rng.Walkers, 0)))
		law := problem.Tangent{Curved: p}.Law(batch)
		for what, hs := range map[string][]plane.Sym{"differences": differences, "drawn": drawn} {
			for _, e := range [][3]int{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 0, 0}, {1, 1, 0}, {1, 0, 1}, {0, 2, 0}, {0, 1, 1}, {0, 0, 2}} {
				products := make([]float64, n)
				for i, h := range hs {
					products[i] = math.Pow(h[0], float64(e[0])) * math.Pow(h[1], float64(e[1])) * math.Pow(h[2], float64(e[2]))
				}
				mean, dev := stat.MeanStdDev(products, nil)
				want := law.Moments[e[0]][e[1]][e[2]]
				if z := (mean - want) / (dev / math.Sqrt(float64(n))); !(math.Abs(z) < 4) {
					t.Errorf("%s, %s: moment %v is %v, want %v (%.1f standard errors)", c.name, what, e, mean, want, z)
				}
			}
		}
	}
}
