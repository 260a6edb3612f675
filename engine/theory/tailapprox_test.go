package theory_test

import (
	"math"
	"testing"

	"sgdnoise/engine/theory"
)

func approximateTail(name string, c float64, batch, dim int) theory.Tail {
	for _, a := range theory.TailApproximations {
		if a.Name == name {
			return a.Beta(c, batch, dim)
		}
	}
	return theory.Tail{}
}

func TestApproximateTailsOfTheTable(t *testing.T) {
	for _, k := range kesten {
		for name, want := range map[string]float64{"bulk": k.bulk, "sde": k.sde, "continuous": k.continuous} {
			got := approximateTail(name, k.c, k.batch, 1)
			if want == 0 {
				if got.OK {
					t.Errorf("%s at c %v, S %d is %v, want a refusal", name, k.c, k.batch, got.Beta)
				}
				continue
			}
			near(t, name, got.Beta, want, 1e-12)
		}
	}
}

// How far the approximations are from the exact exponent, in per cent.
func TestApproximateTailsMiss(t *testing.T) {
	for _, k := range []struct {
		c                     float64
		batch                 int
		bulk, sde, continuous float64
	}{
		{1, 1, -8.3, 83, 175}, {1, 4, 14.1, 43, 157}, {1, 8, 29, 45, 174}, {1, 64, 50, 53, 203}, {.1, 1, 9.9, -36, 21},
	} {
		exact := theory.TailScalar(k.c, k.batch).Beta
		for name, want := range map[string]float64{"bulk": k.bulk, "sde": k.sde, "continuous": k.continuous} {
			miss := 100 * (approximateTail(name, k.c, k.batch, 1).Beta/exact - 1)
			if math.Abs(miss-want) > 0.6 {
				t.Errorf("c %v, S %d: %s misses by %.1f %%, want %v", k.c, k.batch, name, miss, want)
			}
		}
	}
}

// The bulk's exponent is that of the exact variance, so that it is 2 where the
// variance ends, in any dimension.
func TestBulkTailAtVarianceLimit(t *testing.T) {
	for _, batch := range []int{1, 3, 16} {
		for _, dim := range []int{1, 2, 7} {
			s, d := float64(batch), float64(dim)
			near(t, "bulk", approximateTail("bulk", 2*s/(s+1+d), batch, dim).Beta, 2, 1e-12)
		}
	}
}

// In more dimensions the exponents of continuous time are zeros of the
// generator of the diffusion with noise (λ/S)(p a² |w|² I + q a² w w') far out,
// applied to |w|^β: −a + ½ (λa²/S)((p+q)(β−1) + (d−1) p) = 0.
func TestContinuousTailsAreZerosOfTheGenerator(t *testing.T) {
	for _, dim := range []int{1, 2, 5} {
		const c, batch = 0.3, 4
		for name, q := range map[string]float64{"sde": 1, "continuous": 0} {
			beta := approximateTail(name, c, batch, dim).Beta
			if got := -1 + c/batch/2*((1+q)*(beta-1)+float64(dim-1)); math.Abs(got) > 1e-12 {
				t.Errorf("%s, d %d: the generator at β = %v is %v", name, dim, beta, got)
			}
		}
	}
}

func TestStudentSurvivalIsTheDensitysIntegral(t *testing.T) {
	for _, dim := range []int{1, 2} {
		for _, nu := range []float64{0.7, 3, 40} {
			const kappa, x = 1.7, 1.3
			density := func(r float64) float64 {
				return math.Pow(r, float64(dim-1)) * math.Pow(1+r*r/kappa, -(nu+float64(dim))/2)
			}
			var all, beyond float64
			const h = 1e-3
			for i := -40000; i < 90000; i++ { // over ln(r/x), by midpoints
				r := x * math.Exp((float64(i)+0.5)*h)
				all += density(r) * r
				if i >= 0 {
					beyond += density(r) * r
				}
			}
			near(t, "P(r > x)", theory.StudentSurvival(x, nu, kappa, dim), beyond/all, 1e-4)
		}
	}
}

// The Student-t laws are those of the diffusions, which have no current: with
// the radial and transverse noise of the SDE the logarithm of its density p falls as
// −(2r + D' + (d−1)(D−T)/r)/D, D and T the radial and transverse diffusion.
func TestApproximateLawsHaveNoCurrent(t *testing.T) {
	const c, batch, r = 0.4, 3, 0.9
	for _, dim := range []int{1, 2} {
		for name, q := range map[string]float64{"sde": 1, "continuous": 0} {
			d, slope := c/batch*(1+(1+q)*r*r), c/batch*(1+q)*2*r
			across := c / batch * (1 + r*r)
			want := -(2*r + slope + float64(dim-1)*(d-across)/r) / d
			for _, a := range theory.TailApproximations {
				if a.Name == name {
					beta := a.Beta(c, batch, dim).Beta
					near(t, name, -(beta+float64(dim))*r/(a.Scale+r*r), want, 1e-12)
				}
			}
		}
	}
}
