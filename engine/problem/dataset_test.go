package problem_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"sgdnoise/engine/plane"
	"sgdnoise/engine/problem"
	"sgdnoise/engine/rng"
)

// tagged is a dataset that tells which points are in a batch of up to s: the
// sum of its labels baseⁱ, base = s + 1, has how often i occurs as its digits.
type tagged struct {
	*problem.Dataset
	base     int
	mean, sd float64 // of the labels
}

func newTagged(n, s int, sampling problem.Sampling) tagged {
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = float64(i), math.Pow(float64(s+1), float64(i))
	}
	mean, sd := stat.PopMeanStdDev(y, nil)
	return tagged{problem.NewDataset(x, y, sampling), s + 1, mean, sd}
}

// batches makes the next step and returns each walker's sum of labels.
func (p tagged) batches(t *testing.T, n, s int, d *problem.Draws) []int {
	t.Helper()
	w, g := columns(n, plane.Vec{}), columns(n, plane.Vec{})
	p.Gradients(g, w, s, d)
	codes := make([]int, n)
	for i, g1 := range g[0] {
		sum := float64(s) * (p.mean - p.sd*g1)
		codes[i] = int(math.Round(sum))
		if math.Abs(sum-math.Round(sum)) > 1e-3 {
			t.Fatalf("sum of labels %v isn't whole", sum)
		}
	}
	return codes
}

// counts says how often each point is in a batch.
func (p tagged) counts(code int) []int {
	c := make([]int, p.Points())
	for i := range c {
		c[i] = code % p.base
		code /= p.base
	}
	return c
}

// TestEpoch checks that no walker meets a point twice in an epoch, even if the
// batch size changes on the way, and when a new epoch begins.
func TestEpoch(t *testing.T) {
	const walkers, points = 30, 11
	for _, sizes := range [][]int{{1}, {3}, {4}, {6}, {11}, {3, 5, 2, 4}, {7, 4, 5, 6, 1}} {
		p := newTagged(points, slices.Max(sizes), problem.Epochs)
		d := problem.NewDraws(walkers, rng.New(1, rng.Walkers, 0))
		met := make([][points]int, walkers)
		used := 0
		for step := range 100 {
			s := sizes[step%len(sizes)]
			if used+s > points { // the rest is dropped
				clear(met)
				used = 0
			}
			used += s
			for i, code := range p.batches(t, walkers, s, d) {
				total := 0
				for k, c := range p.counts(code) {
					met[i][k] += c
					total += met[i][k]
				}
				if total != used || slices.Max(met[i][:]) > 1 {
					t.Fatalf("sizes %v, step %d: walker %d has met %v", sizes, step, i, met[i])
				}
			}
		}
	}
}

// uniform checks by chi-square that all of so many kinds are equally frequent.
func uniform(t *testing.T, what string, kinds int, seen map[[2]int]int) {
	t.Helper()
	total := 0
	for _, k := range seen {
		total += k
	}
	want := float64(total) / float64(kinds)
	chi2 := float64(kinds-len(seen)) * want
	for _, k := range seen {
		chi2 += (float64(k) - want) * (float64(k) - want) / want
	}
	limit := distuv.ChiSquared{K: float64(kinds - 1)}.Quantile(1 - math.Erfc(sigmas/math.Sqrt2))
	if len(seen) > kinds || chi2 > limit {
		t.Errorf("%s: chi-square %.1f of %d kinds (%d seen), limit %.1f", what, chi2, kinds, len(seen), limit)
	}
}

// TestFreshSubsets checks that all pairs of successive batches of a walker, and
// of batches of neighbours, are equally likely: 20 subsets, n = 80,000 pairs.
func TestFreshSubsets(t *testing.T) {
	const points, s, subsets = 6, 3, 20
	n := scaled(160_000)
	p := newTagged(points, s, problem.FreshSubset)
	d := problem.NewDraws(n, rng.New(2, rng.Walkers, 0))
	first, second := p.batches(t, n, s, d), p.batches(t, n, s, d)
	steps, neighbours := map[[2]int]int{}, map[[2]int]int{}
	for i := 0; i < n; i += 2 {
		if slices.Max(p.counts(first[i])) > 1 {
			t.Fatalf("a batch has a point twice: %v", p.counts(first[i]))
		}
		steps[[2]int{first[i], second[i]}]++
		neighbours[[2]int{first[i], first[i+1]}]++
	}
	uniform(t, "successive batches", subsets*subsets, steps)
	uniform(t, "neighbours", subsets*subsets, neighbours)
}

// TestEpochOrders checks that all pairs of successive epochs of a walker, and
// of epochs of neighbours, are equally likely. Of 5 points in batches of 2
// there are 30 epochs; n = 90,000 pairs.
func TestEpochOrders(t *testing.T) {
	const points, s, epochs = 5, 2, 30
	n := scaled(180_000)
	p := newTagged(points, s, problem.Epochs)
	d := problem.NewDraws(n, rng.New(3, rng.Walkers, 0))
	epoch := func() []int {
		a, b := p.batches(t, n, s, d), p.batches(t, n, s, d)
		for i := range a {
			a[i] += 1000 * b[i] // codes are below 3⁵
		}
		return a
	}
	first, second := epoch(), epoch()
	steps, neighbours := map[[2]int]int{}, map[[2]int]int{}
	for i := 0; i < n; i += 2 {
		steps[[2]int{first[i], second[i]}]++
		neighbours[[2]int{second[i], second[i+1]}]++
	}
	uniform(t, "successive epochs", epochs*epochs, steps)
	uniform(t, "neighbours", epochs*epochs, neighbours)
}

