package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// growth is the law of ln|(I − cÂ)e|, the growth of a unit vector e in one step
// without additive noise, as nodes of a quadrature. Weights are kept as
// logarithms: moments of high order rest on batches that are very rare.
type growth struct{ logWeight, log []float64 }

func (g *growth) add(logWeight, log float64) {
	g.logWeight = append(g.logWeight, logWeight)
	g.log = append(g.log, log)
}

// logMoment is ln E|(I − cÂ)e|^b.
func (g *growth) logMoment(b float64) float64 {
	return floats.LogSumExp(floats.AddScaledTo(make([]float64, len(g.log)), g.logWeight, b, g.log))
}

// between leaves out the nodes that count for no moment of order b from lo to
// hi whose logarithm isn't far below 0.
func (g *growth) between(lo, hi float64) *growth {
	const small = -50
	kept := &growth{}
	for i, w := range g.logWeight {
		if w+lo*g.log[i] > small || w+hi*g.log[i] > small {
			kept.add(w, g.log[i])
		}
	}
	return kept
}

// normalised lets the weights add up to 1, which rounding leaves to 1e-13.
func (g *growth) normalised() *growth {
	floats.AddConst(-g.logMoment(0), g.logWeight)
	return g
}

// mean is E ln|(I − cÂ)e|, the Lyapunov exponent.
func (g *growth) mean() float64 {
	var sum float64
	for i, w := range g.logWeight {
		sum += math.Exp(w) * g.log[i]
	}
	return sum
}

// deReach is where double-exponential quadrature stops: beyond it weights are
// under 1e-16 even where a χ²(1) density is singular.
const deReach = 4.5

// scalarGrowth is the growth of one parameter, |1 − cG| with G = χ²(S)/S, by
// double-exponential quadrature (Takahasi and Mori 1974) on both sides of
// G = 1/c, where the growth is 0: tanh-sinh below it, exp-sinh above.
func scalarGrowth(c float64, batch int) *growth {
	g := &growth{}
	eachBatch(c, batch, 1, func(logWeight, _, logDistance float64) { g.add(logWeight, logDistance) })
	return g.normalised()
}

// eachBatch calls f with the nodes of the law of t = cG: the logarithms of the
// weight, of t and of |1 − t|. The steps are small enough for the peaks of the
// density and of its products with high powers, whose relative widths are about
// √(2/S) and √(c/S)/2; coarse multiplies them.
func eachBatch(c float64, batch int, coarse float64, f func(logWeight, logT, logDistance float64)) {
	k := float64(batch) / 2
	// With g = t/c the density is exp(k (1 + ln g − g)) up to a factor, and the
	// exponent is small where it matters.
	gamma, _ := math.Lgamma(k)
	factor, logC := k*math.Log(k)-k-gamma, math.Log(c)
	logDensity := func(t, logT float64) float64 { return factor + k*(1+(logT-logC)-t/c) }
	h := coarse * math.Min(1.0/32, math.Sqrt(math.Min(c, 1)/float64(batch))/18)
	n := int(math.Ceil(deReach / h))
	for i := -n; i <= n; i++ {
		sinh, cosh := math.Sinh(float64(i)*h), math.Cosh(float64(i)*h)
		// Below: t = 1/(1 + exp(−π sinh)), dt = t (1−t) π cosh h.
		logT, logRest := logistic(math.Pi * sinh)
		f(logDensity(math.Exp(logT), logT)+logRest+math.Log(math.Pi*cosh*h), logT, logRest)
		// Above: t = 1 + exp(π/2 sinh).
		logQ := math.Pi / 2 * sinh
		q := math.Exp(logQ)
		logT = math.Log1p(q)
		f(logDensity(1+q, logT)+logQ-logT+math.Log(math.Pi/2*cosh*h), logT, logQ)
	}
}

// logistic returns ln p and ln(1−p) for p = 1/(1 + exp(−x)).
func logistic(x float64) (logP, logRest float64) {
	l := math.Log1p(math.Exp(-math.Abs(x)))
	if x < 0 {
		return x - l, -l
	}
	return -l, -x - l
}

// isotropicGrowth is the growth in dim parameters with equal curvature. Of the
// batch's moment matrix it needs only the part along e, Q ~ χ²(S), and the
// length across, whose square is Q P with P ~ χ²(dim−1):
// |(I − cÂ)e|² = (1 − cQ/S)² + c² Q P/S² (Bartlett 1933).
//
// Nodes with weights under exp(least) are left out.
func isotropicGrowth(c float64, batch, dim int, least float64) *growth {
	if dim == 1 {
		return scalarGrowth(c, batch)
	}
	logWeights, logP := chiSquareNodes(dim-1, least, 8)
	g := &growth{}
	s := math.Log(c / float64(batch))
	eachBatch(c, batch, 3, func(logWeight, logT, logDistance float64) {
		if logWeight < least {
			return
		}
		for i, w := range logWeights {
			a, b := 2*logDistance, logT+s+logP[i]
			g.add(logWeight+w, (math.Max(a, b)+math.Log1p(math.Exp(-math.Abs(a-b))))/2)
		}
	})
	return g.normalised()
}

// chiSquareNodes are nodes for χ²(nu) as logarithms, by the double-exponential
// formula x = exp(t − exp(−t)) for integrands that decay exponentially. fine is
// the number of nodes per unit of t at small nu.
func chiSquareNodes(nu int, least, fine float64) (logWeight, logX []float64) {
	k := float64(nu) / 2
	gamma, _ := math.Lgamma(k)
	h := math.Min(1.0/fine, 3.2/fine/math.Sqrt(float64(nu)))
	for t := -5.0; t < 15; t += h {
		e := math.Exp(-t)
		x := t - e
		w := k*(x-math.Ln2) - math.Exp(x)/2 - gamma + math.Log(h*(1+e))
		if w > least {
			logWeight, logX = append(logWeight, w), append(logX, x)
		}
	}
	return logWeight, logX
}
