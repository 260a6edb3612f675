package measure_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sgdnoise/engine/measure"
	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
)

// standardErrors is what random numbers may be off; all seeds are fixed.
const standardErrors = 4

// paths are positions of walkers: column, step, walker.
type paths [2][][]float64

// autoregressive walkers keep the fraction phi of their position per step; the
// stationary covariance is cov, from the first step on.
func autoregressive(r *rand.Rand, walkers, steps int, phi float64, mean plane.Vec, cov plane.Sym) paths {
	l11, l21, l22 := cov.Cholesky()
	var p paths
	for k := range p {
		p[k] = make([][]float64, steps)
		for s := range p[k] {
			p[k][s] = make([]float64, walkers)
		}
	}
	for i := range walkers {
		var v plane.Vec
		keep, fresh := 0.0, 1.0
		for s := range steps {
			z1, z2 := r.NormFloat64(), r.NormFloat64()
			v[0] = keep*v[0] + fresh*l11*z1
			v[1] = keep*v[1] + fresh*(l21*z1+l22*z2)
			p[0][s][i], p[1][s][i] = mean[0]+v[0], mean[1]+v[1]
			keep, fresh = phi, math.Sqrt(1-phi*phi)
		}
	}
	return p
}

func (p paths) at(step int) problem.Columns { return problem.Columns{p[0][step], p[1][step]} }

func (p paths) window(centre plane.Vec) *measure.Window {
	w := measure.NewWindow(len(p[0][0]), centre)
	for s := range p[0] {
		w.Add(p.at(s))
	}
	return w
}

// pooled is the mean about centre, the covariance and the loss over all steps of
// the walkers that use admits.
func (p paths) pooled(centre plane.Vec, h plane.Sym, use func(i int) bool) (out [6]float64) {
	var xs, ys []float64
	var loss float64
	for s := range p[0] {
		for i := range p[0][s] {
			if use(i) {
				v := plane.Vec{p[0][s][i], p[1][s][i]}.Sub(centre)
				xs, ys = append(xs, v[0]), append(ys, v[1])
				loss += h.Quad(v) / 2
			}
		}
	}
	n := float64(len(xs))
	biased := (n - 1) / n
	return [6]float64{
		stat.Mean(xs, nil), stat.Mean(ys, nil),
		biased * stat.Variance(xs, nil), biased * stat.Covariance(xs, ys, nil), biased * stat.Variance(ys, nil),
		loss / n,
	}
}

func estimates(m measure.Moments) [6]measure.Estimate {
	return [6]measure.Estimate{m.Mean[0], m.Mean[1], m.Cov[0], m.Cov[1], m.Cov[2], m.Loss}
}

var (
	centre = plane.Vec{0.5, 2}
	hess   = plane.Sym{2, 0.5, 1}
)

// Values are those of the pooled positions; standard errors are the jackknife's
// over walkers, up to the 1/n that tells it from the delta method.
func TestWindowEqualsNaiveFormulas(t *testing.T) {
	const walkers, steps = 300, 7
	p := autoregressive(rand.New(rand.NewPCG(1, 1)), walkers, steps, 0.7, plane.Vec{1, -1}, plane.Sym{2, 0.6, 0.5})
	held := make([]bool, walkers)
	for i := range held {
		held[i] = i%10 == 3
	}
	w := p.window(centre)
	if w.Steps() != steps {
		t.Errorf("%d steps, want %d", w.Steps(), steps)
	}
	m := w.Moments(hess, held)
	if m.Walkers != walkers*9/10 {
		t.Errorf("%d walkers, want %d", m.Walkers, walkers*9/10)
	}
	want := p.pooled(centre, hess, func(i int) bool { return !held[i] })
	var spread [6]float64
	n := float64(m.Walkers)
	for j := range held {
		if held[j] {
			continue
		}
		for k, x := range p.pooled(centre, hess, func(i int) bool { return !held[i] && i != j }) {
			spread[k] += (x - want[k]) * (x - want[k]) * (n - 1) / n
		}
	}
	for k, e := range estimates(m) {
		if math.Abs(e.Value-want[k]) > 1e-12 {
			t.Errorf("estimate %d is %v, want %v", k, e.Value, want[k])
		}
		if jackknife := math.Sqrt(spread[k]); math.Abs(e.StdErr/jackknife-1) > 2/n {
			t.Errorf("standard error %d is %v, the jackknife's is %v", k, e.StdErr, jackknife)
		}
	}
	mean, second := w.Second(held)
	cov := second.Plus(-1, mean.Outer())
	for k, x := range [5]float64{mean[0], mean[1], cov[0], cov[1], cov[2]} {
		if math.Abs(x-want[k]) > 1e-12 {
			t.Errorf("Second: number %d is %v, want %v", k, x, want[k])
		}
	}
	w.Reset(plane.Vec{})
	w.Add(p.at(0))
	instant := estimates(measure.Instant(p.at(0), plane.Vec{}, hess, held))
	for k, e := range estimates(w.Moments(hess, held)) {
		if math.Abs(e.Value-instant[k].Value) > 1e-12 || math.Abs(e.StdErr-instant[k].StdErr) > 1e-12 {
			t.Errorf("after a reset estimate %d of one step is %v, of the instant %v", k, e, instant[k])
		}
	}
}