// TestWithReplacement checks the frequencies of the 10 batches of 3 out of 3
// points against the multinomial law, each by 4 standard errors, n = 10⁶.
func TestWithReplacement(t *testing.T) {
	const points, s = 3, 3
	n := scaled(1_000_000)
	p := newTagged(points, s, problem.WithReplacement)
	seen := map[int]int{}
	for _, code := range p.batches(t, n, s, problem.NewDraws(n, rng.New(4, rng.Walkers, 0))) {
		seen[code]++
	}
	if len(seen) != 10 {
		t.Errorf("%d different batches, want 10", len(seen))
	}
	factorial := []float64{1, 1, 2, 6}
	for code, k := range seen {
		prob := 6.0 / 27
		for _, c := range p.counts(code) {
			prob /= factorial[c]
		}
		se := math.Sqrt(prob * (1 - prob) / float64(n))
		near(t, fmt.Sprintf("frequency of %v", p.counts(code)), float64(k)/float64(n), prob, sigmas*se)
	}
}

// TestEpochCorrelation checks that any two batches of an epoch have the
// covariance −R/(N−1), R that of one sample's gradient, and batches of
// different epochs none. n = 200,000 walkers.
func TestEpochCorrelation(t *testing.T) {
	const points, s = 7, 2
	n := scaled(200_000)
	p := heteroscedastic(points, problem.Epochs)
	w := places(p)[1]
	r := heteroscedastic(points, problem.WithReplacement).NoiseCov(w, 1)
	d := problem.NewDraws(n, rng.New(5, rng.Walkers, 0))
	at := columns(n, w)
	var g [4]problem.Columns // three batches of the first epoch, one of the next
	for k := range g {
		g[k] = columns(n, plane.Vec{})
		p.Gradients(g[k], at, s, d)
	}
	for a := range g {
		for b := range a {
			want := r.Scale(-1.0 / (points - 1))
			if a == 3 {
				want = plane.Sym{}
			}
			for e := range 4 {
				i, j := e>>1, e&1
				got, se := mean(n, func(k int) float64 {
					return (g[a][i][k] - p.Grad(w)[i]) * (g[b][j][k] - p.Grad(w)[j])
				})
				near(t, fmt.Sprintf("covariance of batches %d, %d [%d,%d]", a, b, i, j), got, want[i+j], sigmas*se)
			}
		}
	}
}

// TestEpochMean checks that the gradients of an epoch that uses all points
// average to the full gradient.
func TestEpochMean(t *testing.T) {
	const s = 6
	p := heteroscedastic(24, problem.Epochs)
	w := places(p)[2]
	g, d := columns(1, w), problem.NewDraws(1, rng.New(6, rng.Walkers, 0))
	for epoch := range 3 {
		var sum plane.Vec
		for range p.Points() / s {
			p.Gradients(g, columns(1, w), s, d)
			sum = plane.Vec{sum[0] + g[0][0], sum[1] + g[1][0]}
		}
		for k := range sum {
			near(t, fmt.Sprintf("epoch %d", epoch), sum[k]/float64(p.Points()/s), p.Grad(w)[k], 1e-13)
		}
	}
}

// TestStandardised checks the columns of a dataset and that it copies them.
func TestStandardised(t *testing.T) {
	x, y := []float64{2000, 2001, 2003, 2010}, []float64{-1e-3, 4e-3, 2e-3, 0}
	p := problem.NewDataset(x, y, problem.WithReplacement)
	for _, c := range [][]float64{p.X2, p.Y} {
		mean, sd := stat.PopMeanStdDev(c, nil)
		near(t, "mean", mean, 0, 1e-14)
		near(t, "standard deviation", sd, 1, 1e-14)
	}
	if x[0] != 2000 || y[0] != -1e-3 {
		t.Error("NewDataset changed its arguments")
	}
}

// TestBadData lists what NewDataset panics at.
func TestBadData(t *testing.T) {
	varied := []float64{1, 2, 4}
	many := make([]float64, problem.MaxPoints+1)
	many[0] = 1
	for name, c := range map[string][2][]float64{
		"lengths differ":           {varied, {1, 2, 4, 5}},
		"two points":               {{1, 2}, {1, 2}},
		"too many points":          {many, many},
		"constant x":               {{5, 5, 5}, varied},
		"constant but for the sum": {{0.1, 0.1, 0.1}, varied},
		"constant y":               {varied, {0.1, 0.1, 0.1}},
	} {
		t.Run(name, func(t *testing.T) {
			panics(t, func() { problem.NewDataset(c[0], c[1], problem.WithReplacement) })
		})
	}
}

func panics(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f()
}
