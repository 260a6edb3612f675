package problem

import "sgdnoise/engine/plane"

// Quadratic is the function Floor + ½ (w−Min)'H(w−Min), such as a loss that is
// reported besides the one that SGD descends.
type Quadratic struct {
	H     plane.Sym
	Min   plane.Vec // where it is stationary
	Floor float64   // the value there
}

// At is the value at w.
func (q Quadratic) At(w plane.Vec) float64 { return q.Floor + q.H.Quad(w.Sub(q.Min))/2 }

// Mean is the expected value for w of the given mean and covariance.
func (q Quadratic) Mean(mean plane.Vec, cov plane.Sym) float64 {
	return q.At(mean) + q.H.TraceProd(cov)/2
}

// Slope is the gradient at w.
func (q Quadratic) Slope(w plane.Vec) plane.Vec { return q.H.Apply(w.Sub(q.Min)) }
