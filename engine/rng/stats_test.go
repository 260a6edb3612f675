package rng

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// All tests allow standardErrors standard errors (one failure in 16 000) and
// run with fixed seeds, so that they pass or fail for good.
const standardErrors = 4

// ksLimit is the value that √n times the Kolmogorov-Smirnov distance exceeds
// as rarely as a normal number exceeds 4: 2 exp(−2x²) = 6.3e-5.
const ksLimit = 2.276

// centralMoments returns the central moments up to order 16 of the
// distribution with the given cumulants, by
// μ_n = Σ_k (n−1 choose k−1) κ_k μ_{n−k} with κ_1 = 0.
func centralMoments(cumulant func(n int) float64) (mu [17]float64) {
	mu[0] = 1
	for n := 2; n <= 16; n++ {
		choose := float64(n - 1)
		for k := 2; k <= n; k++ {
			mu[n] += choose * cumulant(k) * mu[n-k]
			choose *= float64(n-k) / float64(k)
		}
	}
	return mu
}

// checkMoments compares the moments of xs about the true mean, up to the given
// order, with mu: the standard error of order k is √((μ_2k − μ_k²)/n).
func checkMoments(t *testing.T, xs []float64, mean float64, mu [17]float64, order int) {
	t.Helper()
	n := float64(len(xs))
	for k := 1; k <= order; k++ {
		sum := 0.0
		for _, x := range xs {
			p := 1.0
			for range k {
				p *= x - mean
			}
			sum += p
		}
		z := (sum/n - mu[k]) / math.Sqrt((mu[2*k]-mu[k]*mu[k])/n)
		if !(math.Abs(z) < standardErrors) {
			t.Errorf("moment %d of %d numbers is %v, want %v (%.1f standard errors)", k, len(xs), sum/n, mu[k], z)
		}
	}
}

// checkCDF is the Kolmogorov-Smirnov test of xs, which it sorts.
func checkCDF(t *testing.T, xs []float64, cdf func(float64) float64) {
	t.Helper()
	slices.Sort(xs)
	n, dist := float64(len(xs)), 0.0
	for i, x := range xs {
		p := cdf(x)
		dist = max(dist, p-float64(i)/n, float64(i+1)/n-p)
	}
	if z := dist * math.Sqrt(n); !(z < ksLimit) {
		t.Errorf("Kolmogorov-Smirnov: √n D = %.2f, limit %v", z, ksLimit)
	}
}

func TestNormalsDistribution(t *testing.T) {
	mu := centralMoments(func(n int) float64 {
		if n == 2 {
			return 1
		}
		return 0
	})
	xs := make([]float64, 1_000_000)
	New(1, Walkers, 0).Normals(xs)
	checkMoments(t, xs, 0, mu, 8)
	checkMoments(t, xs[:len(xs)/2], 0, mu, 8)
	checkMoments(t, xs[len(xs)/2:], 0, mu, 8)
	checkCDF(t, xs[:300_000], distuv.UnitNormal.CDF)
}

// The columns of triples have their distributions and know nothing of each other.
func TestTriplesDistribution(t *testing.T) {
	const n = 1_000_000
	normal := centralMoments(func(n int) float64 {
		if n == 2 {
			return 1
		}
		return 0
	})
	for _, nu := range []int{1, 2, 64} { // 1: normals
		a, b, c := make([]float64, n), make([]float64, n), make([]float64, n)
		triples(New(7, Walkers, 0), nu, a, b, c)
		variance := 1.0
		if nu == 1 {
			checkMoments(t, c, 0, normal, 8)
		} else {
			variance = 2 * float64(nu)
			for i := range c {
				c[i] -= float64(nu)
			}
		}
		checkMoments(t, a, 0, normal, 8)
		checkMoments(t, b, 0, normal, 8)
		for lag := range 3 {
			for name, z := range map[string]float64{
				"a, b": correlation(a, b[lag:], 1), "a, c": correlation(a, c[lag:], math.Sqrt(variance)),
				"b, c": correlation(b, c[lag:], math.Sqrt(variance)), "c, a": correlation(c, a[lag:], math.Sqrt(variance)),
			} {
				if math.Abs(z) > standardErrors {
					t.Errorf("ν = %d, lag %d: correlation of %s is %.1f standard errors", nu, lag, name, z)
				}
			}
		}
		checkCDF(t, a[:300_000], distuv.UnitNormal.CDF)
		checkCDF(t, b[:300_000], distuv.UnitNormal.CDF)
	}
}

