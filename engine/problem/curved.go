package problem

import "sgdnoise/engine/plane"

// Curved is a problem whose minibatch gradient is not affine in w, and of which
// is known how it varies near the minimum.
type Curved interface {
	Problem
	// HessianProducts is E[hₚ h_q] at the minimum, h₀, h₁ and h₂ being the
	// entries 11, 12 and 22 of one sample's Hessian.
	HessianProducts() [3][3]float64
	// Hessians fills dst with minibatch Hessians at the minimum, as one walker
	// would meet them there; d is made for one walker.
	Hessians(dst []plane.Sym, batch int, d *Draws)
}

func addProducts(m *[3][3]float64, weight float64, h plane.Sym) {
	for p := range m {
		for q := range m[p] {
			m[p][q] += weight * h[p] * h[q]
		}
	}
}

// Tangent is a curved problem as walkers know it that stay so near the minimum
// that no sample's Hessian changes. Only its Law and Hessians are of the tangent;
// the loss and its gradients are those of the problem itself.
type Tangent struct{ Curved }

// Law implements [Linear] as far as second moments about the minimum need it:
// Moments end with the second order, and what is linear in v is left out of the
// noise, which vanishes on average over walkers whose mean is at the minimum.
func (t Tangent) Law(batch int) Law {
	min := t.Minimum()
	law := Law{Min: min, Floor: t.Loss(min), H: t.Hess(min), Add: t.NoiseCov(min, batch)}
	products, inv := t.HessianProducts(), 1/float64(batch)
	law.Moments[0][0][0] = 1
	for i := range 3 {
		var one entry
		one[i]++
		law.Moments[one[0]][one[1]][one[2]] = law.H[i]
		for j := range 3 {
			two := one
			two[j]++
			mean := law.H[i] * law.H[j]
			law.Moments[two[0]][two[1]][two[2]] = mean + inv*(products[i][j]-mean)
		}
	}
	return law
}