// Merging the spreads of blocks gives that of all, also far from the centre, and
// whatever block comes first or is held altogether.
func TestSpreadsMerge(t *testing.T) {
	const walkers = 300
	p := autoregressive(rand.New(rand.NewPCG(9, 1)), walkers, 3, 0.7, plane.Vec{1e4, -1}, plane.Sym{2, 0.6, 0.5})
	w, held := p.window(centre), make([]bool, walkers)
	for i := range held {
		held[i] = i < 6 || i%10 == 3 || i > 250
	}
	var window, instant measure.Spread
	blocks(walkers, func(lo, hi int) {
		window.Merge(w.Spread(lo, held[lo:hi]))
		instant.Merge(measure.SpreadOf(p.at(0).Slice(lo, hi), centre, held[lo:hi]))
	})
	for name, m := range map[string][2]measure.Moments{
		"window":  {window.Moments(hess), w.Moments(hess, held)},
		"instant": {instant.Moments(hess), measure.Instant(p.at(0), centre, hess, held)},
	} {
		got, want := estimates(m[0]), estimates(m[1])
		if m[0].Walkers != m[1].Walkers {
			t.Errorf("%s: %d walkers, want %d", name, m[0].Walkers, m[1].Walkers)
		}
		for k := range got {
			// A covariance is a difference of squares of 1e4, of which 1e-8 is rounding.
			if math.Abs(got[k].Value-want[k].Value) > 1e-13*1e8 || math.Abs(got[k].StdErr/want[k].StdErr-1) > 1e-6 {
				t.Errorf("%s: estimate %d is %v, in one go %v", name, k, got[k], want[k])
			}
		}
	}
}

// Over seeds the deviations from the true law, in standard errors, have mean 0
// and variance 1.
func TestStandardErrorsAreHonest(t *testing.T) {
	const seeds, walkers = 200, 500
	mean, cov := plane.Vec{1, -1}, plane.Sym{2, 0.6, 0.5}
	off := mean.Sub(centre)
	want := [6]float64{off[0], off[1], cov[0], cov[1], cov[2], hess.TraceProd(cov.Plus(1, off.Outer())) / 2}
	for _, c := range []struct {
		name  string
		steps int
		phi   float64
	}{{"instant", 1, 0}, {"independent steps", 5, 0}, {"correlated steps", 20, 0.9}} {
		t.Run(c.name, func(t *testing.T) {
			var z [6][]float64
			for seed := range uint64(seeds) {
				p := autoregressive(rand.New(rand.NewPCG(seed, 2)), walkers, c.steps, c.phi, mean, cov)
				m := p.window(centre).Moments(hess, make([]bool, walkers))
				for k, e := range estimates(m) {
					z[k] = append(z[k], (e.Value-want[k])/e.StdErr)
				}
			}
			for k := range z {
				checkStandardNormal(t, k, z[k])
			}
		})
	}
}

func checkStandardNormal(t *testing.T, which int, z []float64) {
	t.Helper()
	n := float64(len(z))
	mean, variance := stat.MeanVariance(z, nil)
	if math.Abs(mean) > standardErrors/math.Sqrt(n) || math.Abs(variance-1) > standardErrors*math.Sqrt(2/(n-1)) {
		t.Errorf("estimate %d: over %v seeds z has mean %.2f and variance %.2f", which, n, mean, variance)
	}
}

func TestWindowOfFewWalkers(t *testing.T) {
	for walkers := range measure.MinWalkers + 2 {
		p := autoregressive(rand.New(rand.NewPCG(3, 1)), walkers, 2, 0, plane.Vec{}, plane.Sym{1, 0, 1})
		held := make([]bool, walkers+1) // one walker more, held
		held[walkers] = true
		for k := range p {
			for s := range p[k] {
				p[k][s] = append(p[k][s], math.NaN())
			}
		}
		for name, m := range map[string]measure.Moments{
			"window":  p.window(centre).Moments(hess, held),
			"instant": measure.Instant(p.at(0), centre, hess, held),
		} {
			if m.Walkers != walkers {
				t.Errorf("%s: %d walkers, want %d", name, m.Walkers, walkers)
			}
			for k, e := range estimates(m) {
				if math.IsNaN(e.Value) != (walkers == 0) || math.IsNaN(e.StdErr) != (walkers < measure.MinWalkers) {
					t.Errorf("%s of %d walkers: estimate %d is %v", name, walkers, k, e)
				}
			}
		}
	}
	for k, e := range estimates(measure.NewWindow(20, centre).Moments(hess, make([]bool, 20))) {
		if !math.IsNaN(e.Value) || !math.IsNaN(e.StdErr) {
			t.Errorf("empty window: estimate %d is %v", k, e)
		}
	}
}