func TestChiSquaresDistribution(t *testing.T) {
	for _, nu := range []int{1, 2, 3, 7, 8, 63, 64, 1024} {
		t.Run(fmt.Sprint(nu), func(t *testing.T) {
			// κ_n = 2ⁿ⁻¹ (n−1)! ν.
			mu := centralMoments(func(n int) float64 {
				return math.Exp2(float64(n-1)) * math.Gamma(float64(n)) * float64(nu)
			})
			c, xs := NewChiSquare(nu), make([]float64, 400_000)
			New(1, Walkers, uint64(nu)).ChiSquares(xs, c)
			checkMoments(t, xs, float64(nu), mu, 4)
			checkCDF(t, xs[:100_000], distuv.ChiSquared{K: float64(nu)}.CDF)
		})
	}
}

// Each tail beyond 3, 4.5 and 5 σ, and beyond the first layer, 4.02 σ, where another method
// takes over, has its Poisson number: of 50 million, 14 beyond 5 σ.
func TestNormalsTails(t *testing.T) {
	const n = 50_000_000
	limits := [...]float64{3, edges[0], 4.5, 5}
	var beyond [2][len(limits)]float64
	s, xs := New(2, Walkers, 0), make([]float64, block)
	for range n / block {
		s.Normals(xs)
		for _, x := range xs {
			if math.Abs(x) < limits[0] {
				continue
			}
			side := 0
			if x > 0 {
				side = 1
			}
			for k, limit := range limits {
				if math.Abs(x) > limit {
					beyond[side][k]++
				}
			}
		}
	}
	for side := range beyond {
		for k, limit := range limits {
			want := n * math.Erfc(limit/math.Sqrt2) / 2
			if z := (beyond[side][k] - want) / math.Sqrt(want); math.Abs(z) > standardErrors {
				t.Errorf("side %d: %v beyond %v, want %.1f", side, beyond[side][k], limit, want)
			}
		}
	}
}

// correlation returns, in standard errors, the correlation of numbers xs and
// ys of mean 0 and the given variance.
func correlation(xs, ys []float64, variance float64) float64 {
	sum := 0.0
	for i, y := range ys {
		sum += xs[i] * y
	}
	return sum / variance / math.Sqrt(float64(len(ys)))
}

// Neither the numbers nor their squares know of the ones before them. Squares
// have variance 2.
func TestNormalsAreIndependent(t *testing.T) {
	xs := make([]float64, 1_000_000)
	New(3, Walkers, 0).Normals(xs)
	squares := make([]float64, len(xs))
	for i, x := range xs {
		squares[i] = x*x - 1
	}
	for lag := 1; lag <= 8; lag++ {
		for _, z := range []float64{correlation(xs, xs[lag:], 1), correlation(squares, squares[lag:], 2)} {
			if math.Abs(z) > standardErrors {
				t.Errorf("lag %d: correlation of %.1f standard errors", lag, z)
			}
		}
	}
}

func TestStreamsAreUnrelated(t *testing.T) {
	const n = 100_000
	var streams [][]float64
	seen := map[uint64]string{}
	for seed := range uint64(4) {
		for _, p := range []Purpose{Walkers, Lyapunov, Data} {
			for id := range uint64(4) {
				name := fmt.Sprintf("seed %d, purpose %d, id %d", seed, p, id)
				first := New(seed, p, id).Uint64()
				if other, ok := seen[first]; ok {
					t.Errorf("%s starts as %s does", name, other)
				}
				seen[first] = name
				if seed < 2 && id < 2 {
					xs := make([]float64, n)
					New(seed, p, id).Normals(xs)
					streams = append(streams, xs)
				}
			}
		}
	}
	for i, xs := range streams {
		for _, ys := range streams[:i] {
			for lag := range 3 {
				if z := correlation(xs, ys[lag:], 1); math.Abs(z) > standardErrors {
					t.Errorf("stream %d: correlation of %.1f standard errors", i, z)
				}
			}
		}
	}
}

// Every index, or residue of the large ones, is equally frequent: the χ² of
// the counts lies within 4 √2ν of ν. Without rejection, 3·2²⁹ would have
// residues 0 to 2 as 3 : 3 : 2 in some order.
func TestIndicesAreUniform(t *testing.T) {
	for _, c := range []struct{ n, bins int }{{2, 2}, {3, 3}, {7, 7}, {1000, 1000}, {3 << 29, 3}, {math.MaxInt32, 64}} {
		dst, counts := make([]int32, 1_000_000), make([]float64, c.bins)
		New(4, Data, 0).Indices(dst, c.n)
		for _, k := range dst {
			if k < 0 || int(k) >= c.n {
				t.Fatalf("n = %d: index %d", c.n, k)
			}
			counts[int(k)%c.bins]++
		}
		want, chi2, nu := float64(len(dst))/float64(c.bins), 0.0, float64(c.bins-1)
		for _, k := range counts {
			chi2 += (k - want) * (k - want) / want
		}
		if math.Abs(chi2-nu) > standardErrors*math.Sqrt(2*nu) {
			t.Errorf("n = %d: χ² = %.1f with %v degrees of freedom", c.n, chi2, nu)
		}
	}
}
