package theory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/sgd"
	"sgdnoise/engine/theory"
)

// A preconditioner Λ enters theory by coordinates ω = Λ^(−1/2) w in which SGD is
// plain. These tests stay in w.

// tilted has a covariance that none of the fixed Λ below commutes with.
var tilted = &problem.Gaussian{A: plane.Sym{1, 0.3, 0.5}, U: plane.Vec{0.4, -0.2}, Sigma: 1}

var (
	momenta = []float64{0, 0.5, 0.9}
	lambdas = []plane.Sym{{0.8, 0, 0.2}, {0.5, -0.2, 0.6}}
)

// inW is the law of p under plain SGD in ω, with the way back for covariances.
func inW(p problem.Linear, batch int, lambda plane.Sym) (problem.Law, func(plane.Sym) plane.Sym) {
	scaled := &problem.Scaled{Linear: p, Root: lambda.Sqrt()}
	return scaled.Law(batch), scaled.Root.Sandwich
}

// preconditionedKron is E[T ⊗ T] with the preconditioner: a step without any
// learning rate, then w ← w − λΛm.
func preconditionedKron(p *problem.Gaussian, batch int, lr, mu float64, lambda plane.Sym) *mat.Dense {
	move := mat.NewDense(5, 5, nil)
	for i := range 5 {
		move.Set(i, i, 1)
	}
	for i := range 2 {
		for j := range 2 {
			move.Set(i, 2+j, -lr*lambda[i+j])
		}
	}
	var k mat.Dense
	k.Mul(kron(move, move), gaussianKron(p, plane.Vec{}, batch, 0, mu))
	return &k
}

func TestPreconditionedEqualsRecursion(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	check := func(p *problem.Gaussian, batch int, mu float64, lambda plane.Sym) {
		t.Helper()
		law, back := inW(p, batch, lambda)
		limit := theory.LimitsOf(&law, mu).Variance
		where := fmt.Sprintf("A %v, Λ %v, S %d, μ %v", p.A, lambda, batch, mu)
		if rho := radius(t, preconditionedKron(p, batch, limit, mu, lambda)); !(math.Abs(rho-1) <= 1e-8) {
			t.Errorf("%s: the spectral radius at the limit %v is %v", where, limit, rho)
		}
		lr := between(r, 0.1, 0.9) * limit
		sigma, ok := theory.Stationary(&law, lr, mu)
		want := covariance(stationary(t, preconditionedKron(p, batch, lr, mu, lambda)))
		if e := relative(back(sigma), want); !ok || !(e <= 1e-10) {
			t.Errorf("%s: Σ = %v, the recursion has %v", where, back(sigma), want)
		}
	}
	for _, lambda := range lambdas {
		for _, mu := range momenta {
			check(tilted, 16, mu, lambda)
		}
	}
	for range trials(100) {
		lambda := plane.Rotated(between(r, 0.1, 2), between(r, 0.1, 2), between(r, 0, 180))
		check(randomGaussian(r), 1+r.IntN(64), randomMomentum(r), lambda)
	}
}

// TestPreconditionedLyapunov puts Σ into the Lyapunov equation with X = ΛA,
// which is not symmetric, and compares with the number known for one case.
func TestPreconditionedLyapunov(t *testing.T) {
	const batch = 16
	a := tilted.A
	for _, lambda := range lambdas {
		for _, mu := range momenta {
			law, back := inW(tilted, batch, lambda)
			sigma, ok := theory.Stationary(&law, 1, mu)
			s := back(sigma)
			if !ok {
				t.Fatalf("Λ %v, μ %v: no Σ", lambda, mu)
			}
			c := a.Sandwich(s).Plus(a.TraceProd(s)+1, a).Scale(1.0 / batch)
			var x, xs, xsx, xxs, lhs mat.Dense
			x.Mul(square(lambda), square(a))
			xs.Mul(&x, square(s))
			xsx.Mul(&xs, x.T())
			xxs.Mul(&x, &xs)
			lhs.Add(&xs, xs.T())
			lhs.Scale(1-mu, &lhs)
			xsx.Scale(-(1+mu*mu)/(1-mu*mu), &xsx)
			xxs.Add(&xxs, mat.DenseCopyOf(xxs.T()))
			xxs.Scale(mu/(1-mu*mu), &xxs)
			lhs.Add(&lhs, &xsx)
			lhs.Add(&lhs, &xxs)
			if want := square(lambda.Sandwich(c)); !mat.EqualApprox(&lhs, want, 1e-13) {
				t.Errorf("Λ %v, μ %v: the left side is %v, ΛCΛ %v", lambda, mu, mat.Formatted(&lhs), mat.Formatted(want))
			}
			if lambda == lambdas[1] && mu == 0.5 && math.Abs(s[1]+0.0148813) > 5e-8 {
				t.Errorf("Σ₁₂ = %v, want −0.0148813", s[1])
			}
		}
	}
}

func square(a plane.Sym) *mat.Dense { return mat.NewDense(2, 2, []float64{a[0], a[1], a[1], a[2]}) }

// TestDampedNewton has a closed form, Λ = A⁻¹: section 6.4 of Ziyin et al. 2022.
func TestDampedNewton(t *testing.T) {
	const d, s2 = 2, 1.0
	for _, batch := range []int{1, 4, 64} {
		for _, mu := range momenta {
			s := float64(batch)
			law, back := inW(tilted, batch, tilted.A.Inverse())
			want := 2 * (1 - mu) * s / (s*(1-mu)/(1+mu) + 1 + d)
			if got := theory.LimitsOf(&law, mu).Variance; math.Abs(got-want) > 1e-11*want {
				t.Errorf("S %d, μ %v: limit %v, want %v", batch, mu, got, want)
			}
			lr := 0.6 * want
			g := 2*(1-mu) - ((1-mu)/(1+mu)+1/s)*lr
			sigma, ok := theory.Stationary(&law, lr, mu)
			closed := tilted.A.Inverse().Scale(lr * s2 / (g*s - lr*d))
			if !ok || relative(back(sigma), closed) > 1e-12 {
				t.Errorf("S %d, μ %v: Σ = %v, want %v", batch, mu, back(sigma), closed)
			}
		}
	}
}

