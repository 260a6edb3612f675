package theory

import "math"

// Kurtosis is E w⁴/(E w²)² of one parameter about its minimum when stationary,
// on endless Gaussian data with Gaussian label noise, c = λa (derived). It is 3
// for a normal law. ok is false where the fourth moment doesn't exist.
func Kurtosis(c float64, batch int) (k float64, ok bool) {
	s := float64(batch)
	// Moments E Gⁿ of G = χ²(S)/S; a = σ = 1, as the scale doesn't matter.
	m2 := (s + 2) / s
	m3 := m2 * (s + 4) / s
	m4 := m3 * (s + 6) / s
	left := 4*c - 6*c*c*m2 + 4*c*c*c*m3 - c*c*c*c*m4 // 1 − E(1 − cG)⁴
	if !(left > 0) {
		return math.NaN(), false
	}
	sigma := c / (s*(2-c) - 2*c)
	x := c * c / s * (1 - 2*c*m2 + c*c*m3)
	fourth := (6*x*sigma + 3*c*c*c*c*m2/(s*s)) / left
	return fourth / (sigma * sigma), true
}

// StandardError is the relative standard error of the variance of one parameter
// as walkers measure it that are stationary and independent, each over so many
// successive steps. The autocorrelation of w² is r^k with r = E(1 − cG)²,
// whatever the noise; with the kurtosis K the mean of w² over T steps has the
// relative variance
//
//	(K−1)/T² [T (1+r)/(1−r) − 2r (1−rᵀ)/(1−r)²]
//
// per walker (derived). ok is false where the fourth moment doesn't exist: then
// there is no standard error.
func StandardError(c float64, batch, steps, walkers int) (relative float64, ok bool) {
	k, ok := Kurtosis(c, batch)
	if !ok {
		return math.NaN(), false
	}
	t := float64(steps)
	r := 1 - 2*c + c*c*(1+2/float64(batch))
	sum := t*(1+r)/(1-r) - 2*r*(1-math.Pow(r, t))/((1-r)*(1-r))
	return math.Sqrt((k-1)*sum/float64(walkers)) / t, true
}
