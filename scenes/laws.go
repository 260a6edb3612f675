package scenes

import (
	"sgdnoise/engine/problem"
	"sgdnoise/engine/theory"
)

// laws keeps the laws of a family of problems, one for every value K along the
// axis of a curve, with the limits of λ: both are dear.
type laws[Family, K comparable] struct {
	family Family // what all of them depend on
	kept   map[K]*limitedLaw
}

// limitedLaw is a law and the λ at which its variance ends.
type limitedLaw struct {
	problem.Law
	variance float64
}

// of sets the family; laws of another one are dropped.
func (l *laws[Family, K]) of(f Family) {
	if l.family != f || l.kept == nil {
		l.family, l.kept = f, map[K]*limitedLaw{}
	}
}

// at is the law of a member, made by make if it isn't kept, and its limit at
// momentum mu, on which the family depends.
func (l *laws[Family, K]) at(k K, mu float64, make func() problem.Law) *limitedLaw {
	law, ok := l.kept[k]
	if !ok {
		law = &limitedLaw{Law: make()}
		law.variance = theory.VarianceLimit(&law.Law, mu)
		l.kept[k] = law
	}
	return law
}

// stationary is ½ tr Σ; ok is false where it doesn't exist.
func (l *limitedLaw) stationary(lr, mu float64) (halfTrace float64, ok bool) {
	if lr >= l.variance {
		return 0, false
	}
	sigma, ok := theory.Stationary(&l.Law, lr, mu)
	return sigma.Trace() / 2, ok
}