// Walkers that move with Λ in w do as theory in ω says.
func TestPreconditionedEqualsSimulation(t *testing.T) {
	var c tally
	for _, lambda := range append(lambdas, tilted.A.Inverse()) {
		for _, mu := range momenta {
			const walkers, batch = 4000, 4
			law, back := inW(tilted, batch, lambda)
			r := sgd.Rule{LR: 0.6 * theory.LimitsOf(&law, mu).Fourth, Momentum: mu, Batch: batch, Lambda: lambda}
			sigma, _ := theory.Stationary(&law, r.LR, mu)
			e := sgd.New(walkers, 1, tilted.U, far)
			w := measure.NewWindow(walkers, tilted.U)
			steps := 0
			rest := theory.RestOf(&law, sigma, r.LR, mu)
			for s := theory.At(&law, law.Min); !rest.Reached(&s, 1e-2, 1e-4); s.Step(&law, r.LR, mu) {
				e.Advance(tilted, r, nil)
				steps++
			}
			for range trials(max(6*steps, 150)) {
				e.Advance(tilted, r, nil)
				w.Add(e.W)
			}
			t.Run(fmt.Sprintf("Λ=%v,μ=%v", lambda, mu), func(t *testing.T) {
				m := w.Moments(tilted.A, e.Held)
				c.moments(t, m, tilted.A, plane.Vec{}, back(sigma))
				if e := relativeError(m); e > 2*precision() {
					t.Errorf("relative standard error %.4f", e)
				}
				plain := tilted.Law(batch)
				cov := plane.Sym{m.Cov[0].Value, m.Cov[1].Value, m.Cov[2].Value}
				if other, ok := theory.Stationary(&plain, r.LR, mu); ok && relative(other, cov) < 0.1 {
					t.Errorf("plain SGD has about the same Σ: %v", other)
				}
			})
		}
	}
}

// A run with Λ has the recursion's moments, by way of the coordinates ω.
func TestPreconditionedStep(t *testing.T) {
	const batch, lr, mu, steps = 4, 0.3, 0.6, 7
	for _, lambda := range lambdas {
		law, _ := inW(tilted, batch, lambda)
		start := plane.Vec{1.5, -0.8}
		raw := tilted.Law(batch)
		s := theory.At(&raw, start)
		root := lambda.Sqrt()
		s = s.In(root.Inverse())
		x := []float64{start[0], start[1], 0, 0, 1}
		z := mat.NewVecDense(25, nil)
		for i := range 25 {
			z.SetVec(i, x[i/5]*x[i%5])
		}
		k := preconditionedKron(tilted, batch, lr, mu, lambda)
		for range steps {
			s.Step(&law, lr, mu)
			var next mat.VecDense
			next.MulVec(k, z)
			z = &next
		}
		s = s.In(root)
		got, want := inRaw(&s, tilted.U), mat.NewDense(5, 5, z.RawVector().Data)
		if !mat.EqualApprox(got, want, 1e-12*mat.Max(want)) {
			t.Errorf("Λ %v: the state is\n%.12v\nthe recursion has\n%.12v", lambda, mat.Formatted(got), mat.Formatted(want))
		}
	}
}

// TestPreconditionedApproximations: what the literature's approximations give in ω solves
// their own equations in w, with X = ΛH and the approximate noise C(Σ).
func TestPreconditionedApproximations(t *testing.T) {
	const batch, lr, c0 = 8, 0.7, 1.0
	h := tilted.A
	hessian := func(plane.Sym) plane.Sym { return h.Scale(c0 / batch) }
	exact := func(s plane.Sym) plane.Sym { return h.Sandwich(s).Plus(h.TraceProd(s)+c0, h).Scale(1.0 / batch) }
	general := func(s plane.Sym) plane.Sym {
		return h.Scale(h.TraceProd(s)+c0).Plus(-1, h.Sandwich(s)).Scale(1.0 / batch)
	}
	for _, lambda := range lambdas {
		law, back := inW(tilted, batch, lambda)
		for _, a := range theory.Approximations {
			sigma, ok, reason := a.Sigma(theory.Setting{Law: &law, Scale: c0, LR: lr, Batch: batch})
			if !ok {
				t.Fatalf("%s: %s", a.Name, reason)
			}
			s := back(sigma)
			noise, discrete := hessian, a.Name == "hessian" || a.Name == "general"
			switch a.Name {
			case "sde":
				noise = exact
			case "general":
				noise = general
			}
			var x, xs, lhs mat.Dense
			x.Mul(square(lambda), square(h))
			x.Scale(lr, &x)
			xs.Mul(&x, square(s))
			lhs.Add(&xs, xs.T())
			if discrete {
				var xsx mat.Dense
				xsx.Mul(&xs, x.T())
				lhs.Sub(&lhs, &xsx)
			}
			if want := square(lambda.Sandwich(noise(s)).Scale(lr * lr)); !mat.EqualApprox(&lhs, want, 1e-13) {
				t.Errorf("%s, Λ %v: the left side is %v, λ²ΛCΛ %v", a.Name, lambda, mat.Formatted(&lhs), mat.Formatted(want))
			}
		}
	}
}
