package measure

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Student fits the index ν of a Student-t law of density ∝ (1 + r²/κ)^−(ν+d)/2,
// d the dimension, by maximum likelihood over all distances: the many near ones
// decide. κ is given, because in the law that continuous time predicts it is
// σ²/a whatever the learning rate. (A free κ fits another index: at λa = 1 one
// that is larger by about a tenth at S = 1 to 4, and smaller at S ≥ 8.)
//
// The standard error holds though the true law is another: it comes from the
// spread of the score over groups. Without distances the estimate is NaN.
func (s *Survival) Student(kappa float64) Estimate {
	d := float64(s.dim)
	sums := make([]tailSum, len(s.groups)) // of ln(1 + r²/κ)
	var n, logs float64
	for g, cells := range s.groups {
		for _, c := range cells {
			if c.count > 0 {
				k := float64(c.count)
				sums[g].count += k
				sums[g].logs += k * math.Log1p(c.sum/k/kappa)
			}
		}
		n += sums[g].count
		logs += sums[g].logs
	}
	if n == 0 || logs == 0 {
		return Estimate{math.NaN(), math.NaN()}
	}
	nu := studentIndex(logs/n, d)
	var ss float64
	for _, g := range sums {
		u := g.logs - g.count*logs/n
		ss += u * u
	}
	e := Estimate{nu, math.NaN()}
	if k := float64(len(sums)); k >= MinWalkers {
		const h = 1e-4
		slope := (studentScore(nu*(1+h), d) - studentScore(nu*(1-h), d)) / (2 * h * nu)
		e.StdErr = math.Sqrt(ss*k/(k-1)) / n / math.Abs(slope)
	}
	return e
}

// studentScore is the mean of ln(1 + r²/κ) under a Student-t law of index ν.
func studentScore(nu, d float64) float64 {
	return mathext.Digamma((nu+d)/2) - mathext.Digamma(nu/2)
}

// studentIndex is the ν at which that mean, which falls with ν, is logs.
func studentIndex(logs, d float64) float64 {
	lo, hi := math.Log(1e-3), math.Log(1e6)
	for range 60 {
		if mid := (lo + hi) / 2; studentScore(math.Exp(mid), d) > logs {
			lo = mid
		} else {
			hi = mid
		}
	}
	return math.Exp((lo + hi) / 2)
}
