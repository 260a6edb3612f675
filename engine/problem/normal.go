package problem

import "math"

// node is a point of a quadrature rule and its weight.
type node struct{ x, weight float64 }

const (
	normalStep  = 0.08
	normalReach = 106 // nodes on either side; beyond lie 2e-17 of the probability
)

// normalNodes average over a standard normal x by the trapezoidal rule. For a
// function that is analytic within b of the real line its error is about
// exp(−2πb/step) (Trefethen and Weideman 2014). tanh(wx) and the logistic
// function of wx have poles at b = π/(2w) and π/w, which a Gauss-Hermite rule
// of this size bears less well.
var normalNodes = func() (nodes [2*normalReach + 1]node) {
	for i := range nodes {
		x := normalStep * float64(i-normalReach)
		nodes[i] = node{x, normalStep * math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)}
	}
	return nodes
}()

// evenNodes do the same for even functions of x.
var evenNodes = func() (nodes [normalReach + 1]node) {
	for i := range nodes {
		nodes[i] = normalNodes[normalReach+i]
		if i > 0 {
			nodes[i].weight *= 2
		}
	}
	return nodes
}()
